import { computeFixedPart, findUnitPrice } from '../../../purchase/contracts/content/price.rules.js';
import type { ContractMoney } from '../contract-money.js';
import { computeWorth } from '../../../purchase/tenders/conducted/terms/prices/price-worth.rules.js';
import { computeSettlement, type SettledBefore, type SettlementSums } from './settlement.rules.js';

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

/** What a settlement comes to under a contract of which so many units are accepted by now, those of the settlement among them. */
export function computeSettlementSums(
  money: Pick<ContractMoney, 'content' | 'whole' | 'paidBefore'>,
  sums: SettledBefore,
  accepted: ReadonlyMap<number, bigint>,
  deducted = 0n,
): SettlementSums {
  const { before, cap } = computeUnitCap(money, sums);
  const items = (money.content === null ? null : findUnitPrice(money.content))?.items ?? [];
  return computeSettlement(computeWorth(items, accepted), deducted, before, cap);
}
