import type { Fen } from '../kernel/money/money.js';

/**
 * A published total over a number of deals whose own amounts were not published: each gets the total divided by their
 * number, rounded down to the fen, and the fen left over go one each to the first deals. The sum is exact.
 */
export function spread(total: Fen, parts: number): Fen[] {
  if (parts === 0) {
    if (total !== 0n) throw new RangeError('an amount without a deal');
    return [];
  }
  const each = total / BigInt(parts);
  const over = Number(total % BigInt(parts));
  return Array.from({ length: parts }, (_, i) => each + (i < over ? 1n : 0n));
}
