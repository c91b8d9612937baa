import type { Attributes, XmlHandler } from './xml-reader.js';

/** How much of a date a cell shows, down to its day, month or year; `no_year` of a day or month that shows no year. */
export type ShownDate = 'day' | 'month' | 'year' | 'no_year';
/** What a format shows of a number: that much of a date, or as many times more or less as it says (`scaled`). */
export type ShownNumber = ShownDate | 'scaled';

/** Formats that Office does not write down. Those from 27 on depend on the language, and are taken as Chinese. */
const BUILT_IN: Readonly<Record<ShownNumber, readonly number[]>> = {
  day: [14, 15, 22, 30, 31],
  month: [17, 27, 36, 50, 52, 57],
  year: [],
  no_year: [16, 28, 29, 51, 53, 54, 58],
  scaled: [9, 10],
};

/** What stands in a format as text, filling, colour, condition or language, and shows nothing of the number. */
const NOT_OF_NUMBER = /"[^"]*"|\[[^\]]*\]|[\\!_*]./g;
/** Hours, minutes or seconds that are counted on: a span of time, and no moment. */
const ELAPSED = /\[(?:h+|m+|s+)\]/i;
/** Halves of the day, and powers of ten. */
const NO_DATE_LETTERS = /am\/pm|a\/p|e[+-]/g;

/** What a format shows of a date, null for nothing. */
function findShownDate(format: string): ShownDate | null {
  const isElapsed = ELAPSED.test(format.replace(/"[^"]*"|[\\!_*]./g, ''));
  const bare = format.replace(NOT_OF_NUMBER, '').split(';', 1)[0]?.toLowerCase() ?? '';
  if (isElapsed || bare.includes('general')) return null;
  const parts: readonly string[] = bare.replace(NO_DATE_LETTERS, ' ').match(/([a-z])\1*/g) ?? [];
  // Three or more of `d` are the name of a weekday; `m` beside hours or seconds is minutes.
  const hasDay = parts.includes('d') || parts.includes('dd');
  const hasMonth = parts.some(
    (part, i) => part.startsWith('m') && !parts[i - 1]?.startsWith('h') && !parts[i + 1]?.startsWith('s'),
  );
  // Years of the calendar, of an era, of the Buddhist calendar.
  if (!parts.some((part) => /^[yeb]/.test(part))) return hasDay || hasMonth ? 'no_year' : null;
  if (!hasMonth) return 'year';
  return hasDay ? 'day' : 'month';
}

/** A point that is written between the digits, as 20 000 is shown as 2.0, and words for powers of ten. */
const WRITTEN_POINT = /[0#?](?:"\."|[\\!]\.)[0#?]/;
const WRITTEN_POWER = /[十百千万亿]/;
/** Commas behind the last digit leave out thousands; hundredths and thousandths. */
const DIVIDED = /[0#?.],+(?![0#?,])/;
const SHARE = /[%‰]/;

/** Whether a format shows a number as another one: 200 000 under `0!.0,` as 20.0, which the reader takes for what is meant. */
function isScaled(format: string): boolean {
  const bare = format.replace(NOT_OF_NUMBER, '');
  return (
    [DIVIDED, SHARE].some((sign) => sign.test(bare)) || [WRITTEN_POINT, WRITTEN_POWER].some((sign) => sign.test(format))
  );
}

/** What the styles of cells show of a number: what the styles of a workbook are read for. */
export class NumberStyles implements XmlHandler {
  private readonly formats = new Map<number, ShownNumber | null>();
  private readonly styles: (ShownNumber | null)[] = [];
  private isWithin = false;

  constructor() {
    for (const [shown, ids] of Object.entries(BUILT_IN) as [ShownNumber, readonly number[]][])
      for (const id of ids) this.formats.set(id, shown);
  }

  /** What a cell of this style shows, null where its number is shown as it is. */
  findShownForm(style: number): ShownNumber | null {
    return this.styles[style] ?? null;
  }

  open(tag: string, { numFmtId: format = '0', formatCode: code = '' }: Attributes): void {
    if (tag === 'cellXfs') this.isWithin = true;
    else if (tag === 'numFmt')
      this.formats.set(Number(format), findShownDate(code) ?? (isScaled(code) ? 'scaled' : null));
    else if (tag === 'xf' && this.isWithin) this.styles.push(this.formats.get(Number(format)) ?? null);
  }

  close(tag: string): void {
    if (tag === 'cellXfs') this.isWithin = false;
  }
}
