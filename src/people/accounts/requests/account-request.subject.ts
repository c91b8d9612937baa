import { holdsPermission } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { guard, subject, type Fact } from '../../../kernel/actions/action.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { ActingRows } from '../acting/acting-rows.js';
import { isBoundRequest } from '../acting/bound-row.js';
import { lockKnownBody } from '../../organisations/identity/body-correction.js';
import type { Permission } from '../roles.js';
import { AccountRequest } from './account-request.entity.js';
import { accountRequestLifecycle } from './account-request.lifecycle.js';

/** A locked row of `account_request`. */
export type LockedRequest = StoredRow<AccountRequest>;

const ANSWER = 'account_request.answer' satisfies Permission;
const ADMINISTER = 'user.administer' satisfies Permission;

/** Who sits in one of its bodies, who holds the account, and who administers accounts (root `r`). */
export const visibleRequests =
  (scope: Scope) =>
  (sql: Sql): Sql =>
    scope.everything || scope.permissions.has(ADMINISTER)
      ? sql
      : sql.and(`r.bodies && ${sql.p(scope.organisations)}::uuid[] OR r.user_id = ${sql.p(scope.user)}::uuid`);

/** What the caller may do with a request: see and object to it, and agree to it where it is the caller's to decide. */
export function listRequestPermissions(
  row: Pick<LockedRequest, 'decides' | 'organisation_id'>,
  caller: Pick<Principal, 'seats' | 'permissions'>,
): Set<string> {
  const decides =
    row.decides === 'manager'
      ? holdsPermission(caller, 'seat.give' satisfies Permission, [row.organisation_id])
      : caller.permissions.has(ADMINISTER);
  return new Set([ANSWER, ...(decides ? ['user.manage' satisfies Permission] : [])]);
}

const isOwnAccount: Fact<LockedRequest, boolean> = ({ root, principal }) =>
  Promise.resolve(root.user_id === principal.id);

/** Something that was asked for an account or a body, which is locked first, as everywhere. */
export const accountRequestSubject = subject<LockedRequest, 'account-requests/:id', AccountRequest>({
  lifecycle: accountRequestLifecycle,
  path: 'account-requests/:id',
  entity: AccountRequest,
  permit: ANSWER,
  async lock(tx, { id }, _action, use) {
    const [asked] = await tx.query<{ user: string | null; body: string | null }>(
      `SELECT user_id AS user, organisation_id AS body FROM account_request WHERE id = $1`,
      [id],
    );
    if (!asked) throw new Problem('not_found');
    if (asked.user === null) await lockKnownBody(tx, asked.body ?? '');
    else await tx.query(`SELECT id FROM app_user WHERE id = $1 FOR NO KEY UPDATE`, [asked.user]);
    const row = await lockRoot<LockedRequest>(
      tx,
      'account_request',
      id,
      visibleRequests(toScope(tx.principal)),
      new Sql(),
    );
    // Who agrees would give what somebody has written there.
    if (row.state === 'asked' && !(await isBoundRequest(tx, use(ActingRows), id))) throw new Problem('not_found');
    return row;
  },
  heldBy: (tx, root) => Promise.resolve(listRequestPermissions(root, tx.principal)),
  person: ({ user_id: user }) => (user === null ? undefined : `account:${user}`),
  audience: ({ bodies }) => ({ tenants: bodies }),
  eventData: ({ user_id: user, organisation_id: organisation, role, correction }) => ({
    ...{ user, organisation, role },
    ...(correction && { corrected: Object.keys(correction) }),
  }),
  guards: {
    own_account: guard({ isOwnAccount }, (facts) => (facts.isOwnAccount ? {} : null)),
  },
});
