import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { listContractPermissions, lockContractAsParty } from '../concerned.js';
import { toItsParties } from '../records/served-contract.js';
import { supplierInterestGuard } from '../supplier-interest.js';
import { progressReportLifecycle, type ReportState } from './progress-report.lifecycle.js';
import { loadStandardFigures, recordsHash } from './report-figures.js';
import type { StandardDoneDto } from './progress-report.dto.js';
import { ProgressReport } from './progress-report.entity.js';

/** A report as its actions read it. */
export interface ReportRow extends Root<ReportState> {
  from: string;
  to: string;
  no: number;
  text: string | null;
  recordsHash: string;
  /** Figures of its standards as it was filled. */
  standards: StandardDoneDto[];
}
export interface LockedReport extends ReportRow {
  contract: ConductedContract;
}
const COLUMNS = `id, version, period_from::text AS "from", period_to::text AS "to", no, state, text, records_hash AS "recordsHash",
  figures -> 'standards' AS standards`;

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

/** What a report would be filled from now: the hash of the records of its period, and the figures of its standards. */
export interface CurrentFigures {
  recordsHash: string;
  standards: StandardDoneDto[];
}
export const loadCurrentFigures: Fact<LockedReport, CurrentFigures> = async ({ tx, root }) => {
  const { contract, from, to } = root;
  return {
    recordsHash: await recordsHash(tx, contract.id, { from, to }),
    standards: await loadStandardFigures(tx, {
      contract: contract.id,
      period: { from, to },
      standards: contract.content.standards,
    }),
  };
};

/**
 * Numbers of standards of which a report says what no longer holds: a record before its period counts toward the total, and
 * an amendment may have changed the target. Null: neither is so, and the records of the period are those it was filled from.
 */
export function findOutdatedStandards(
  report: Pick<ReportRow, 'recordsHash' | 'standards'>,
  now: CurrentFigures,
): number[] | null {
  const toLine = ({ no, text, target, unit, done, total }: StandardDoneDto): string =>
    JSON.stringify([no, text, target, unit, done, total]);
  const [filled, current] = [new Set(report.standards.map(toLine)), new Set(now.standards.map(toLine))];
  const differing = [
    ...report.standards.filter((line) => !current.has(toLine(line))),
    ...now.standards.filter((line) => !filled.has(toLine(line))),
  ];
  const standards = [...new Set(differing.map(({ no }) => no))].sort((a, b) => a - b);
  return standards.length === 0 && report.recordsHash === now.recordsHash ? null : standards;
}

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
    report_outdated: guard({ loadCurrentFigures }, ({ loadCurrentFigures: now }, { root }) => {
      const standards = findOutdatedStandards(root, now);
      if (standards === null) return null;
      // By which it is put right: the agency fills it anew, once the buyer has returned what was submitted.
      const action = root.state === 'submitted' ? 'return' : 'refill';
      return { facts: { filledFrom: root.recordsHash, recordsHash: now.recordsHash, standards, action } };
    }),
  },
});
