import type { Tx } from '../../../kernel/database/transactions.js';

export async function insertRecoveryCodes(tx: Tx, user: string, hashes: readonly Buffer[]): Promise<void> {
  await tx.query(`INSERT INTO recovery_code (user_id, hash) SELECT $1, h FROM unnest($2::bytea[]) AS h`, [
    user,
    hashes,
  ]);
}

/** Uses one code of the account up; how many are left, or null where none has one of these hashes and is unused. */
export async function useRecoveryCode(tx: Tx, user: string, hashes: readonly Buffer[]): Promise<number | null> {
  const used = await tx.query(
    `UPDATE recovery_code SET used_at = clock_timestamp()
     WHERE user_id = $1 AND hash = ANY ($2::bytea[]) AND used_at IS NULL RETURNING id`,
    [user, hashes],
  );
  return used.length === 0 ? null : countRecoveryCodes(tx, user);
}

export async function countRecoveryCodes(tx: Tx, user: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM recovery_code WHERE user_id = $1 AND used_at IS NULL`,
    [user],
  );
  return row?.n ?? 0;
}

export const deleteRecoveryCodes = (tx: Tx, user: string): Promise<unknown> =>
  tx.query(`DELETE FROM recovery_code WHERE user_id = $1`, [user]);
