import { randomUUID } from 'node:crypto';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { toItsParties } from '../records/served-contract.js';
import type { ReportFiguresDto } from './progress-report.dto.js';
import type { Period } from './report-periods.rules.js';
import { loadReportFigures, recordsHash } from './report-figures.js';

/** The figures of a period as its records stand now, with the hash of these records. */
export async function loadFigures(
  tx: Tx,
  contract: ConductedContract,
  { from, to }: Period,
): Promise<{ figures: ReportFiguresDto; recordsHash: string }> {
  const period = { from, to };
  return {
    figures: await loadReportFigures(tx, { contract: contract.id, period, standards: contract.content.standards }),
    recordsHash: await recordsHash(tx, contract.id, period),
  };
}

/** Stores a draft that is filled from the records of its period: a report (`no` 0), or an adjustment of one. Answers its id. */
export async function insertReport(
  tx: Tx,
  contract: ConductedContract,
  period: Period,
  no: number,
  adjusts: { id: string; text: string | null; reason: string } | null,
): Promise<string> {
  const id = randomUUID();
  const { figures, recordsHash: hash } = await loadFigures(tx, contract, period);
  await tx.query(
    `INSERT INTO progress_report (id, dataset, contract_id, period_from, period_to, no, adjusts, adjustment_reason, text,
        figures, figures_as_of, records_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[id, contract.dataset, contract.id, period.from, period.to, no],
      ...[adjusts?.id ?? null, adjusts?.reason ?? null, adjusts?.text ?? null],
      ...[JSON.stringify(figures), await tx.now(), hash],
    ],
  );
  await tx.record({
    ...toItsParties(contract),
    aggregate: 'progress_report',
    id,
    action: adjusts ? 'adjust' : 'drafted',
    to: 'draft',
    reason: adjusts?.reason ?? null,
    data: { contract: contract.id, period: period.from, ...(adjusts && { adjusts: adjusts.id }) },
  });
  return id;
}
