/**
 * The exact one-sided lower limit of a rate (Clopper and Pearson 1934): the rate at which so many hits or more would be
 * seen with a chance of `1 − confidence`. A level is broken for certain only where this limit is above it.
 */
export function lowerLimit(hits: number, trials: number, confidence = 0.999): number {
  if (hits === 0) return 0;
  const alpha = 1 - confidence;
  let [low, high] = [0, hits / trials];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (upperTail(hits, trials, middle) < alpha) low = middle;
    else high = middle;
  }
  return low;
}

/** P(X ≥ hits) of a binomial; summed from the term of `hits` on, which are decreasing where the rate is below hits/trials. */
export function upperTail(hits: number, trials: number, rate: number): number {
  if (hits <= 0) return 1;
  if (rate <= 0) return 0;
  if (rate >= 1) return 1;
  let term = Math.exp(
    logFactorial(trials) -
      logFactorial(hits) -
      logFactorial(trials - hits) +
      hits * Math.log(rate) +
      (trials - hits) * Math.log1p(-rate),
  );
  let sum = 0;
  for (let k = hits; k <= trials; k += 1) {
    sum += term;
    if (term < sum * 1e-16) break;
    term *= ((trials - k) / (k + 1)) * (rate / (1 - rate));
  }
  return Math.min(1, sum);
}

const LOGS: number[] = [0];

function logFactorial(n: number): number {
  for (let i = LOGS.length; i <= n; i += 1) LOGS.push((LOGS[i - 1] ?? 0) + Math.log(i));
  return LOGS[n] ?? 0;
}
