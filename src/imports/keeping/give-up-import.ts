import type { Tx } from '../../kernel/database/transactions.js';
import { toImportChange } from '../import-change.js';
import { IMPORT, type AlteredImport } from '../import-seals.js';
import type { ImportRow } from '../import.entity.js';
import { tellSender } from './tell-sender.js';

/** A locked import whose lines are taken no more, for this reason unless it broke off for another. */
export async function giveUpImport(tx: Tx, job: ImportRow, error: string): Promise<void> {
  await tx.query(`DELETE FROM import_line WHERE import_id = $1`, [job.id]);
  await tx.query(
    `UPDATE import SET state = 'failed', error = coalesce(error, $2), finished_at = clock_timestamp() WHERE id = $1`,
    [job.id, error],
  );
  tx.bindRow(IMPORT, job.id, job.id);
  await tellSender(tx, job);
  const data = { rows: job.rows, dryRun: job.dry_run };
  await tx.record({ ...toImportChange(job), action: 'given_up', from: 'running', to: 'failed', data });
}

/** What others wrote is taken by nobody, whoever it says has sent it. */
export async function giveUpAlteredImport(tx: Tx, id: string, { message }: AlteredImport): Promise<void> {
  const [job] = await tx.query<ImportRow>(
    `SELECT * FROM import WHERE id = $1 AND state = 'running' FOR NO KEY UPDATE`,
    [id],
  );
  if (job) await giveUpImport(tx, job, message);
}
