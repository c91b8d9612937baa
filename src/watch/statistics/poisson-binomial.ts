import { ONE, probability, type Ratio } from './exact.js';

/** P(X ≥ k) of independent trials with these probabilities of success: counted in whole numbers. */
export function poissonBinomialUpperTail(chances: readonly Ratio[], k: number): Ratio {
  if (k <= 0) return ONE;
  let den = 1n;
  // `ways[i]`: numerator of the probability of i successes so far, over `den`.
  let ways: bigint[] = [1n];
  for (const { num, den: base } of chances) {
    const miss = base - num;
    ways = Array.from(
      { length: ways.length + 1 },
      (_, i) => (ways[i] ?? 0n) * miss + (i > 0 ? (ways[i - 1] ?? 0n) * num : 0n),
    );
    den *= base;
  }
  return probability(
    ways.slice(k).reduce((sum, way) => sum + way, 0n),
    den,
  );
}
