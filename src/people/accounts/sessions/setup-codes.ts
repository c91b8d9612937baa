import type { Tx } from '../../../kernel/database/transactions.js';
import { digest, newSetupCode, plainSetupCode } from './secrets.js';

/** How long a one-time code may be carried to its person. */
const SETUP_CODE_DAYS = 7;

/** A one-time code, shown once; only its hash is kept. */
export interface SetupCode {
  setupCode: string;
  setupCodeExpiresAt: string;
}

/** Gives a user a new one-time code; the one before no longer works. The user's row is locked or new. */
export async function issueSetupCode(tx: Tx, user: string): Promise<SetupCode> {
  const setupCode = newSetupCode();
  await tx.query(`DELETE FROM setup_code WHERE user_id = $1 AND used_at IS NULL`, [user]);
  const [row] = await tx.query<{ expires_at: Date }>(
    `INSERT INTO setup_code (hash, user_id, expires_at) VALUES ($1, $2, clock_timestamp() + $3 * interval '1 day')
     RETURNING expires_at`,
    [digest(plainSetupCode(setupCode)), user, SETUP_CODE_DAYS],
  );
  return { setupCode, setupCodeExpiresAt: (row as { expires_at: Date }).expires_at.toISOString() };
}
