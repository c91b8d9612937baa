import { probability } from './exact.js';
/** P(X ≥ k) of n trials that each succeed with probability `num / den`: counted in whole numbers. */
export function binomialUpperTail(n, k, { num, den }) {
    const miss = den - num;
    let total = 0n;
    let choose = 1n;
    for (let i = 0; i <= n; i += 1) {
        if (i >= k)
            total += choose * num ** BigInt(i) * miss ** BigInt(n - i);
        choose = (choose * BigInt(n - i)) / BigInt(i + 1);
    }
    return probability(total, den ** BigInt(n));
}
//# sourceMappingURL=binomial.js.map