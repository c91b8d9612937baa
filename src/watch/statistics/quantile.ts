/**
 * Hyndman–Fan type 8: the estimate of a quantile that is about median-unbiased whatever the distribution. Of x₁ ≤ … ≤ xₙ
 * the value at h = (n + 1/3)p + 1/3, between two of them by their distance; never outside what was seen.
 */
export function quantile(values: readonly number[], p: number): number | null {
  const place = locateQuantile(values.length, p);
  if (place === null) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const below = sorted[place.rank] ?? 0;
  return interpolate(below, sorted[place.rank + 1] ?? below, place.share);
}

/** Where the quantile of `n` sorted values lies: `share` of the way from the value at `rank`, from 0, to the next one. */
export function locateQuantile(n: number, p: number): { rank: number; share: number } | null {
  if (n === 0) return null;
  const h = (n + 1 / 3) * p + 1 / 3;
  const k = Math.floor(h);
  if (k < 1) return { rank: 0, share: 0 };
  return k >= n ? { rank: n - 1, share: 0 } : { rank: k - 1, share: h - k };
}

export const interpolate = (below: number, above: number, share: number): number => below + share * (above - below);
