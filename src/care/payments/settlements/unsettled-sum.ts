import type { Reader } from '../../../kernel/database/reader.js';
import { findUnitPrice } from '../../../purchase/contracts/content/price.rules.js';
import type { ContractMoney } from '../contract-money.js';
import { listUnsettledItems, sumAcceptedUnits } from './settlement.rules.js';
import { countUnits, loadConfirmedSettlements } from './settled.queries.js';
import { computeSettlementSums } from './unit-cap.rules.js';

/** Behind every record: whatever was done is counted. */
const LAST = '9999-12-31';

/** Fen that a settlement of all that is recorded by now would come to: work that was done, and that nobody can be paid for yet. */
export async function loadUnsettledSum(reader: Reader, contract: string, money: ContractMoney): Promise<bigint> {
  const items = (money.content === null ? null : findUnitPrice(money.content))?.items ?? [];
  if (items.length === 0) return 0n;
  const { settlements, sums } = await loadConfirmedSettlements(reader, contract);
  const unsettled = listUnsettledItems(await countUnits(reader, contract, items, LAST), settlements);
  return computeSettlementSums(money, sums, sumAcceptedUnits([...settlements, { items: unsettled }])).total;
}
