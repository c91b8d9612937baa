import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { listContractPermissions, lockContractAsParty } from '../concerned.js';
import { toItsParties } from '../records/served-contract.js';
import { supplierInterestGuard } from '../supplier-interest.js';
import { progressReportLifecycle, type ReportState } from './progress-report.lifecycle.js';
import { recordsHash } from './report-figures.js';
import { ProgressReport } from './progress-report.entity.js';

/** A report as its actions read it. */
export interface ReportRow extends Root<ReportState> {
  from: string;
  to: string;
  no: number;
  text: string | null;
  recordsHash: string;
}
export interface LockedReport extends ReportRow {
  contract: ConductedContract;
}
const COLUMNS = `id, version, period_from::text AS "from", period_to::text AS "to", no, state, text, records_hash AS "recordsHash"`;

/** Locks a report of a contract that is locked. */
export async function lockReport(tx: Tx, contract: ConductedContract, id: string): Promise<LockedReport> {
  const [row] = await tx.query<ReportRow>(
    `SELECT ${COLUMNS} FROM progress_report WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`,
    [id, contract.id],
  );
  if (!row) throw new Problem('not_found');
  return { ...row, contract };
}

/** The report of the same period that counts: the last one that was approved. */
export const reportInForce: Fact<LockedReport, ReportRow> = async ({ tx, root }) => {
  const [row] = await tx.query<ReportRow>(
    `SELECT ${COLUMNS} FROM progress_report WHERE contract_id = $1 AND period_from = $2 AND state = 'approved'
     ORDER BY no DESC LIMIT 1`,
    [root.contract.id, root.from],
  );
  return row as ReportRow;
};

/** Hash of the records of the period as they stand now: another one than the report's means that its figures are out of date. */
export const currentRecordsHash: Fact<LockedReport, string> = ({ tx, root }) => recordsHash(tx, root.contract.id, root);

/** A report is worded by the agency and approved by the buyer. */
export const reportSubject = subject<LockedReport, 'contracts/:id/reports/:report', ProgressReport>({
  lifecycle: progressReportLifecycle,
  path: 'contracts/:id/reports/:report',
  entity: ProgressReport,
  permit: 'contract.read',
  refuses: ['conducted_elsewhere'],
  lock: async (tx, { id, report }) => lockReport(tx, await lockContractAsParty(tx, id), report),
  heldBy: ({ principal }, { contract }) =>
    Promise.resolve(listContractPermissions(principal, { buyer: contract.buyer_id, supplier: contract.supplier_id })),
  audience: ({ contract }) => toItsParties(contract),
  eventData: ({ contract, from }) => ({ contract: contract.id, period: from }),
  guards: {
    judge_has_interest: supplierInterestGuard(({ contract }) => contract),
    report_outdated: guard({ currentRecordsHash }, (facts, { root }) =>
      facts.currentRecordsHash === root.recordsHash
        ? null
        : {
            facts: {
              filledFrom: root.recordsHash,
              recordsHash: facts.currentRecordsHash,
              // By which it is put right: the agency fills it anew, once the buyer has returned what was submitted.
              action: root.state === 'submitted' ? 'return' : 'refill',
            },
          },
    ),
  },
});
