import { describe, expect, it } from '@jest/globals';
import { byLargestRemainder } from './largest-remainder.rules.js';

describe('a sum in parts', () => {
  it('gives what rounding leaves to the largest remainders', () => {
    // 100.00 yuan in thirds: 3333.33…, 3333.33…, 3333.34 of 10000 fen.
    expect(byLargestRemainder(10_000n, [1, 1, 1])).toEqual([3334n, 3333n, 3333n]);
    expect(byLargestRemainder(10n, [3333, 3333, 3334])).toEqual([3n, 3n, 4n]);
    expect(byLargestRemainder(0n, [3000, 7000])).toEqual([0n, 0n]);
    expect(byLargestRemainder(5n, [])).toEqual([]);
  });
});
