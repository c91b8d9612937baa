import type { Tx } from '../../../kernel/database/transactions.js';

/** A second factor as it stands; `confirmed` says whether it counts. */
export interface StoredFactor {
  id: string;
  secret: Buffer;
  confirmed: boolean;
  lastStep: number | null;
}

export async function findFactor(tx: Tx, user: string): Promise<StoredFactor | null> {
  const [row] = await tx.query<StoredFactor>(
    `SELECT id, secret, confirmed_at IS NOT NULL AS confirmed, last_step AS "lastStep" FROM second_factor WHERE user_id = $1`,
    [user],
  );
  return row ?? null;
}

/** A factor that counts for nothing before it is confirmed, in place of one that never was. */
export async function insertFactor(tx: Tx, user: string, secret: Buffer): Promise<void> {
  await tx.query(`DELETE FROM second_factor WHERE user_id = $1 AND confirmed_at IS NULL`, [user]);
  await tx.query(`INSERT INTO second_factor (user_id, secret) VALUES ($1, $2)`, [user, secret]);
}

/** Uses a step up; the first use confirms. False where it, or a later one, was used by now. */
export async function useStep(tx: Tx, factor: string, step: number): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE second_factor SET last_step = $2, confirmed_at = coalesce(confirmed_at, clock_timestamp())
     WHERE id = $1 AND (last_step IS NULL OR last_step < $2) RETURNING id`,
    [factor, step],
  );
  return rows.length > 0;
}

/** True where there was one that counted. */
export async function deleteFactor(tx: Tx, user: string): Promise<boolean> {
  const rows = await tx.query<{ confirmed: boolean }>(
    `DELETE FROM second_factor WHERE user_id = $1 RETURNING confirmed_at IS NOT NULL AS confirmed`,
    [user],
  );
  return rows.some(({ confirmed }) => confirmed);
}
