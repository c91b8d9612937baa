/** Values of one lot, in the order of its firms. */
export interface Row {
  firms: readonly string[];
  values: readonly number[];
}

const ROUNDS = 12;

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** Each lot's values less their mean, in its own standard deviations; lots without any spread are left out by the caller. */
export function standardise({ firms, values }: Row): Row {
  const [middle, spread] = [mean(values), deviation(values)];
  return { firms, values: values.map((value) => (spread > 0 ? (value - middle) / spread : 0)) };
}

/** What is left when what each firm and each lot has in common is taken away (least squares, by turns). */
export function removeFirmEffects(rows: readonly Row[]): number[][] {
  const effects = firmEffects(rows);
  return rows.map(({ firms, values }) => centre(values.map((value, i) => value - (effects.get(firms[i] ?? '') ?? 0))));
}

export function firmEffects(rows: readonly Row[]): Map<string, number> {
  const place = new Map<string, number>();
  for (const firm of rows.flatMap((row) => row.firms)) if (!place.has(firm)) place.set(firm, place.size);
  const indexed = rows.map(({ firms, values }) => ({ at: firms.map((firm) => place.get(firm) ?? 0), values }));
  const [effects, sums, counts] = [0, 0, 0].map(() => new Float64Array(place.size));
  if (effects === undefined || sums === undefined || counts === undefined) return new Map();
  for (const { at } of indexed) for (const i of at) counts[i] = (counts[i] ?? 0) + 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    sums.fill(0);
    for (const { at, values } of indexed) {
      let level = 0;
      for (let k = 0; k < at.length; k += 1) level += (values[k] ?? 0) - (effects[at[k] ?? 0] ?? 0);
      level /= at.length;
      for (let k = 0; k < at.length; k += 1) {
        const i = at[k] ?? 0;
        sums[i] = (sums[i] ?? 0) + (values[k] ?? 0) - level;
      }
    }
    for (let i = 0; i < effects.length; i += 1) effects[i] = (sums[i] ?? 0) / (counts[i] ?? 1);
  }
  return new Map([...place].map(([firm, i]) => [firm, effects[i] ?? 0]));
}

export function centre(values: readonly number[]): number[] {
  const middle = mean(values);
  return values.map((value) => value - middle);
}

/**
 * Whether firms are dearer or cheaper everywhere: the F of firms after lots, and the share of their variance in one bid's.
 * Null where too little is left to judge.
 */
export function firmVariance(rows: readonly Row[]): { f: number; share: number } | null {
  const count = rows.reduce((sum, { firms }) => sum + firms.length, 0);
  const firms = new Set(rows.flatMap((row) => row.firms)).size;
  const [between, within] = [firms - 1, count - rows.length - firms + 1];
  if (between < 1 || within < 20) return null;
  const left = sumSquares(removeFirmEffects(rows));
  const explained = sumSquares(rows.map(({ values }) => centre(values))) - left;
  if (left <= 0) return null;
  const f = explained / between / (left / within);
  return { f, share: Math.max(0, (f - 1) * (firms / count)) };
}

function sumSquares(rows: readonly (readonly number[])[]): number {
  let sum = 0;
  for (const row of rows) for (const x of row) sum += x * x;
  return sum;
}
