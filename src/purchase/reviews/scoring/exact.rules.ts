import { ratio } from '../../../kernel/money/money.js';

/** A number of hundredths of a point as a fraction: means and price scores stay exact until they are shown. */
export interface Exact {
  readonly of: bigint;
  readonly by: bigint;
}

export const ZERO: Exact = { of: 0n, by: 1n };

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/** In lowest terms, so that two that are equal look equal. */
export function exact(of: bigint | number, by: bigint | number = 1n): Exact {
  const [n, d] = [BigInt(of), BigInt(by)];
  if (n < 0n || d <= 0n) throw new RangeError('a score is a fraction that is not negative');
  const common = gcd(n, d);
  return common === 0n ? ZERO : { of: n / common, by: d / common };
}

export const plus = (a: Exact, b: Exact): Exact => exact(a.of * b.by + b.of * a.by, a.by * b.by);

export const sumExact = (parts: readonly Exact[]): Exact => parts.reduce(plus, ZERO);

/** Below zero where `a` is the lower one. */
export function compareExact(a: Exact, b: Exact): number {
  const difference = a.of * b.by - b.of * a.by;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Points with two decimals, half up: the only place where anything is rounded. */
export const showPoints = ({ of, by }: Exact): string => ratio(of, by * 100n, 2) ?? '0.00';

/** The exact points behind what is shown: `8533/100`. */
export function showExact({ of, by }: Exact): string {
  const points = exact(of, by * 100n);
  return `${points.of}/${points.by}`;
}
