import { Injectable, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Principal } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { heldUnder, lockUnder } from '../concerned.js';
import type { NewReportDto, ReportActionDto, ReportChangeDto, ReportFiguresDto } from './progress-report.dto.js';
import { progressReportLifecycle, type ReportState } from './progress-report.lifecycle.js';
import { openPeriods, type Period } from './report-periods.rules.js';
import { figuresOf, recordsHash } from './report.figures.js';
import { inForce, lockReport, reportGuards, type LockedReport } from './report.guards.js';
import { REPORTED, servedBy, toItsParties } from '../records/served-contract.js';

const EDITED: readonly ReportState[] = ['draft', 'returned'];

/** Reports of what was done in each period: filled from the records, worded by the agency, approved by the buyer. */
@Injectable()
export class ReportsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.register(progressReportLifecycle);
    reportGuards(this.registry);
  }

  /** The draft of a period that has begun and is not reported on, filled from its records. Answers its id. */
  draft(principal: Principal, id: string, { from }: NewReportDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockUnder(tx, id);
      mustHold(principal, contract, 'contract.deliver');
      const window = servedBy(contract, REPORTED);
      const today = todayInShanghai(await tx.now());
      const taken = await tx.query<Period>(
        `SELECT period_from::text AS "from", period_to::text AS "to" FROM progress_report WHERE contract_id = $1 AND no = 0`,
        [id],
      );
      const open = openPeriods(window, contract.content.reportMonths ?? 1, taken);
      const begun = open.filter((each) => each.from <= today);
      const period = from ? begun.find((each) => each.from === from) : begun[0];
      if (!period) throw new Problem('no_period_open', { facts: { periods: open.slice(0, 12), today } });
      return this.store(tx, contract, { period, no: 0 }, null);
    });
  }

  /** The agency's own words. */
  write(principal: Principal, id: string, report: string, version: number, { text }: ReportChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockUnder(tx, id);
      const before = await lockReport(tx, id, report, version);
      mustHold(principal, contract, 'contract.deliver');
      if (!EDITED.includes(before.state))
        throw new Problem('wrong_state', { facts: { state: before.state, action: 'change' } });
      if (text === undefined || before.text === text) return;
      await tx.query(
        `UPDATE progress_report SET text = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [report, text],
      );
      await tx.record({ ...changeOf(contract, before), action: 'changed', data: { contract: id } });
    });
  }

  /** Answers the report to look at next: the one that was acted on, or the adjustment that was made of it. */
  act(
    principal: Principal,
    id: string,
    report: string,
    version: number,
    action: string,
    given: ReportActionDto,
  ): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockUnder(tx, id);
      const before = await lockReport(tx, id, report, version);
      const held = heldUnder(principal, { buyer: contract.buyer_id, supplier: contract.supplier_id });
      const transition = await this.registry.enter(tx, progressReportLifecycle, before, action, given, held);
      if (transition.action === 'adjust') return this.adjust(tx, contract, before, given);
      const to = (transition.to ?? before.state) as ReportState;
      if (transition.action === 'refill') await fill(tx, contract, before);
      await tx.query(
        `UPDATE progress_report SET state = $2, version = version + 1, updated_at = clock_timestamp(),
           submitted_at = CASE WHEN $3 = 'submit' THEN $4 ELSE submitted_at END,
           submitted_by = CASE WHEN $3 = 'submit' THEN $5 ELSE submitted_by END,
           decided_at = CASE WHEN $3 IN ('approve', 'return') THEN $4 WHEN $3 = 'submit' THEN NULL ELSE decided_at END,
           decided_by = CASE WHEN $3 IN ('approve', 'return') THEN $5 WHEN $3 = 'submit' THEN NULL ELSE decided_by END,
           decision_reason = CASE WHEN $3 IN ('approve', 'return') THEN $6 WHEN $3 = 'submit' THEN NULL ELSE decision_reason END,
           submitted_content = CASE WHEN $3 = 'submit' THEN jsonb_build_object('text', text, 'figures', figures,
             'asOf', figures_as_of, 'recordsHash', records_hash) ELSE submitted_content END
         WHERE id = $1`,
        [report, to, transition.action, await tx.now(), principal.id, given.reason ?? null],
      );
      await tx.record({
        ...changeOf(contract, before),
        action: transition.action,
        from: before.state,
        to,
        reason: given.reason ?? null,
        data: { contract: id, period: before.from },
      });
      return report;
    });
  }

  /** Names the report of the period that is in force, in whose place it is to stand. */
  private async adjust(
    tx: Tx,
    contract: ConductedContract,
    before: LockedReport,
    given: ReportActionDto,
  ): Promise<string> {
    const report = await inForce(tx, before);
    const adjusted = { report, text: given.text ?? report.text, reason: given.reason ?? '' };
    return this.store(tx, contract, { period: before, no: report.no + 1 }, adjusted);
  }

  private async store(
    tx: Tx,
    contract: ConductedContract,
    { period, no }: { period: Period; no: number },
    adjusted: { report: LockedReport; text: string | null; reason: string } | null,
  ): Promise<string> {
    const id = randomUUID();
    const { from, to } = period;
    const { figures, hash } = await takenOf(tx, contract, { from, to });
    const text = adjusted?.text ?? null;
    await tx.query(
      `INSERT INTO progress_report (id, dataset, contract_id, period_from, period_to, no, adjusts, adjustment_reason, text,
          figures, figures_as_of, records_hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        contract.dataset,
        contract.id,
        from,
        to,
        no,
        adjusted?.report.id ?? null,
        adjusted?.reason ?? null,
        text,
        JSON.stringify(figures),
        await tx.now(),
        hash,
      ],
    );
    await tx.record({
      ...changeOf(contract, { id }),
      action: adjusted ? 'adjust' : 'drafted',
      to: 'draft',
      reason: adjusted?.reason ?? null,
      data: { contract: contract.id, period: from, ...(adjusted && { adjusts: adjusted.report.id }) },
    });
    return id;
  }
}

const changeOf = (contract: ConductedContract, { id }: { id: string }) => ({
  ...toItsParties(contract),
  aggregate: 'progress_report',
  id,
});

function mustHold(principal: Principal, contract: ConductedContract, permission: string): void {
  const held = heldUnder(principal, { buyer: contract.buyer_id, supplier: contract.supplier_id });
  if (!held.has(permission)) throw new Problem('not_permitted');
}

async function takenOf(
  tx: Tx,
  contract: ConductedContract,
  period: Period,
): Promise<{ figures: ReportFiguresDto; hash: string }> {
  const { standards } = contract.content;
  return {
    figures: await figuresOf(tx, { contract: contract.id, period, standards }),
    hash: await recordsHash(tx, contract.id, period),
  };
}

/** The figures as the records stand now. */
async function fill(tx: Tx, contract: ConductedContract, report: LockedReport): Promise<void> {
  const { figures, hash } = await takenOf(tx, contract, report);
  await tx.query(`UPDATE progress_report SET figures = $2, figures_as_of = $3, records_hash = $4 WHERE id = $1`, [
    report.id,
    JSON.stringify(figures),
    await tx.now(),
    hash,
  ]);
}
