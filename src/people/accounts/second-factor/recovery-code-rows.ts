import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { RECOVERY_CODE } from '../acting/acting-kinds.js';
import { actingSql, newestEntrySql, type ActingRows } from '../acting/acting-rows.js';

export async function insertRecoveryCodes(tx: Tx, user: string, hashes: readonly Buffer[]): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO recovery_code (user_id, hash) SELECT $1, h FROM unnest($2::bytea[]) AS h RETURNING id`,
    [user, hashes],
  );
  for (const { id } of rows) tx.bindRow(RECOVERY_CODE, user, id);
}

/** Uses one code of the account up; how many are left, or null where none has one of these hashes and is unused. */
export async function useRecoveryCode(
  rows: ActingRows,
  tx: Tx,
  user: string,
  hashes: readonly Buffer[],
): Promise<number | null> {
  const [code] = await tx.query<{ id: string; acting: StoredContent; newest: Head | null }>(
    `SELECT c.id, ${actingSql(RECOVERY_CODE, 'c')} AS acting, ${newestEntrySql('user', 'c.user_id')} AS newest
     FROM recovery_code c WHERE c.user_id = $1 AND c.hash = ANY ($2::bytea[]) AND c.used_at IS NULL FOR UPDATE OF c`,
    [user, hashes],
  );
  if (!code) return null;
  const isBound = await rows.open(tx.manager, { aggregate: 'user', id: user, newest: code.newest });
  if (!isBound(RECOVERY_CODE, code.acting)) return null;
  const used = await tx.query(
    `UPDATE recovery_code SET used_at = clock_timestamp() WHERE id = $1 AND used_at IS NULL RETURNING id`,
    [code.id],
  );
  if (used.length === 0) return null;
  tx.bindRow(RECOVERY_CODE, user, code.id);
  return isBound.list(RECOVERY_CODE).length - 1;
}

/** Those that were written and not used: a row that somebody else put there is none. */
export const countRecoveryCodes = async (tx: Tx, user: string): Promise<number> =>
  (await tx.loadBoundIds(RECOVERY_CODE, user)).length;

export async function deleteRecoveryCodes(tx: Tx, user: string): Promise<void> {
  await tx.query(`DELETE FROM recovery_code WHERE user_id = $1`, [user]);
  tx.unbindKind(RECOVERY_CODE, user);
}
