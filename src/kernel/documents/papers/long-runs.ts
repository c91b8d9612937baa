/** What measures a text in the font and size that are set. */
export interface Measuring {
  widthOfString(text: string): number;
}

/**
 * Signs of a run in which no line is sure to break: the wrapping of pdfkit takes a time that grows with their square, and everybody
 * waits for it. No word of a language is so long.
 */
const LONGEST_RUN = 60;
const SPACE = /\s/;
const HAN = /\p{Script=Han}/u;
/** Signs that stand side by side may be a little wider than each alone. */
const SURELY = 0.95;

/** The signs of each run, from one place where a line may break to the next: behind a space, and between two Chinese characters. */
function* listRuns(signs: readonly string[]): Generator<readonly string[]> {
  let start = 0;
  for (const [i, sign] of signs.entries()) {
    const next = signs[i + 1];
    const mayBreak = SPACE.test(sign) || next === undefined || (HAN.test(sign) && HAN.test(next));
    if (!mayBreak) continue;
    yield signs.slice(start, i + 1);
    start = i + 1;
  }
}

/** The same text with an end of line wherever a run is longer than a line: as it would break, found in one pass. */
export function breakLongRuns(text: string, width: number, measure: Measuring): string {
  if (text.length <= LONGEST_RUN) return text;
  const widths = new Map<string, number>();
  const measureSign = (sign: string): number => {
    const known = widths.get(sign) ?? measure.widthOfString(sign);
    widths.set(sign, known);
    return known;
  };
  const cutRun = (run: readonly string[]): string => {
    let cut = '';
    let used = 0;
    for (const sign of run) {
      const wide = measureSign(sign);
      if (used + wide > width * SURELY && used > 0) {
        cut += '\n';
        used = 0;
      }
      cut += sign;
      used += wide;
    }
    return cut;
  };
  let broken = '';
  for (const run of listRuns(Array.from(text))) broken += run.length > LONGEST_RUN ? cutRun(run) : run.join('');
  return broken;
}
