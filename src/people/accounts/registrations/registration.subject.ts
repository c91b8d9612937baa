import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { subject } from '../../../kernel/actions/action.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { Permission } from '../roles.js';
import { registrationLifecycle } from './registration.lifecycle.js';
import type { RegistrationRow } from './registration-row.js';
import { Registration } from './registration.entity.js';

/** A locked row of `registration`. */
export type LockedRegistration = Omit<RegistrationRow, 'competing' | 'code_mail' | 'documents' | 'in_use'> &
  Pick<StoredRow<Registration>, 'mail_sealed'>;

/** Whoever decides them sees all; nobody else sees any. */
export const visibleRegistrations =
  (scope: Scope) =>
  (sql: Sql): Sql =>
    scope.everything || scope.permissions.has('registration.decide' satisfies Permission) ? sql : sql.and('false');

/** Makes whoever files or decides something for one agency at the same time look after the other. */
export const lockCreditCode = (tx: Tx, creditCode: string): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('throughline agency ' || $1, 0))`, [creditCode]);

/** A registration is decided by an administrator; nobody else hears of it. */
export const registrationSubject = subject<LockedRegistration, 'registrations/:id', Registration>({
  lifecycle: registrationLifecycle,
  path: 'registrations/:id',
  entity: Registration,
  permit: 'registration.decide',
  lock: (tx, { id }) =>
    lockRoot<LockedRegistration>(tx, 'registration', id, visibleRegistrations(toScope(tx.principal)), new Sql()),
  heldBy: (tx) => Promise.resolve(tx.principal.permissions),
  person: ({ id }) => `registration:${id}`,
  audience: () => ({}),
});
