import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { Permission } from '../roles.js';
import { actsBeyondOwnBodies, actsOnFurtherSeat, findSeatGiver } from '../seat-giver.js';
import { listManagedBodies, loadSeats, loadUse, type StandingSeat } from '../seat-standing.queries.js';
import { listBodies } from '../seats.js';
import { userLifecycle, type UserState } from './user.lifecycle.js';
import { AppUser } from './app-user.entity.js';

/** A locked row of `app_user`, with its seats. */
export interface LockedUser extends Root<UserState> {
  name: string;
  seats: StandingSeat[];
}

/** Who administers accounts sees all of them; a manager those that sit in the own body; nobody else sees any. */
export const visibleUsers =
  (scope: Scope, alias: 'r' | 'u') =>
  (sql: Sql): Sql => {
    if (scope.everything || scope.permissions.has('user.administer' satisfies Permission)) return sql;
    const bodies = listPermittedBodies(scope, 'seat.give' satisfies Permission);
    if (bodies.length === 0) return sql.and('false');
    return sql.and(
      `EXISTS (SELECT FROM seat w WHERE w.user_id = ${alias}.id AND w.organisation_id = ANY (${sql.p(bodies)}::uuid[]))`,
    );
  };

export async function lockUser(tx: Tx, id: string, version?: number): Promise<LockedUser> {
  const visible = visibleUsers(toScope(tx.principal), 'r');
  const row = await lockRoot<Omit<LockedUser, 'seats'>>(tx, 'app_user', id, visible, new Sql(), version);
  return { ...row, seats: await loadSeats(tx, id) };
}

/** The bodies of an account that another than it manages, where an account was taken into use. */
export const listManagedByAnother: Fact<LockedUser, string[]> = async ({ tx, root }) => {
  const managed = await listManagedBodies(tx, listBodies(root.seats), root.id);
  return managed.length > 0 && (await loadUse(tx, root.id, managed)).others ? managed : [];
};

/** An account is kept by the manager of its body, or an administrator; who sits in its bodies is told what becomes of it. */
export const userSubject = subject<LockedUser, 'users/:id', AppUser>({
  lifecycle: userLifecycle,
  path: 'users/:id',
  entity: AppUser,
  permit: 'user.manage',
  lock: (tx, { id }) => lockUser(tx, id),
  heldBy: (tx) => Promise.resolve(tx.principal.permissions),
  person: ({ id }) => `account:${id}`,
  audience: ({ seats }) => ({ tenants: listBodies(seats) }),
  guards: {
    own_account: guard({}, (_, { principal, root }) => (principal.id === root.id ? {} : null)),
    seats_elsewhere: guard({}, (_, { principal, root }) =>
      actsBeyondOwnBodies(findSeatGiver(principal), root.seats) ? {} : null,
    ),
    seat_reaches_further: guard({}, (_, { principal, root }) =>
      actsOnFurtherSeat(findSeatGiver(principal), root.seats) ? {} : null,
    ),
  },
});
