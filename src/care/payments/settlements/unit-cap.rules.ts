import { computeFixedPart, findUnitPrice } from '../../../purchase/contracts/content/price.rules.js';
import type { ContractMoney } from '../contract-money.js';
import type { SettledBefore } from './settlement.rules.js';

/**
 * Fen that settlements may come to together, and what was paid of it: of a contract that is paid by units alone also what was
 * paid before it went on here, since its records count from its first day.
 */
export function computeUnitCap(
  { content, whole, paidBefore }: Pick<ContractMoney, 'content' | 'whole' | 'paidBefore'>,
  sums: SettledBefore,
): { before: SettledBefore; cap: bigint } {
  const fixed = content === null ? 0n : (computeFixedPart(content) ?? 0n);
  const earlier = content !== null && findUnitPrice(content)?.kind === 'units' ? paidBefore : 0n;
  return { before: { ...sums, total: sums.total + earlier }, cap: whole - fixed };
}
