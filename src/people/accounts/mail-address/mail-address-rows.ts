import type { Tx } from '../../../kernel/database/transactions.js';

/** An address that its holder showed to be theirs once. */
export interface ShownAddress {
  sealed: Buffer;
  confirmedAt: Date | null;
  refusedAt: Date | null;
}

/** The address that a new one is to take the place of, where it is more than asked for. */
export async function lockShownAddress(tx: Tx, user: string): Promise<ShownAddress | null> {
  const [row] = await tx.query<ShownAddress>(
    `SELECT sealed, confirmed_at AS "confirmedAt", refused_at AS "refusedAt" FROM mail_address
     WHERE user_id = $1 AND (confirmed_at IS NOT NULL OR refused_at IS NOT NULL) FOR NO KEY UPDATE`,
    [user],
  );
  return row ?? null;
}

/** Puts an address that is still to be confirmed in the place of the one before. Null where one was asked for a minute ago. */
export async function storeMailAddress(tx: Tx, user: string, sealed: Buffer, code: Buffer): Promise<Date | null> {
  const [row] = await tx.query<{ askedAt: Date }>(
    `INSERT INTO mail_address (user_id, sealed, code_hash) VALUES ($1, $2, $3)
     ON CONFLICT (user_id) DO UPDATE SET sealed = EXCLUDED.sealed, code_hash = EXCLUDED.code_hash, asked_at = clock_timestamp(),
       confirmed_at = NULL, refused_at = NULL
       WHERE mail_address.asked_at < clock_timestamp() - interval '1 minute'
     RETURNING asked_at AS "askedAt"`,
    [user, sealed, code],
  );
  return row?.askedAt ?? null;
}

/** Puts the address of before back in the place of the one that this code was for. False where another was asked for meanwhile. */
export async function restoreMailAddress(tx: Tx, user: string, code: Buffer, before: ShownAddress): Promise<boolean> {
  const done = await tx.query(
    `UPDATE mail_address SET sealed = $3, code_hash = NULL, confirmed_at = $4, refused_at = $5
     WHERE user_id = $1 AND code_hash = $2 RETURNING user_id`,
    [user, code, before.sealed, before.confirmedAt, before.refusedAt],
  );
  return done.length > 0;
}

/** The address is its holder's from now on. False where the code is not the one that was sent there within a day. */
export async function confirmMailAddress(tx: Tx, user: string, code: Buffer): Promise<boolean> {
  const done = await tx.query(
    `UPDATE mail_address SET confirmed_at = clock_timestamp(), code_hash = NULL
     WHERE user_id = $1 AND code_hash = $2 AND asked_at > clock_timestamp() - interval '1 day' RETURNING user_id`,
    [user, code],
  );
  return done.length > 0;
}

export async function endMailAddress(tx: Tx, user: string): Promise<boolean> {
  return (await tx.query(`DELETE FROM mail_address WHERE user_id = $1 RETURNING user_id`, [user])).length > 0;
}

/**
 * Addresses that nobody showed to be theirs while the code worked, oldest first and so many at most. Answers how many they were. One that
 * was shown and whose server refuses it since stays until its holder gives another or takes it away: it is their task.
 */
export async function deleteUnconfirmedAddresses(tx: Tx, most: number): Promise<number> {
  const rows = await tx.query(
    `DELETE FROM mail_address WHERE user_id IN (SELECT user_id FROM mail_address
       WHERE confirmed_at IS NULL AND refused_at IS NULL AND asked_at < clock_timestamp() - interval '1 day' ORDER BY asked_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING user_id`,
    [most],
  );
  return rows.length;
}
