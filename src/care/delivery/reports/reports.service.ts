import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { listContractPermissions, lockContractAsParty } from '../concerned.js';
import type { NewReportDto, ReportChangeDto } from './progress-report.dto.js';
import type { ReportState } from './progress-report.lifecycle.js';
import { openPeriods, type Period } from './report-periods.rules.js';
import { insertReport } from './report-store.js';
import { lockReport } from './report.subject.js';
import { REPORTED, readServiceDays, toItsParties } from '../records/served-contract.js';
import { loadDeliveryDay } from '../records/standing-days.js';

const EDITED: readonly ReportState[] = ['draft', 'returned'];

/** Reports of what was done in each period: filled from the records, worded by the agency, approved by the buyer. */
@Injectable()
export class ReportsService {
  constructor(private readonly transactions: Transactions) {}

  /** The draft of a period that has begun and is not reported on, filled from its records. Answers its id. */
  draft(principal: Principal, id: string, { from }: NewReportDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockContractAsParty(tx, id);
      mustHold(principal, contract, 'contract.deliver');
      const days = readServiceDays(contract, REPORTED);
      // What was declared delivered earlier goes on no longer, until it is to be mended.
      const delivered = await loadDeliveryDay(tx, contract);
      const window = delivered !== null && delivered < days.to ? { ...days, to: delivered } : days;
      const today = todayInShanghai(await tx.now());
      const taken = await tx.query<Period & { id: string }>(
        `SELECT id, period_from::text AS "from", period_to::text AS "to" FROM progress_report WHERE contract_id = $1 AND no = 0`,
        [id],
      );
      const open = openPeriods(window, contract.content.reportMonths ?? 1, taken);
      const begun = open.filter((each) => each.from <= today);
      const period = from ? begun.find((each) => each.from === from) : begun[0];
      if (!period) throw refusePeriod(id, from ?? null, taken, { periods: open.slice(0, 12), today });
      return insertReport(tx, contract, period, 0, null);
    });
  }

  /** The agency's own words. */
  write(principal: Principal, id: string, report: string, version: number, { text }: ReportChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockContractAsParty(tx, id);
      const before = await lockReport(tx, contract, report);
      if (before.version !== version) throw new Problem('stale_version');
      mustHold(principal, contract, 'contract.deliver');
      if (!EDITED.includes(before.state))
        throw new Problem('wrong_state', { facts: { state: before.state, action: 'change' } });
      if (text === undefined || before.text === text) return;
      await tx.query(
        `UPDATE progress_report SET text = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [report, text],
      );
      await tx.record({ ...toReportChange(contract, before), action: 'changed', data: { contract: id } });
    });
  }
}

const NOT_A_PERIOD = {
  en: 'No period that has begun and is not reported on begins on this day',
  zh: '没有自该日开始、已经开始且尚未报告的期间',
};

/** Why no report is drafted: the period has one, which is named; the day begins none; or none is left. */
function refusePeriod(
  contract: string,
  from: string | null,
  taken: readonly (Period & { id: string })[],
  facts: { periods: Period[]; today: string },
): Problem {
  if (from === null) return new Problem('no_period_open', { facts });
  const reported = taken.find((each) => each.from <= from && from <= each.to);
  const errors = [{ pointer: '/from', code: 'not_allowed_value', text: NOT_A_PERIOD }];
  if (!reported) return new Problem('no_such_period', { errors, facts });
  const { id: report, ...period } = reported;
  const href = `/api/v1/contracts/${contract}/reports/${report}`;
  return new Problem('period_reported', { facts: { report, href, period, ...facts } });
}

const toReportChange = (contract: ConductedContract, { id }: { id: string }) => ({
  ...toItsParties(contract),
  aggregate: 'progress_report',
  id,
});

function mustHold(principal: Principal, contract: ConductedContract, permission: string): void {
  const held = listContractPermissions(principal, { buyer: contract.buyer_id, supplier: contract.supplier_id });
  if (!held.has(permission)) throw new Problem('not_permitted');
}
