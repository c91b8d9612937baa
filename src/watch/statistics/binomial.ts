import { ONE, probability, type Ratio } from './exact.js';

/** P(X ≥ k) of n trials that each succeed with probability `num / den`: counted in whole numbers. */
export function binomialUpperTail(n: number, k: number, { num, den }: Ratio): Ratio {
  const miss = den - num;
  let total = 0n;
  let choose = 1n;
  for (let i = 0; i <= n; i += 1) {
    if (i >= k) total += choose * num ** BigInt(i) * miss ** BigInt(n - i);
    choose = (choose * BigInt(n - i)) / BigInt(i + 1);
  }
  return probability(total, den ** BigInt(n));
}

/**
 * P(X ≤ k) of n trials that each succeed with probability `num / den`: missⁿ⁻ᵏ · Σ C(n, i) numⁱ missᵏ⁻ⁱ, by Horner, so that
 * few successes of many trials cost few steps.
 */
export function binomialLowerTail(n: number, k: number, { num, den }: Ratio): Ratio {
  if (k < 0) return { num: 0n, den: 1n };
  if (k >= n) return ONE;
  const miss = den - num;
  let total = 1n;
  let term = 1n;
  for (let i = 1; i <= k; i += 1) {
    term = (term * BigInt(n - i + 1) * num) / BigInt(i);
    total = total * miss + term;
  }
  return probability(total * miss ** BigInt(n - k), den ** BigInt(n));
}
