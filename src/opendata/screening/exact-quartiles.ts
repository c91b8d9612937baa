import { spanFences, type Fences } from '../../watch/compatibility/release.rules.js';
import { interpolate, locateQuantile } from '../../watch/statistics/quantile.js';

/** Up to here figures are sorted in memory. */
const IN_MEMORY = 1_000_000;

/**
 * Fences of any number of figures ≥ 0 that can be read again, exactly, in bounded memory: where they are too many to sort,
 * each quartile is found by the leading bits of the figures, sixteen at a time.
 */
export function computeExactFences(read: () => Iterable<number>, count: number, most = IN_MEMORY): Fences | null {
  const places = [0.25, 0.75].map((p) => locateQuantile(count, p));
  const sorted = count <= most ? Float64Array.from(read()).sort() : null;
  const selectFigure = (rank: number): number => (sorted === null ? selectRank(read, rank, most) : (sorted[rank] ?? 0));
  const [q1, q3] = places.map((place) => {
    if (place === null) return undefined;
    const below = selectFigure(place.rank);
    return place.share === 0
      ? below
      : interpolate(below, selectFigure(Math.min(place.rank + 1, count - 1)), place.share);
  });
  return q1 === undefined || q3 === undefined ? null : spanFences(q1, q3);
}

const WORDS = 4;
const VALUES = 2 ** 16;
const double = new Float64Array(1);
const words = new Uint16Array(double.buffer);

/** The bits of a figure, the leading ones first: figures ≥ 0 are in the order of their bits. */
function readWord(value: number, level: number): number {
  double[0] = value;
  return words[WORDS - 1 - level] ?? 0;
}

const beginsLike = (value: number, prefix: readonly number[]): boolean =>
  prefix.every((word, level) => readWord(value, level) === word);

/** The figure at this place of the sorted ones, from 0. */
function selectRank(read: () => Iterable<number>, rank: number, most: number): number {
  const prefix: number[] = [];
  for (let left = rank; ;) {
    const counts = new Float64Array(VALUES);
    for (const value of read()) if (beginsLike(value, prefix)) counts[readWord(value, prefix.length)]! += 1; // prettier-ignore
    let bucket = 0;
    for (; left >= (counts[bucket] ?? 0); bucket += 1) left -= counts[bucket] ?? 0;
    prefix.push(bucket);
    const alike = function* (): Generator<number> {
      for (const value of read()) if (beginsLike(value, prefix)) yield value;
    };
    // With all bits fixed the figures are one.
    if (prefix.length === WORDS) return alike().next().value as number;
    if ((counts[bucket] ?? 0) <= most) return Float64Array.from(alike()).sort()[left] ?? 0;
  }
}
