/** Parts of a whole by weight, to the fen: what rounding leaves goes to the largest remainders, of equal ones to the first. */
export function byLargestRemainder(whole: bigint, weights: readonly number[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (whole * BigInt(weight)) / total);
  const remainders = weights.map((weight, i) => ({ i, rest: (whole * BigInt(weight)) % total }));
  const left = whole - parts.reduce((sum, part) => sum + part, 0n);
  remainders
    .sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1))
    .slice(0, Number(left))
    .forEach(({ i }) => (parts[i] = (parts[i] ?? 0n) + 1n));
  return parts;
}
