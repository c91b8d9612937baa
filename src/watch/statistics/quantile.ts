/**
 * Hyndman–Fan type 8: the estimate of a quantile that is about median-unbiased whatever the distribution. Of x₁ ≤ … ≤ xₙ
 * the value at h = (n + 1/3)p + 1/3, between two of them by their distance; never outside what was seen.
 */
export function quantile(values: readonly number[], p: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  const [lowest, highest] = [sorted[0], sorted[n - 1]];
  if (lowest === undefined || highest === undefined) return null;
  const h = (n + 1 / 3) * p + 1 / 3;
  const k = Math.floor(h);
  if (k < 1) return lowest;
  if (k >= n) return highest;
  const [below, above] = [sorted[k - 1] ?? lowest, sorted[k] ?? highest];
  return below + (h - k) * (above - below);
}
