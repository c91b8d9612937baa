import type { Tx } from '../../../kernel/database/transactions.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { findUnitPrice } from '../../../purchase/contracts/content/price.rules.js';
import { loadPaymentMoney } from '../contract-money.js';
import { sumStandingUnits } from './settlement.rules.js';
import { countUnits, loadConfirmedSettlements } from './settled.queries.js';
import { computeSettlementSums } from './unit-cap.rules.js';

/** Fen that are owed of confirmed settlements: without what records gave that were corrected or withdrawn since, as the next settlement takes it off. */
export async function loadOwedSettlements(tx: Tx, { id, content }: ConductedContract): Promise<bigint> {
  const { to, settlements, sums } = await loadConfirmedSettlements(tx.manager, id);
  if (to === null) return 0n;
  const items = findUnitPrice(content)?.items ?? [];
  const standing = sumStandingUnits(settlements, await countUnits(tx.manager, id, items, to));
  const owed = sums.total + computeSettlementSums(await loadPaymentMoney(tx.manager, id), sums, standing).carried;
  return owed > 0n ? owed : 0n;
}
