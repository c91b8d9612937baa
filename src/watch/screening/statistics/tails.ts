/** ln n! by sums, kept. */
const LOGS: number[] = [0];

export function logFactorial(n: number): number {
  for (let i = LOGS.length; i <= n; i += 1) LOGS.push((LOGS[i - 1] ?? 0) + Math.log(i));
  return LOGS[n] ?? 0;
}

const choose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** Of `all` things `marked` bear a mark, and `drawn` are taken at random. */
export interface Stratum {
  drawn: number;
  marked: number;
  all: number;
}

/** P(X = k) of one stratum. */
const computePointChance = (k: number, { drawn, marked, all }: Stratum): number =>
  Math.exp(choose(marked, k) + choose(all - marked, drawn - k) - choose(all, drawn));

/** P(X ≥ seen): X things with a mark are taken from all strata together, so many at random from each. */
export function stratifiedTail(seen: number, strata: readonly Stratum[]): number {
  let counts = [1];
  for (const { drawn, marked, all } of strata) {
    const most = Math.min(drawn, marked);
    const next = Array.from({ length: counts.length + most }, () => 0);
    for (let k = Math.max(0, drawn + marked - all); k <= most; k += 1) {
      const chance = computePointChance(k, { drawn, marked, all });
      counts.forEach((share, i) => (next[i + k] = (next[i + k] ?? 0) + share * chance));
    }
    counts = next;
  }
  const tail = counts.slice(Math.max(0, seen)).reduce((sum, share) => sum + share, 0);
  return Math.min(1, tail);
}

/** The least that this tail can be: all that bear a mark are drawn, as far as there are draws. */
export function smallestStratifiedTail(strata: readonly Stratum[]): number {
  return strata.reduce(
    (product, { drawn, marked, all }) => product * computePointChance(Math.min(drawn, marked), { drawn, marked, all }),
    1,
  );
}

/** P(X ≥ seen): of `all` things `marked` bear a mark, `drawn` of them are taken at random, X of those bear it. */
export function hypergeometricTail(seen: number, drawn: number, marked: number, all: number): number {
  const most = Math.min(drawn, marked);
  const least = Math.max(0, drawn + marked - all);
  if (seen <= least) return 1;
  let p = 0;
  for (let i = seen; i <= most; i += 1) p += computePointChance(i, { drawn, marked, all });
  return Math.min(1, p);
}

/** P(at least `seen` of independent events happen), each with a chance of its own. */
export function poissonBinomialTail(seen: number, chances: readonly number[]): number {
  if (seen <= 0) return 1;
  let counts = [1];
  for (const chance of chances) {
    const next = Array.from({ length: counts.length + 1 }, () => 0);
    counts.forEach((share, k) => {
      next[k] = (next[k] ?? 0) + share * (1 - chance);
      next[k + 1] = (next[k + 1] ?? 0) + share * chance;
    });
    counts = next;
  }
  return Math.min(
    1,
    counts.slice(seen).reduce((sum, share) => sum + share, 0),
  );
}

/** Fisher's pooling of independent p-values: P(a sum of k exponentials ≥ Σ −ln p), exact. Discrete p make it larger, never smaller. */
export function pooledP(values: readonly number[]): number {
  const sum = values.reduce((total, p) => total - Math.log(p), 0);
  let term = Math.exp(-sum);
  let tail = term;
  for (let i = 1; i < values.length; i += 1) {
    term *= sum / i;
    tail += term;
  }
  return Math.min(1, tail);
}

/** P(Z ≥ z) of a standard normal; relative error below 1.2e-7 (Numerical Recipes' erfc). */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const series = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ];
  const erfc = t * Math.exp(-x * x + series.reduceRight((sum, c) => sum * t + c, 0));
  return z >= 0 ? erfc / 2 : 1 - erfc / 2;
}

/** P(T ≥ t) of Student's t, by the normal that has the same tail to a few in a thousand (Wallace 1959). */
export function studentTail(t: number, freedom: number): number {
  const z = ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p((t * t) / freedom));
  return normalTail(t >= 0 ? z : -z);
}
