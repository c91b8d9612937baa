import type { Tx } from '../../../kernel/database/transactions.js';
import { revokeKeysOfHolder } from '../api-keys/key-endings.js';
import { endMailAddress } from '../mail-address/mail-address-rows.js';
import { endCalendarKey } from '../calendar-keys/calendar-key-rows.js';
import { endLinks } from '../providers/link-endings.js';
import { endFactor } from '../second-factor/factor-endings.js';
import { endSessions, type WhyEnded } from './session-endings.js';

/**
 * Ends every way into an account but the password: its sessions, its keys, the address of its calendar, and where its mails go. With a reset, which takes the hands that give
 * a code, its second factor ends as well, which is how a lost one is given anew, and so do its links. Who ends sessions alone takes none away.
 */
export async function endAccess(
  tx: Tx,
  user: string,
  why: Extract<WhyEnded, 'password_reset' | 'password_changed' | 'ended_by_admin'>,
): Promise<void> {
  await endSessions(tx, { user }, why);
  await revokeKeysOfHolder(tx, user, why === 'ended_by_admin' ? why : 'password_reset');
  await endCalendarKey(tx, user);
  await endMailAddress(tx, user);
  if (why === 'ended_by_admin') return;
  await endFactor(tx, user, 'reset');
  await endLinks(tx, user);
}
