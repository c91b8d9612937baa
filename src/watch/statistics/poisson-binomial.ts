import { factorial, ONE, probability, type Ratio } from './exact.js';

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

/** Things that `dealtUpperTail` takes at most: its time doubles with each. */
export const MOST_DEALT = 12;

/** P(X ≥ k): as many things as places are dealt, one to each, in an order of chance; X places get one that fits (`fits[place][thing]`). */
export function dealtUpperTail(fits: readonly (readonly boolean[])[], k: number): Ratio {
  const places = fits.length;
  if (places > MOST_DEALT) throw new Error(`${places} things are more than can be dealt`);
  // `ways[used * (places + 1) + hits]`: ways to give the things of the set `used` to the first places.
  const ways = new Float64Array((places + 1) << places);
  ways[0] = 1;
  const sizes = new Uint8Array(1 << places);
  for (let used = 0; used < 1 << places; used += 1) {
    const place = used === 0 ? 0 : (sizes[used & (used - 1)] ?? 0) + 1;
    sizes[used] = place;
    for (let thing = 0; thing < places; thing += 1) {
      if ((used & (1 << thing)) !== 0) continue;
      const hit = Number(fits[place]?.[thing] ?? false);
      for (let hits = 0; hits < places; hits += 1) {
        const before = ways[used * (places + 1) + hits] ?? 0;
        const after = (used | (1 << thing)) * (places + 1) + hits + hit;
        if (before > 0) ways[after] = (ways[after] ?? 0) + before;
      }
    }
  }
  const all = ways.slice(((1 << places) - 1) * (places + 1));
  return probability(BigInt(all.slice(Math.max(0, k)).reduce((sum, way) => sum + way, 0)), factorial(places));
}
