/** An exact probability. Counting in integers makes a p-value the same on every machine. */
export interface Ratio {
  num: bigint;
  den: bigint;
}

export const ONE: Ratio = { num: 1n, den: 1n };

/** A bound on a probability is never more than 1. */
export function probability(num: bigint, den: bigint): Ratio {
  return num >= den ? ONE : { num, den };
}

export function lessOrEqual(a: Ratio, b: Ratio): boolean {
  return a.num * b.den <= b.num * a.den;
}

export function times(a: Ratio, factor: bigint): Ratio {
  return probability(a.num * factor, a.den);
}

export function smaller(a: Ratio, b: Ratio): Ratio {
  return lessOrEqual(a, b) ? a : b;
}

export function larger(a: Ratio, b: Ratio): Ratio {
  return lessOrEqual(a, b) ? b : a;
}

/** `"0.01"` → 1/100. */
export function parseRatio(decimal: string): Ratio {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return { num: BigInt(whole + fraction), den: 10n ** BigInt(fraction.length) };
}

/** Six significant digits, half up, written as JavaScript's `toPrecision(6)` writes: `0.0647878`, `1.00000`, `2.87195e-7`. */
export function sixDigits({ num, den }: Ratio): string {
  if (num === 0n) return '0';
  let exponent = num.toString().length - den.toString().length;
  let digits = divideRounding(num, den, 5 - exponent);
  // The estimate of the exponent is one too high, or rounding carries into a seventh digit.
  if (digits < 100_000n) digits = divideRounding(num, den, 5 - (exponent -= 1));
  if (digits >= 1_000_000n) digits = divideRounding(num, den, 5 - (exponent += 1));
  const text = digits.toString();
  if (exponent < -6 || exponent > 5)
    return `${text.slice(0, 1)}.${text.slice(1)}e${exponent < 0 ? '' : '+'}${exponent}`;
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${text}`;
  return exponent === 5 ? text : `${text.slice(0, exponent + 1)}.${text.slice(exponent + 1)}`;
}

function divideRounding(num: bigint, den: bigint, power: number): bigint {
  const [top, bottom] = power >= 0 ? [num * 10n ** BigInt(power), den] : [num, den * 10n ** BigInt(-power)];
  return (2n * top + bottom) / (2n * bottom);
}

export function factorial(n: number): bigint {
  let product = 1n;
  for (let i = 2; i <= n; i += 1) product *= BigInt(i);
  return product;
}
