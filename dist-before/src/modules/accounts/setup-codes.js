import { digest, newSetupCode, plainSetupCode } from './secrets.js';
/** How long a one-time code may be carried to its person. */
export const SETUP_CODE_DAYS = 7;
/** Gives a user a new one-time code; the one before no longer works. The user's row is locked or new. */
export async function issueSetupCode(tx, user) {
    const setupCode = newSetupCode();
    await tx.query(`DELETE FROM setup_code WHERE user_id = $1 AND used_at IS NULL`, [user]);
    const [row] = await tx.query(`INSERT INTO setup_code (hash, user_id, expires_at) VALUES ($1, $2, clock_timestamp() + $3 * interval '1 day')
     RETURNING expires_at`, [digest(plainSetupCode(setupCode)), user, SETUP_CODE_DAYS]);
    return { setupCode, setupCodeExpiresAt: row.expires_at.toISOString() };
}
//# sourceMappingURL=setup-codes.js.map