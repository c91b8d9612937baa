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
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/** Each lot's values less their mean, in its own standard deviations; lots without any spread are left out by the caller. */
export function standardise({ firms, values }: Row): Row {
  const [centre, spread] = [mean(values), deviation(values)];
  return { firms, values: values.map((value) => (spread > 0 ? (value - centre) / spread : 0)) };
}

/** What is left when what each firm and each lot has in common is taken away (least squares, by turns). */
export function removeFirmEffects(rows: readonly Row[]): number[][] {
  const effects = firmEffects(rows);
  return rows.map(({ firms, values }) => centred(values.map((value, i) => value - (effects.get(firms[i] ?? '') ?? 0))));
}

export function firmEffects(rows: readonly Row[]): Map<string, number> {
  const effects = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const sums = new Map<string, [number, number]>();
    for (const { firms, values } of rows) {
      const level = mean(values.map((value, i) => value - (effects.get(firms[i] ?? '') ?? 0)));
      firms.forEach((firm, i) => {
        const sum = sums.get(firm) ?? [0, 0];
        sums.set(firm, [sum[0] + (values[i] ?? 0) - level, sum[1] + 1]);
      });
    }
    for (const [firm, [sum, count]] of sums) effects.set(firm, sum / count);
  }
  return effects;
}

export function centred(values: readonly number[]): number[] {
  const centre = mean(values);
  return values.map((value) => value - centre);
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
  const squares = (all: readonly (readonly number[])[]): number => all.flat().reduce((sum, x) => sum + x * x, 0);
  const left = squares(removeFirmEffects(rows));
  const explained = squares(rows.map(({ values }) => centred(values))) - left;
  if (left <= 0) return null;
  const f = explained / between / (left / within);
  return { f, share: Math.max(0, (f - 1) * (firms / count)) };
}
