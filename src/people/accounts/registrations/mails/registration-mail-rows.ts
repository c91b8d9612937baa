import type { Tx } from '../../../../kernel/database/transactions.js';
import { removeTarget } from '../../../../kernel/deliveries/targets.js';

/** What was not sent yet says how the registration stood before: it is sent no longer. */
export const endRegistrationMails = (tx: Tx, registration: string): Promise<void> =>
  removeMails(tx, registration, true);

/** All that is known of mails of the registration, sent ones too. */
export const removeRegistrationMails = (tx: Tx, registration: string): Promise<void> =>
  removeMails(tx, registration, false);

async function removeMails(tx: Tx, registration: string, isUnsentOnly: boolean): Promise<void> {
  const gone = await tx.query<{ id: string }>(
    `DELETE FROM registration_mail WHERE registration_id = $1 AND (NOT $2::boolean OR sealed IS NOT NULL) RETURNING id`,
    [registration, isUnsentOnly],
  );
  for (const { id } of gone) await removeTarget(tx, id);
}
