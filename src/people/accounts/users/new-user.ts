import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { ACCOUNT } from '../acting/acting-kinds.js';
import { addSeats, assertKnownBodies, listBodies, refuseConflict, type SeatGiven } from '../seats.js';
import { issueSetupCode, type SetupCode } from '../sessions/setup-codes.js';

export interface NewUser {
  login: string;
  name: string;
  seats: readonly SeatGiven[];
}

/** A user without a password and without seats. @throws Problem `login_taken` */
export async function insertUser(tx: Tx, given: Pick<NewUser, 'login' | 'name'>): Promise<string> {
  const [user] = await tx.query<{ id: string }>(
    `INSERT INTO app_user (login, name) VALUES ($1, $2) ON CONFLICT (lower(login)) DO NOTHING RETURNING id`,
    [given.login, given.name],
  );
  if (user) {
    tx.bindRow(ACCOUNT, user.id, user.id);
    return user.id;
  }
  throw new Problem('login_taken', {
    errors: [{ pointer: '/login', code: 'not_unique', text: { en: 'This login is taken', zh: '该登录名已被占用' } }],
  });
}

/**
 * The first account of a body, or one that a command makes: its seats count at once, and the one-time code is shown to who
 * asks for it. Who may give a seat by a request is decided in `seat-giver.ts`.
 *
 * @throws Problem `login_taken`, `seats_conflict`
 */
export async function createUser(tx: Tx, given: NewUser): Promise<{ id: string; code: SetupCode }> {
  const id = await insertSeatHolder(tx, given);
  const code = await issueSetupCode(tx, id, tx.principal.kind === 'user' ? tx.principal.id : null);
  await recordCreation(tx, id, given.seats);
  return { id, code };
}

/** The same without a code: whoever it is for asks for it. @throws Problem `login_taken`, `seats_conflict` */
export async function createSeatedUser(tx: Tx, given: NewUser): Promise<string> {
  const id = await insertSeatHolder(tx, given);
  await recordCreation(tx, id, given.seats);
  return id;
}

async function insertSeatHolder(tx: Tx, given: NewUser): Promise<string> {
  refuseConflict(given.seats);
  await assertKnownBodies(tx, given.seats);
  const id = await insertUser(tx, given);
  await addSeats(
    tx,
    id,
    given.seats.map((seat) => ({ ...seat, outsideSince: null, inForceAt: null })),
  );
  return id;
}

export const recordCreation = (tx: Tx, id: string, seats: readonly SeatGiven[]): Promise<unknown> =>
  tx.record({
    ...{ aggregate: 'user', id, action: 'created', data: { seats }, to: 'active' },
    tenants: listBodies(seats),
  });
