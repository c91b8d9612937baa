/** Values of one lot, in the order of its firms. */
export interface Row {
  firms: readonly string[];
  values: readonly number[];
  /** Numbers of its firms, the same in all rows that have them; where they are absent firms are looked up by their names. */
  at?: readonly number[];
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
export function standardise({ values, ...row }: Row): Row {
  const [middle, spread] = [mean(values), deviation(values)];
  return { ...row, values: values.map((value) => (spread > 0 ? (value - middle) / spread : 0)) };
}

/** The same rows with the numbers of their firms: for rows of which many choices are looked at. */
export function numberFirms<R extends Row>(rows: readonly R[]): (R & Required<Row>)[] {
  const numbers = new Map<string, number>();
  for (const { firms } of rows) for (const firm of firms) if (!numbers.has(firm)) numbers.set(firm, numbers.size);
  return rows.map((row) => ({ ...row, at: row.firms.map((firm) => numbers.get(firm) ?? 0) }));
}

type NumberedRow = Pick<Required<Row>, 'at' | 'values'>;

const isNumbered = (row: Row): row is Required<Row> => row.at !== undefined;

const withNumbers = (rows: readonly Row[]): readonly Required<Row>[] =>
  rows.every(isNumbered) ? rows : numberFirms(rows);

/** What is left when what each firm and each lot has in common is taken away (least squares, by turns). */
export function removeFirmEffects(rows: readonly Row[]): number[][] {
  const numbered = withNumbers(rows);
  return subtractEffects(numbered, computeEffects(numbered).effects);
}

const subtractEffects = (rows: readonly NumberedRow[], effects: Float64Array): number[][] =>
  rows.map(({ at, values }) => centre(values.map((value, i) => value - (effects[at[i] ?? 0] ?? 0))));

export function firmEffects(rows: readonly Row[]): Map<string, number> {
  const numbered = withNumbers(rows);
  const { effects } = computeEffects(numbered);
  return new Map(
    numbered.flatMap(({ firms, at }) => firms.map((firm, i) => [firm, effects[at[i] ?? 0] ?? 0] as const)),
  );
}

/** Effects by the number of the firm; how often each is there is 0 of one that is in none of the rows. */
function computeEffects(rows: readonly NumberedRow[]): { effects: Float64Array; counts: Float64Array } {
  let size = 0;
  for (const { at } of rows) for (const i of at) if (i >= size) size = i + 1;
  const [effects, sums, counts] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (const { at } of rows) for (const i of at) counts[i] = (counts[i] ?? 0) + 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    sums.fill(0);
    for (const { at, values } of rows) {
      let level = 0;
      for (let k = 0; k < at.length; k += 1) level += (values[k] ?? 0) - (effects[at[k] ?? 0] ?? 0);
      level /= at.length;
      for (let k = 0; k < at.length; k += 1) {
        const i = at[k] ?? 0;
        sums[i] = (sums[i] ?? 0) + (values[k] ?? 0) - level;
      }
    }
    for (let i = 0; i < size; i += 1) effects[i] = (sums[i] ?? 0) / (counts[i] || 1);
  }
  return { effects, counts };
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
  const count = rows.reduce((sum, { values }) => sum + values.length, 0);
  const numbered = withNumbers(rows);
  const { effects, counts } = computeEffects(numbered);
  const firms = counts.reduce((sum, times) => (times > 0 ? sum + 1 : sum), 0);
  const [between, within] = [firms - 1, count - rows.length - firms + 1];
  if (between < 1 || within < 20) return null;
  const left = sumSquares(subtractEffects(numbered, effects));
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
