import type { Attributes, XmlHandler } from './xml-reader.js';

/** Formats that Office does not write down, and that show a day: some for everybody, some in Chinese. */
const isKnownDayFormat = (id: number): boolean =>
  (id >= 14 && id <= 17) ||
  id === 22 ||
  (id >= 27 && id <= 31) ||
  id === 36 ||
  (id >= 50 && id <= 54) ||
  id === 57 ||
  id === 58;

/** Whether a format shows a day, once what stands in it as text, colour, condition or language is taken out. */
function showsDay(format: string): boolean {
  const bare = format
    .replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, '')
    .split(';', 1)[0]
    ?.toLowerCase();
  if (bare === undefined || bare === 'general') return false;
  return /[yd]/.test(bare) || (bare.includes('m') && !/[hs]/.test(bare));
}

/** Which styles of cells show a number as a day: what the styles of a workbook are read for. */
export class DayStyles implements XmlHandler {
  private readonly formats = new Map<number, boolean>();
  private readonly styles: boolean[] = [];
  private isWithin = false;

  has(style: number): boolean {
    return this.styles[style] ?? false;
  }

  open(tag: string, { numFmtId: format = '0', formatCode: code = '' }: Attributes): void {
    if (tag === 'cellXfs') this.isWithin = true;
    else if (tag === 'numFmt') this.formats.set(Number(format), showsDay(code));
    else if (tag === 'xf' && this.isWithin)
      this.styles.push(this.formats.get(Number(format)) ?? isKnownDayFormat(Number(format)));
  }

  close(tag: string): void {
    if (tag === 'cellXfs') this.isWithin = false;
  }
}
