import type { Tx } from '../../kernel/database/transactions.js';
import { toImportChange } from '../import-change.js';
import { IMPORT } from '../import-seals.js';
import type { ImportRow } from '../import.entity.js';
import { tellSender } from './tell-sender.js';

/** An import whose last row is settled: its lines go, and its sender is told where some were not taken. */
export async function finishImport(tx: Tx, job: ImportRow): Promise<void> {
  await tx.query(`DELETE FROM import_line WHERE import_id = $1`, [job.id]);
  if (job.rejected > 0) await tellSender(tx, job);
  const { rows, accepted, unchanged, rejected, dry_run: dryRun } = job;
  tx.bindRow(IMPORT, job.id, job.id);
  const data = { rows, accepted, unchanged, rejected, dryRun };
  await tx.record({ ...toImportChange(job), action: 'finished', from: 'running', to: 'done', data });
}
