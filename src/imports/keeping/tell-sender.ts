import type { Tx } from '../../kernel/database/transactions.js';
import { tellOfUntakenRows } from '../../desk/notifications/import-news.js';
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
  if (person) await tellOfUntakenRows(tx, person, id);
}
