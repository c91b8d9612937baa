import { probability, type Ratio } from './exact.js';

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
