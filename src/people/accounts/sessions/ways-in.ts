import type { Tx } from '../../../kernel/database/transactions.js';
import { revokeKeysOfHolder } from '../api-keys/key-endings.js';
import { endSessions, type WhyEnded } from './session-endings.js';

/**
 * Ends every way into an account but the password: its sessions and its keys. What follows a reset follows the loss of a
 * second factor as well; a second factor, once accounts have one, is taken away here, and given anew with the same code.
 */
export async function endAccess(
  tx: Tx,
  user: string,
  why: Extract<WhyEnded, 'password_reset' | 'password_changed' | 'ended_by_admin'>,
): Promise<void> {
  await endSessions(tx, { user }, why);
  await revokeKeysOfHolder(tx, user, why === 'ended_by_admin' ? why : 'password_reset');
}
