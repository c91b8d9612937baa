import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { CALENDAR_KEY } from '../acting/acting-kinds.js';
import { actingSql, newestEntrySql, type ActingRows } from '../acting/acting-rows.js';
import { recordUserChange } from '../user-changes.js';

/** Whose calendar has a key with this hash, as the product wrote it; or null. */
export async function findCalendarHolder(rows: ActingRows, reader: Reader, hash: Buffer): Promise<string | null> {
  const [row] = await reader.query<{ user: string; acting: StoredContent; newest: Head | null }[]>(
    `SELECT k.user_id AS "user", ${actingSql(CALENDAR_KEY, 'k')} AS acting, ${newestEntrySql('user', 'k.user_id')} AS newest
     FROM calendar_key k WHERE k.hash = $1`,
    [hash],
  );
  if (!row) return null;
  const isBound = await rows.open(reader, { aggregate: 'user', id: row.user, newest: row.newest });
  return isBound(CALENDAR_KEY, row.acting) ? row.user : null;
}

/** Gives the account a key in place of the one that it had. */
export async function storeCalendarKey(tx: Tx, user: string, hash: Buffer): Promise<Date> {
  const [row] = await tx.query<{ id: string; createdAt: Date }>(
    `INSERT INTO calendar_key (user_id, hash) VALUES ($1, $2)
     ON CONFLICT (user_id) DO UPDATE SET hash = EXCLUDED.hash, created_at = EXCLUDED.created_at
     RETURNING id, created_at AS "createdAt"`,
    [user, hash],
  );
  const { id, createdAt } = row as { id: string; createdAt: Date };
  tx.bindRow(CALENDAR_KEY, user, id);
  await recordUserChange(tx, user, 'calendar_key_made');
  return createdAt;
}

/** Ends the key of an account, also one whose row was taken away by hand. False where there was none. */
export async function endCalendarKey(tx: Tx, user: string): Promise<boolean> {
  const ended = await tx.query(`DELETE FROM calendar_key WHERE user_id = $1 RETURNING id`, [user]);
  const bound = await tx.loadBoundIds(CALENDAR_KEY, user);
  if (ended.length === 0 && bound.length === 0) return false;
  tx.unbindKind(CALENDAR_KEY, user);
  await recordUserChange(tx, user, 'calendar_key_ended');
  return true;
}
