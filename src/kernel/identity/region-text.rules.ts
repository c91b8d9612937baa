import { earliestDay, latestDay, type PartialDate } from '../clock/partial-date.js';
import { EDITION_DAYS, getEdition, toStem, type Edition, type Place } from './region-names.js';
import { findRegion, INVENTED, regionPrefix } from './regions.js';

/** Why a text has no code: it names no place, it can mean several, or its place was not there on that day. */
export type UnresolvedReason = 'unknown' | 'ambiguous' | 'not_in_force';

/** A place that the text may mean. */
export interface RegionCandidate {
  code: string;
  /** From the province down. */
  fullName: string;
}
export type ResolvedRegion = { code: string } | { reason: UnresolvedReason; candidates: RegionCandidate[] };

/** One way to read the beginning of a text: the places from above to below, and where they end in the text. */
interface Reading {
  edition: Edition;
  places: readonly Place[];
  end: number;
}

/** Groups that the code has and no address: 市辖区 between 上海市 and 静安区. */
const GROUPS = /市辖区|(?:省|自治区)直辖(?:县级)?行政(?:单位|区划)/g;
/**
 * What may follow the last place that has a code: a street, a town, a village, a zone. It lies within that place. Another
 * county must not stand in it: 天心区、雨花区 are two, and `X区` is one that nobody knows.
 */
const BELOW_COUNTY =
  /^\(?.[^市县区、,;]*[市县区]?(?:街道|办事处|镇|乡|苏木|社区|村|居委会|园区|开发区|高新区|经开区|新区|示范区|管理区|管委会|农场|林场)(?:[^市县区、,;]*(?:社区|村|居委会))?\)?$/;

/**
 * The code that a text names on a day: 甘肃省兰州市城关区; 江苏省宜兴市, whose city is left out; for 广东省中山市横栏镇 that
 * of 中山市. The code is the one in force: 从化市 was 440184 until it became 从化区, 440117, and a text that uses the name of
 * another time means the same place. Between two editions of the code both are asked; without a day, the last. A text that
 * can mean several places, or whose place is not known to have been there, has no code.
 */
export function resolveRegion(text: string, on: PartialDate | null): ResolvedRegion {
  const invented = findRegion(text);
  if (invented?.code.startsWith(INVENTED)) return { code: invented.code };
  const plain = normalise(text);
  const indexes = listEditions(on);
  const inForce = indexes.map(getEdition);
  let readings = takeLongest(inForce.map((edition) => readText(plain, edition)).flat());
  let codes = readings.map(getCode);
  if (getEnd(readings) < plain.length) {
    const other = readOtherEditions(plain, indexes);
    if (getEnd(other) > getEnd(readings)) {
      readings = other;
      codes = other.flatMap(({ places }) => inForce.flatMap((edition) => findSamePlace(places, edition)));
    }
  }
  const rest = plain.slice(getEnd(readings));
  const [code, ...others] = new Set(codes);
  const candidates = listCandidates(readings);
  if (readings.length === 0 || (rest !== '' && !BELOW_COUNTY.test(rest))) return { reason: 'unknown', candidates };
  if (code === undefined) return { reason: 'not_in_force', candidates };
  return others.length > 0 ? { reason: 'ambiguous', candidates } : { code };
}

/** The code that a text has whatever the day: of a place that is named the same in every edition. */
export function findLastingRegion(text: string): string | null {
  const codes = new Set(
    EDITION_DAYS.map((day) => {
      const region = resolveRegion(text, day);
      return 'code' in region ? region.code : null;
    }),
  );
  const [code = null, ...others] = codes;
  return others.length > 0 ? null : code;
}

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\-‐-―/>|·]+/g, '')
    .replace(/^(?:中华人民共和国|中国)/, '')
    .replace(GROUPS, '')
    .replace(/^(北京市|天津市|上海市|重庆市)\1/, '$1');
}

/** Indexes of the editions that may hold on that day: the last before it, and the next, for it may have changed between. */
function listEditions(on: PartialDate | null): number[] {
  const last = EDITION_DAYS.length - 1;
  if (on === null) return [last];
  const from = EDITION_DAYS.findLastIndex((day) => day <= earliestDay(on));
  const to = EDITION_DAYS.findIndex((day) => day >= latestDay(on));
  const [first, end] = [Math.max(0, from), to < 0 ? last : to];
  return Array.from({ length: end - first + 1 }, (_, i) => first + i);
}

/** The readings of the edition nearest to those of the day among all that read most of the text. */
function readOtherEditions(text: string, indexes: readonly number[]): Reading[] {
  const [first = 0, last = 0] = [indexes[0], indexes.at(-1)];
  const distance = (i: number): number => Math.max(first - i, i - last);
  const others = [...EDITION_DAYS.keys()].filter((i) => distance(i) > 0).sort((a, b) => distance(a) - distance(b));
  let best: Reading[] = [];
  for (const index of others) {
    const readings = takeLongest(readText(text, getEdition(index)));
    if (getEnd(readings) > getEnd(best)) best = readings;
  }
  return best;
}

/** Every way to read the beginning of the text as places of this edition, each within the one before. */
function readText(text: string, edition: Edition, places: readonly Place[] = [], start = 0): Reading[] {
  const above = places.at(-1);
  const prefix = above ? regionPrefix(above.code) : '';
  const readings: Reading[] = above ? [{ edition, places, end: start }] : [];
  for (let end = start + 2; end <= text.length; end++)
    for (const place of edition.byText.get(text.slice(start, end)) ?? [])
      if (place.code.startsWith(prefix) && regionPrefix(place.code).length > prefix.length)
        readings.push(...readText(text, edition, [...places, place], end));
  return readings;
}

const getEnd = (readings: readonly Reading[]): number => readings[0]?.end ?? 0;
const getCode = ({ places }: Pick<Reading, 'places'>): string => places.at(-1)?.code ?? '';

function takeLongest(readings: readonly Reading[]): Reading[] {
  const longest = Math.max(...readings.map(({ end }) => end));
  return readings.filter(({ end }) => end === longest);
}

/** The code that the same place has in another edition: below the same places, of the same name or of the same stem. */
function findSamePlace(places: readonly Place[], edition: Edition): string[] {
  let prefix = places[0]?.code.slice(0, 2) ?? '';
  let found = '';
  for (const place of places) {
    const length = regionPrefix(place.code).length;
    const below = [...edition.byCode].filter(
      ([code]) => code.startsWith(prefix) && regionPrefix(code).length === length,
    );
    const named = below.filter(([, name]) => name === place.name);
    const same = named.length > 0 ? named : below.filter(([, name]) => toStem(name) === toStem(place.name));
    const [only, ...others] = same;
    if (only === undefined || others.length > 0) return [];
    found = only[0];
    prefix = regionPrefix(found);
  }
  return [found];
}

function listCandidates(readings: readonly Reading[]): RegionCandidate[] {
  const names = new Map<string, string>();
  for (const { edition, places } of readings) {
    const code = getCode({ places });
    const above = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code];
    names.set(code, [...new Set(above)].map((c) => edition.byCode.get(c) ?? '').join(''));
  }
  return [...names].map(([code, fullName]) => ({ code, fullName })).sort((a, b) => (a.code < b.code ? -1 : 1));
}
