import type { Permission } from '../../accounts/roles.js';
import type { RegistrationDocumentFiles } from '../../accounts/registrations/documents/registration-document-files.js';
import { registrationDocumentsSql } from '../../accounts/registrations/documents/registration-documents.queries.js';
import { removeRegistrant } from '../../accounts/registrations/remove-registrant.js';
import { isUnhandledSql, type PersonKeeper } from '../person-kinds.js';
import { TAKEN_OUT } from '../../../kernel/identity/taken-out.js';

interface RegistrationRow {
  state: string;
  values: Record<string, unknown>;
}

/** Whoever asked for an account for an agency. It takes part in no purchase by that. */
export const createRegistrationKeeper = (files: RegistrationDocumentFiles): PersonKeeper => ({
  async find(tx, id) {
    const [row] = await tx.query<RegistrationRow>(
      `SELECT state, jsonb_build_object('agencyName', agency_name, 'contactName', contact_name, 'phone', phone_masked, 'mailbox', mail_masked,
         'login', login, 'note', note, 'reason', reason, 'documents', ${registrationDocumentsSql('r.id')}) AS values
       FROM registration r WHERE r.id = $1 FOR NO KEY UPDATE OF r`,
      [id],
    );
    if (!row) return null;
    return {
      bodies: [],
      takenPart: null,
      neededFor: row.state === 'received' || row.state === 'asked' ? 'undecided' : null,
      values: row.values,
      shownIn: ['registrations:all'],
    };
  },
  mayAsk: (caller) => caller.permissions.has('registration.decide' satisfies Permission),
  remove: (tx, id) => removeRegistrant(tx, files, id, TAKEN_OUT),
  async listEnded(reader, before, after, most) {
    const rows = await reader.query<{ id: string }[]>(
      `SELECT r.id FROM registration r WHERE r.decided_at < $1 AND r.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
         AND ${isUnhandledSql('registration', 'r.id::text')} ORDER BY r.id LIMIT $3`,
      [before, after, most],
    );
    return rows.map(({ id }) => id);
  },
});
