/**
 * Money is an integer number of fen (1 yuan = 100 fen) as `bigint`; JSON carries a decimal string of yuan. A JSON
 * number is never money: it would pass through binary floating point before anybody could look at it.
 */
export type Fen = bigint;

/** At most 15 digits of yuan: 10^17 fen fits a PostgreSQL bigint with room for sums of ninety such amounts. */
export const YUAN = /^(0|[1-9]\d{0,14})(?:\.(\d{1,2}))?$/;
const WAN_YUAN = /^(0|[1-9]\d{0,10})(?:\.(\d{1,6}))?$/;

/** True for `"200000.00"`, `"200000.5"`, `"200000"`; false for signs, exponents, separators, leading zeros, numbers. */
export function isYuan(value: unknown): value is string {
  return typeof value === 'string' && YUAN.test(value);
}

/** Whether a sum, with a sign or without, fits the column that keeps it: a product of a price and a number may not. */
export const isKeptFen = (fen: Fen): boolean => fen === BigInt.asIntN(64, fen);

/** `"200000.5"` → `20000050n`. Throws a RangeError on anything that `isYuan` refuses. */
export function parseYuan(text: string): Fen {
  return scaleDigits(YUAN.exec(text), 2, text);
}

/** True for an amount in 万元 as imports may give it: at most six decimals, that is, whole fen. */
export function isWanYuan(value: unknown): value is string {
  return typeof value === 'string' && WAN_YUAN.test(value);
}

/** Imports only: 1 万元 = 10 000 yuan = 1 000 000 fen. `"20"` → `20000000n`. */
export function parseWanYuan(text: string): Fen {
  return scaleDigits(WAN_YUAN.exec(text), 6, text);
}

function scaleDigits(match: RegExpExecArray | null, digits: number, text: string): Fen {
  if (match === null) throw new RangeError(`not an amount of money: ${text.slice(0, 40)}`);
  return BigInt((match[1] ?? '') + (match[2] ?? '').padEnd(digits, '0'));
}

/** `20000050n` (or the text PostgreSQL gives for a bigint) → `"200000.50"`. */
export function formatYuan(fen: Fen | string): string {
  if (typeof fen === 'string' && /^\d{3,}$/.test(fen)) return `${fen.slice(0, -2)}.${fen.slice(-2)}`;
  const value = BigInt(fen);
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The same for a column that may be null. */
export function formatYuanOrNull(fen: Fen | string | null | undefined): string | null {
  return fen === null || fen === undefined ? null : formatYuan(fen);
}

export function sumFen(amounts: Iterable<Fen | string>): Fen {
  let total = 0n;
  for (const amount of amounts) total += BigInt(amount);
  return total;
}

/**
 * `part / whole` in percent with a fixed number of decimals, half up, computed in integers: `percent(89, 250)` is
 * `"35.6"`. Null where there is nothing to divide by. Neither operand may be negative.
 */
export function percent(part: Fen | number, whole: Fen | number, decimals = 1): string | null {
  return ratio(BigInt(part) * 100n, BigInt(whole), decimals);
}

/** `numerator / denominator` to a fixed number of decimals, half up; null where the denominator is 0. */
export function ratio(numerator: bigint, denominator: bigint, decimals: number): string | null {
  if (numerator < 0n || denominator < 0n) throw new RangeError('a share has no sign');
  if (denominator === 0n) return null;
  const scale = 10n ** BigInt(decimals);
  const units = (2n * numerator * scale + denominator) / (2n * denominator);
  if (decimals === 0) return units.toString();
  const digits = units.toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
