import type { Tx } from '../../../kernel/database/transactions.js';
import { ACCOUNT, PASSWORD } from '../acting/acting-kinds.js';
import { removeKeyNames } from '../api-keys/key-endings.js';
import { removeRequestCodes } from '../requests/asking.js';
import { removeSessions } from '../sessions/session-endings.js';
import { removeOpenCode, removeUsedCodes } from '../sessions/setup-codes.js';
import { endAccess } from '../sessions/ways-in.js';
import { removeWebhooksOfHolder } from '../webhooks/webhook-endings.js';
import { removeOwnSettings } from './own-settings.js';

/** Ends every way into a disabled account and puts a mark in the place of its name. Its id stays: what it did, it did. */
export async function removeAccountName(tx: Tx, user: string, mark: string): Promise<void> {
  // First: what is said of whose hand it is in is asked of the codes as they stand.
  await removeUsedCodes(tx, user);
  await removeOpenCode(tx, user);
  await removeRequestCodes(tx, user);
  await endAccess(tx, user, 'password_reset');
  await removeSessions(tx, user);
  await removeWebhooksOfHolder(tx, user, mark);
  await removeKeyNames(tx, user, mark);
  await removeOwnSettings(tx, user);
  await tx.query(
    `UPDATE app_user SET name = $2, login = 'gone-' || id, password_hash = NULL, password_key = NULL,
       version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
    [user, mark],
  );
  tx.bindRow(ACCOUNT, user, user);
  tx.bindRow(PASSWORD, user, user);
}
