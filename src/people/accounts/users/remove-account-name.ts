import type { Tx } from '../../../kernel/database/transactions.js';
import { ACCOUNT, PASSWORD } from '../acting/acting-kinds.js';
import { removeOpenCode } from '../sessions/setup-codes.js';
import { endAccess } from '../sessions/ways-in.js';
import { removeOwnSettings } from './own-settings.js';

/** Ends every way into a disabled account and puts a mark in the place of its name. Its id stays: what it did, it did. */
export async function removeAccountName(tx: Tx, user: string, mark: string): Promise<void> {
  await removeOpenCode(tx, user);
  await endAccess(tx, user, 'password_reset');
  await removeOwnSettings(tx, user);
  await tx.query(
    `UPDATE app_user SET name = $2, login = 'gone-' || id, password_hash = NULL, password_key = NULL,
       version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
    [user, mark],
  );
  tx.bindRow(ACCOUNT, user, user);
  tx.bindRow(PASSWORD, user, user);
}
