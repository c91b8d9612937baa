import type { Tx } from '../../kernel/database/transactions.js';
import { findUntakenImports, tellOfUntakenRows } from '../../desk/notifications/import-news.js';
import type { ImportRow } from '../import.entity.js';

/** Who sent a file, or holds the key that did, is told that rows of it were not taken. A dry run takes none, as it was asked to. */
export async function tellSender(
  tx: Tx,
  { id, dry_run: dryRun, created_by: sender, created_by_kind: kind }: ImportRow,
): Promise<void> {
  if (dryRun || sender === null) return;
  const [key] =
    kind === 'api_key'
      ? await tx.query<{ holder: string }>(`SELECT holder_id AS holder FROM api_key WHERE id = $1`, [sender])
      : [];
  const person = kind === 'user' ? sender : key?.holder;
  if (person) await tellOfUntakenRows(tx, person, [id]);
}

/** The same files of one person, for who had no inbox when they were done. */
findUntakenImports.contribute(async (tx, user, days) => {
  const rows = await tx.query<{ id: string }>(
    `SELECT i.id FROM import i
     WHERE i.created_by = ANY (ARRAY(SELECT $1::uuid UNION ALL SELECT k.id FROM api_key k WHERE k.holder_id = $1)) AND NOT i.dry_run
       AND (i.state = 'failed' OR i.state = 'done' AND i.rejected > 0) AND i.finished_at > clock_timestamp() - $2 * interval '1 day'`,
    [user, days],
  );
  return rows.map(({ id }) => id);
});
