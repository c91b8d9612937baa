import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import type { ReportActionDto } from './progress-report.dto.js';
import type { ReportState } from './progress-report.lifecycle.js';
import { recordsHash } from './report.figures.js';

/** A report as its actions read it. */
export interface LockedReport {
  id: string;
  version: number;
  contract_id: string;
  from: string;
  to: string;
  no: number;
  state: ReportState;
  text: string | null;
  records_hash: string;
}
const COLUMNS = `id, version, contract_id, period_from::text AS "from", period_to::text AS "to", no, state, text, records_hash`;

/** Locks a report of a contract that is locked. */
export async function lockReport(tx: Tx, contract: string, id: string, version: number): Promise<LockedReport> {
  const [report] = await tx.query<LockedReport>(
    `SELECT ${COLUMNS} FROM progress_report WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`,
    [id, contract],
  );
  if (!report) throw new Problem('not_found');
  if (report.version !== version) throw new Problem('stale_version');
  return report;
}

/** The report of the same period that counts: the last one that was approved. */
export async function inForce(tx: Tx, { contract_id, from }: LockedReport): Promise<LockedReport> {
  const [report] = await tx.query<LockedReport>(
    `SELECT ${COLUMNS} FROM progress_report WHERE contract_id = $1 AND period_from = $2 AND state = 'approved'
     ORDER BY no DESC LIMIT 1`,
    [contract_id, from],
  );
  return report as LockedReport;
}

async function reportOf(tx: Tx, id: string): Promise<LockedReport> {
  const [report] = await tx.query<LockedReport>(`SELECT ${COLUMNS} FROM progress_report WHERE id = $1`, [id]);
  return report as LockedReport;
}

/** Each names the fact that would change its answer. */
export function reportGuards(registry: LifecycleRegistry): void {
  registry.contribute('period_not_over', async (tx, id) => {
    // A contract that was ended has no days left to wait for.
    const [row] = await tx.query<{ last: string }>(
      `SELECT least(p.period_to::text, c.terminated_on) AS last
       FROM progress_report p JOIN contract c ON c.id = p.contract_id WHERE p.id = $1`,
      [id],
    );
    const last = row?.last ?? '';
    return todayInShanghai(await tx.now()) > last ? null : { facts: { last } };
  });
  registry.contribute('report_text_missing', async (tx, id) =>
    (await reportOf(tx, id)).text === null ? { errors: [NO_TEXT] } : null,
  );
  registry.contribute('report_outdated', async (tx, id) => {
    const report = await reportOf(tx, id);
    const hash = await recordsHash(tx, report.contract_id, report);
    return hash === report.records_hash ? null : { facts: { filledFrom: report.records_hash, recordsHash: hash } };
  });
  registry.contribute('adjustment_open', async (tx, id) => {
    const [open] = await tx.query<{ id: string; state: string }>(
      `SELECT n.id, n.state FROM progress_report p
       JOIN progress_report n ON n.contract_id = p.contract_id AND n.period_from = p.period_from
       WHERE p.id = $1 AND n.state <> 'approved'`,
      [id],
    );
    return open ? { facts: { report: open.id, state: open.state } } : null;
  });
  registry.contribute<ReportActionDto>('adjustment_empty', async (tx, id, { text }) => {
    const report = await inForce(tx, await reportOf(tx, id));
    const isSaid = text === undefined || text === null || text === report.text;
    const isCounted = (await recordsHash(tx, report.contract_id, report)) === report.records_hash;
    return isSaid && isCounted ? { facts: { report: report.id } } : null;
  });
}

const NO_TEXT = {
  pointer: '/text',
  code: 'required',
  text: { en: 'What the figures do not say', zh: '请填写报告正文' },
};
