import data from './data/region-names.json' with { type: 'json' };
import { regionPrefix } from './regions.js';

/** A place as one edition of GB/T 2260 names it. */
export interface Place {
  code: string;
  name: string;
}

/** Names of the places of one edition, by the text that may stand for each. */
export interface Edition {
  /** The day as of which it was published. */
  day: string;
  byCode: ReadonlyMap<string, string>;
  /** By full name, and for provinces and cities by what is left without their suffix. */
  byText: ReadonlyMap<string, readonly Place[]>;
}

const PROVINCE_SUFFIX = /(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$/;
const CITY_SUFFIX = /(?:地区|市)$/;
const COUNTY_SUFFIX = /(?:区|县|市|旗)$/;

/** `宁夏` of 宁夏回族自治区, `兰州` of 兰州市; null where no suffix is left out in speech, as of a county. */
function toShortName({ code, name }: Place): string | null {
  const length = regionPrefix(code).length;
  const short = length === 2 ? name.replace(PROVINCE_SUFFIX, '') : length === 4 ? name.replace(CITY_SUFFIX, '') : name;
  return short === name || short.length < 2 ? null : short;
}

/** What stays of a name when a county becomes a district or a city: `从化` of 从化市 and 从化区, `沙县` of 沙县 and 沙县区. */
export function toStem(name: string): string {
  const stem = name.replace(name.endsWith('地区') ? CITY_SUFFIX : COUNTY_SUFFIX, '');
  return stem.length < 2 ? name : stem;
}

/** `0184从化市:0-15`: the name of a code in these editions, in all of them where no range stands behind it. */
const WORD = /^(\d{4})(\D+?)(?::(\d+)-(\d*))?$/;

const spans = Object.entries(data.names).flatMap(([province, words]) =>
  words.split(' ').map((word) => {
    const [, rest = '', name = '', from, to] = WORD.exec(word) ?? [];
    const last = data.editions.length - 1;
    return { code: province + rest, name, from: Number(from ?? 0), to: to ? Number(to) : last };
  }),
);

function buildEdition(index: number): Edition {
  const byCode = new Map<string, string>();
  const byText = new Map<string, Place[]>();
  const add = (text: string, place: Place) => byText.set(text, [...(byText.get(text) ?? []), place]);
  for (const { code, name, from, to } of spans) {
    if (index < from || index > to) continue;
    byCode.set(code, name);
    const place = { code, name };
    add(name, place);
    const short = toShortName(place);
    if (short !== null) add(short, place);
  }
  return { day: data.editions[index] ?? '', byCode, byText };
}

const built = new Map<number, Edition>();
/** The edition of this index, the oldest being 0; made when it is first asked for. */
export function getEdition(index: number): Edition {
  const edition = built.get(index) ?? buildEdition(index);
  built.set(index, edition);
  return edition;
}

export const EDITION_DAYS: readonly string[] = data.editions;
