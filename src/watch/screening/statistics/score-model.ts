import { centre, removeFirmEffects } from './two-way.js';

export interface ScoreRow {
  /** Who bought: its panels may be more severe than those of others. */
  buyer: string | null;
  /** Who of them served there last: they know the residents, and get points for it. */
  served: ReadonlySet<string>;
  firms: readonly string[];
  values: readonly number[];
}

export interface ShiftFit {
  /** Points by which the members' scores differ in the group's lots. */
  shift: number;
  /** Its standard error, and the degrees of freedom of that. */
  error: number;
  freedom: number;
  panelDeviation: number;
  scoreDeviation: number;
  panels: number;
  /** Scores of members in the group's lots. */
  scores: number;
}

/**
 * score = level of the firm + severity of the buyer and of the panel + what who served last gains + shift (members in the
 * group's lots) + chance; all but the panels fixed, they random, generalised least squares. The variances are those of the lots of others (Henderson's third method),
 * so that what a scheme does to its own lots does not hide it. Null where they cannot be told.
 */
export function fitShift(
  rows: readonly ScoreRow[],
  members: ReadonlySet<string>,
  shared: ReadonlySet<number>,
): ShiftFit | null {
  const variances = estimateVariances(rows.filter((row, at) => !shared.has(at) && row.firms.length >= 2));
  if (variances === null) return null;
  const { noise, panel, panels, within } = variances;
  const firms = [...new Set(rows.flatMap((row) => row.firms))].sort();
  const buyers = [...new Set(rows.map(({ buyer }) => buyer))];
  // Buyers first: no two of them meet in a score, so that they cost next to nothing to remove.
  const buyerAt = new Map(buyers.map((buyer, i) => [buyer, i]));
  const place = new Map(firms.map((firm, i) => [firm, buyers.length + i]));
  const size = firms.length + buyers.length + 2;
  const normal = Array.from({ length: size }, () => new Float64Array(size + 1));
  const add = (i: number, j: number, value: number): void => {
    const line = normal[i];
    if (line !== undefined) line[j] = (line[j] ?? 0) + value;
  };
  const [servedAt, last] = [size - 2, size - 1];
  let scores = 0;
  rows.forEach((row, at) => {
    const n = row.firms.length;
    if (n === 0) return;
    const shrink = panel / (noise + n * panel);
    const isMoved = (firm: string): boolean => shared.has(at) && members.has(firm);
    const columns = row.firms.map((firm) => [
      place.get(firm) ?? 0,
      buyerAt.get(row.buyer) ?? 0,
      ...(row.served.has(firm) ? [servedAt] : []),
      ...(isMoved(firm) ? [last] : []),
    ]);
    const total = row.values.reduce((sum, value) => sum + value, 0);
    scores += row.firms.filter(isMoved).length;
    const counts = new Map<number, number>();
    for (const column of columns.flat()) counts.set(column, (counts.get(column) ?? 0) + 1);
    columns.forEach((own, k) => {
      for (const i of own) {
        for (const j of own) add(i, j, 1);
        add(i, size, row.values[k] ?? 0);
      }
    });
    for (const [i, here] of counts) {
      for (const [j, there] of counts) add(i, j, -shrink * here * there);
      add(i, size, -shrink * here * total);
    }
  });
  const solved = solveLast(normal);
  if (solved === null) return null;
  return {
    shift: solved.value,
    error: Math.sqrt(noise / solved.pivot),
    freedom: Math.max(4, panel > 0 ? Math.min(within, panels - 1) : within),
    panelDeviation: Math.sqrt(panel),
    scoreDeviation: Math.sqrt(noise),
    panels,
    scores,
  };
}

/** The last unknown and its pivot (the information on it when all others are unknown), by elimination; a firm's level needs one score. */
function solveLast(normal: readonly Float64Array[]): { value: number; pivot: number } | null {
  const size = normal.length;
  for (let i = 0; i < size - 1; i += 1) {
    const line = normal[i] ?? new Float64Array();
    const pivot = line[i] ?? 0;
    // One level is free, as those of firms and of buyers are against each other; with panels as good as fixed more are.
    if (pivot < 1e-9) continue;
    for (let j = i + 1; j < size; j += 1) {
      const other = normal[j] ?? new Float64Array();
      const factor = (other[i] ?? 0) / pivot;
      if (factor !== 0) for (let k = i; k <= size; k += 1) other[k] = (other[k] ?? 0) - factor * (line[k] ?? 0);
    }
  }
  const line = normal[size - 1] ?? new Float64Array();
  const pivot = line[size - 1] ?? 0;
  return pivot < 1e-6 ? null : { value: (line[size] ?? 0) / pivot, pivot };
}

function estimateVariances(rows: readonly ScoreRow[]) {
  const count = rows.reduce((sum, { values }) => sum + values.length, 0);
  const firms = new Set(rows.flatMap((row) => row.firms)).size;
  const within = count - rows.length - firms + 1;
  if (rows.length < 3 || within < 10) return null;
  const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * value, 0);
  const left = squares(removeFirmEffects(rows).flat());
  const noise = left / within;
  if (noise <= 0) return null;
  const sums = new Map<string, number[]>();
  for (const row of rows)
    row.firms.forEach((firm, i) => {
      const own = sums.get(firm) ?? [];
      if (own.push(row.values[i] ?? 0) === 1) sums.set(firm, own);
    });
  const byFirm = [...sums.values()].reduce((sum, values) => sum + squares(centre(values)), 0);
  const panel = (byFirm - left - (rows.length - 1) * noise) / (count - firms);
  return { noise, panel: Math.max(0, panel), panels: rows.length, within };
}
