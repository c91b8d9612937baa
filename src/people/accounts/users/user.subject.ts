import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { guard, subject, type Root } from '../../../kernel/actions/action.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { Permission } from '../roles.js';
import { userLifecycle, type UserState } from './user.lifecycle.js';
import { AppUser } from './app-user.entity.js';

/** A locked row of `app_user`. */
export interface LockedUser extends Root<UserState> {
  name: string;
}

/** Whoever manages accounts sees all of them; nobody else sees any. */
export const visibleUsers =
  (scope: Scope) =>
  (sql: Sql): Sql =>
    scope.everything || scope.permissions.has('user.manage' satisfies Permission) ? sql : sql.and('false');

export const lockUser = (tx: Tx, id: string, version?: number): Promise<LockedUser> =>
  lockRoot<LockedUser>(tx, 'app_user', id, visibleUsers(toScope(tx.principal)), new Sql(), version);

/** An account is managed by an administrator; nobody else hears of it. */
export const userSubject = subject<LockedUser, 'users/:id', AppUser>({
  lifecycle: userLifecycle,
  path: 'users/:id',
  entity: AppUser,
  permit: 'user.manage',
  lock: (tx, { id }) => lockUser(tx, id),
  heldBy: (tx) => Promise.resolve(tx.principal.permissions),
  audience: () => ({}),
  guards: { own_account: guard({}, (_, { principal, root }) => (principal.id === root.id ? {} : null)) },
});
