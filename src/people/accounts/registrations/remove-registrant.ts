import type { Tx } from '../../../kernel/database/transactions.js';
import type { RegistrationDocumentFiles } from './documents/registration-document-files.js';
import { removeRegistrationMails } from './mails/registration-mail-rows.js';
import { REGISTRATION_CLAIM, REGISTRATION_MAILBOX } from '../acting/acting-kinds.js';

/**
 * Puts a mark in the place of whoever filed a registration, and of what was said of them, takes its documents and mails away and
 * ends the claim code; the body and the decision stay.
 */
export async function removeRegistrant(
  tx: Tx,
  files: RegistrationDocumentFiles,
  registration: string,
  mark: string,
): Promise<void> {
  await files.remove(tx, registration, null);
  await removeRegistrationMails(tx, registration);
  tx.unbindKind(REGISTRATION_CLAIM, registration);
  tx.unbindKind(REGISTRATION_MAILBOX, registration);
  await tx.query(
    `UPDATE registration SET contact_name = $2, login = $2, phone_pseudonym = NULL, phone_masked = $2, note = NULL, mail_sealed = NULL, mail_masked = NULL,
       reason = CASE WHEN reason IS NOT NULL THEN $2 END, asked_documents = '{}', claim_hash = NULL, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
    [registration, mark],
  );
}
