import { parseYuan } from './money.js';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const UNITS = [
  [100_000_000n, '亿'],
  [10_000n, '万'],
  [1000n, '仟'],
  [100n, '佰'],
  [10n, '拾'],
] as const;

function spell(number: bigint): string {
  const found = UNITS.find(([size]) => number >= size);
  if (found === undefined) return DIGITS[Number(number)] ?? '';
  const [size, unit] = found;
  const rest = number % size;
  const gap = rest > 0n && rest < size / 10n ? '零' : '';
  return `${spell(number / size)}${unit}${gap}${rest === 0n ? '' : spell(rest)}`;
}

/**
 * An amount in the capital numerals of bank bills (《支付结算办法》附一): `180000.00` is 壹拾捌万元整. What ends in yuan ends in 整;
 * ten fen that are missing between yuan and fen are said by 零.
 */
export function formatCapitalAmount(yuan: string): string {
  const fen = parseYuan(yuan);
  const [whole, jiao, rest] = [fen / 100n, (fen / 10n) % 10n, fen % 10n];
  const yuanPart = whole > 0n || fen === 0n ? `${spell(whole)}元` : '';
  if (jiao === 0n && rest === 0n) return `${yuanPart}整`;
  const jiaoPart = jiao > 0n ? `${spell(jiao)}角` : whole > 0n ? '零' : '';
  return `${yuanPart}${jiaoPart}${rest > 0n ? `${spell(rest)}分` : ''}`;
}
