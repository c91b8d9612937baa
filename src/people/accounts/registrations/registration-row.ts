import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { CodeMailDto } from '../code-mails/code-mail.dto.js';
import type { RegistrationDocumentDto } from './documents/registration-document.dto.js';
import type { Registration } from './registration.entity.js';

export interface RegistrationRow extends Omit<
  StoredRow<Registration>,
  'phone_pseudonym' | 'claim_hash' | 'mail_sealed'
> {
  /** Ids of other registrations for the credit code that wait for a decision. */
  competing: string[];
  /** The account that it led to was ever taken into use. */
  in_use: boolean;
  code_mail: CodeMailDto | null;
  documents: RegistrationDocumentDto[];
}
