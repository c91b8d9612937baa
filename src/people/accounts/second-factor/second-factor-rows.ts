import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { SECOND_FACTOR } from '../acting/acting-kinds.js';
import { actingSql, newestEntrySql, type ActingRows } from '../acting/acting-rows.js';

/** A second factor as it stands; `confirmed` says whether it counts. */
export interface StoredFactor {
  id: string;
  secret: Buffer;
  confirmed: boolean;
  lastStep: number | null;
}

type Row = { [K in keyof StoredFactor]: StoredFactor[K] | null } & { acting: StoredContent; newest: Head | null };

/**
 * The factor of an account; null where it has none. `broken`: the account has one, and the row is gone or is not what was
 * written, so that nobody can show it. A row that was never bound is none.
 */
export async function findFactor(rows: ActingRows, tx: Tx, user: string): Promise<StoredFactor | 'broken' | null> {
  const [row] = await tx.query<Row>(
    `SELECT f.id, f.secret, f.confirmed_at IS NOT NULL AS confirmed, f.last_step AS "lastStep",
       ${actingSql(SECOND_FACTOR, 'f')} AS acting, ${newestEntrySql('user', 'u.id')} AS newest
     FROM app_user u LEFT JOIN second_factor f ON f.user_id = u.id WHERE u.id = $1`,
    [user],
  );
  if (!row) return null;
  const isBound = await rows.open(tx.manager, { aggregate: 'user', id: user, newest: row.newest });
  const { id, secret, confirmed, lastStep } = row;
  if (isBound.list(SECOND_FACTOR).length === 0) return null;
  if (id !== null && secret !== null && isBound(SECOND_FACTOR, row.acting))
    return { id, secret, confirmed: confirmed === true, lastStep };
  if (id === null) rows.refuse(SECOND_FACTOR, 'user', user);
  return 'broken';
}

/** A factor that counts for nothing before it is confirmed, of an account that has none that counts: no other row stays. */
export async function insertFactor(tx: Tx, user: string, secret: Buffer): Promise<void> {
  await tx.query(`DELETE FROM second_factor WHERE user_id = $1`, [user]);
  const [made] = await tx.query<{ id: string }>(
    `INSERT INTO second_factor (user_id, secret) VALUES ($1, $2) RETURNING id`,
    [user, secret],
  );
  tx.unbindKind(SECOND_FACTOR, user);
  if (made) tx.bindRow(SECOND_FACTOR, user, made.id);
}

/** Uses a step up; the first use confirms. False where it, or a later one, was used by now. */
export async function useStep(tx: Tx, user: string, factor: string, step: number): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE second_factor SET last_step = $2, confirmed_at = coalesce(confirmed_at, clock_timestamp())
     WHERE id = $1 AND (last_step IS NULL OR last_step < $2) RETURNING id`,
    [factor, step],
  );
  if (rows.length === 0) return false;
  tx.bindRow(SECOND_FACTOR, user, factor);
  return true;
}

/** True where there was one that counted. */
export async function deleteFactor(tx: Tx, user: string): Promise<boolean> {
  const rows = await tx.query<{ confirmed: boolean }>(
    `DELETE FROM second_factor WHERE user_id = $1 RETURNING confirmed_at IS NOT NULL AS confirmed`,
    [user],
  );
  tx.unbindKind(SECOND_FACTOR, user);
  return rows.some(({ confirmed }) => confirmed);
}
