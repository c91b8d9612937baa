import { Injectable } from '@nestjs/common';
import { holdsPermission } from '../../../../kernel/access/held.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import { addDays, later, type PlainDate } from '../../../../kernel/clock/plain-date.js';
import { todayInShanghai } from '../../../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { formatYuan, isKeptFen } from '../../../../kernel/money/money.js';
import { lockContract, mustBeHere } from '../../../../purchase/contracts/conducted/conducted-contract.js';
import { findUnitPrice } from '../../../../purchase/contracts/content/price.rules.js';
import { readServiceDays } from '../../../delivery/records/served-contract.js';
import { listReportPeriods, type Period } from '../../../delivery/reports/report-periods.rules.js';
import { loadPaymentMoney } from '../../contract-money.js';
import { toParties } from '../../paid-contract.js';
import type { NewSettlementDto } from '../settlement.dto.js';
import { listUnsettledItems, sumAcceptedUnits, type SettledItem } from '../settlement.rules.js';
import { SETTLED_IN } from '../settlement.subject.js';
import { computeSettlementSums } from '../unit-cap.rules.js';
import { countUnits, loadConfirmedSettlements, type Confirmed } from '../settled.queries.js';

/** Proposes what a period comes to: counted from the records, nothing is typed. Answers the id of the settlement. */
@Injectable()
export class ProposeSettlement {
  constructor(private readonly transactions: Transactions) {}

  propose(principal: Principal, contractId: string, { to }: NewSettlementDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = mustBeHere(await lockContract(tx, contractId, undefined));
      if (!holdsPermission(principal, 'invoice.submit', [contract.supplier_id])) throw new Problem('not_permitted');
      const price = findUnitPrice(contract.content);
      if (price === null) throw new Problem('not_paid_by_units');
      if (!contract.content_agreed) throw new Problem('content_unconfirmed');
      await assertNoneOpen(tx, contractId);
      const window = readServiceDays(contract, SETTLED_IN);
      const now = await tx.now();
      const today = todayInShanghai(now);
      const confirmed = await loadConfirmedSettlements(tx.manager, contractId);
      const period = choosePeriod(window, confirmed, price.every ?? contract.content.reportMonths ?? 1, { to, today });
      const items = price.items ?? [];
      const settled = listUnsettledItems(
        await countUnits(tx.manager, contractId, items, period.to),
        confirmed.settlements,
      );
      const sums = computeSettlementSums(
        await loadPaymentMoney(tx.manager, contractId),
        confirmed.sums,
        sumAcceptedUnits([...confirmed.settlements, { items: settled }]),
      );
      if (sums.total === 0n) assertSomethingNew(period, window, settled, today);
      if (!isKeptFen(sums.units)) throw toUncountable();
      const [made] = await tx.query<{ id: string; no: number }>(
        `INSERT INTO settlement (dataset, contract_id, no, period_from, period_to, items, units_total, deducted, carried, total,
           proposed_at, proposed_by, confirm_by)
         SELECT $1, $2, coalesce(max(s.no), 0) + 1, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11
         FROM settlement s WHERE s.contract_id = $2 RETURNING id, no`,
        [
          contract.dataset,
          contractId,
          period.from,
          period.to,
          JSON.stringify(settled),
          sums.units.toString(),
          sums.carried.toString(),
          sums.total.toString(),
          now,
          principal.id,
          contract.content.confirmDays ? addDays(today, contract.content.confirmDays) : null,
        ],
      );
      const id = made?.id ?? '';
      await tx.record({
        ...toParties(contract),
        aggregate: 'settlement',
        id,
        action: 'proposed',
        to: 'proposed',
        data: { contract: contractId, no: made?.no, ...period, total: formatYuan(sums.total) },
      });
      return id;
    });
  }
}

/** Records of more than any contract comes to are records in error: there is no sum that could be kept. */
const toUncountable = (): Problem =>
  invalid('/to', 'number_out_of_range', {
    en: 'The records come to more than can be counted; correct them first',
    zh: '服务记录合计数额超出可计范围，请先更正记录',
  });

/** One at a time: the next one's sums begin where this one ends. */
async function assertNoneOpen(tx: Tx, contract: string): Promise<void> {
  const [open] = await tx.query<{ id: string; no: number }>(
    `SELECT id, no FROM settlement WHERE contract_id = $1 AND state = 'proposed'`,
    [contract],
  );
  if (open) throw new Problem('settlement_open', { facts: { settlement: open.id, no: open.no } });
}

/**
 * The days after the last settlement that was confirmed. After the last day of the contract those up to yesterday: what is
 * recorded or corrected late is still owed, or taken off. @throws Problem `no_period_open`, `period_not_over`
 */
function choosePeriod(
  window: Period,
  { to: last }: Confirmed,
  months: number,
  { to, today }: { to: string | null | undefined; today: PlainDate },
): Period {
  const from = last === null ? window.from : addDays(last, 1);
  const isLate = from > window.to;
  const [period] = isLate
    ? [{ from, to: later(from, addDays(today, -1)) }]
    : listReportPeriods({ from, to: window.to }, months);
  if (!period) throw new Problem('no_period_open', { facts: { periods: [], today } });
  const latest = isLate ? period.to : window.to;
  if (to && (to < from || to > latest))
    throw invalid('/to', 'not_allowed_value', {
      en: `A day from ${from} to ${latest}`,
      zh: `应在 ${from} 至 ${latest} 之间`,
    });
  const end = to ?? period.to;
  if (end >= today) throw new Problem('period_not_over', { facts: { from, to: end, today } });
  return { from, to: end };
}

/** A settlement after the last day of the contract is of what changed alone, unless a supplement leaves something to be paid. @throws Problem `no_period_open` */
function assertSomethingNew({ from }: Period, window: Period, items: readonly SettledItem[], today: PlainDate): void {
  if (from > window.to && items.every(({ units }) => units === 0))
    throw new Problem('no_period_open', { facts: { periods: [], today } });
}
