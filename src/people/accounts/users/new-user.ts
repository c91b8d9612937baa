import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { storeSeats, type SeatGiven } from '../seats.js';
import { issueSetupCode, type SetupCode } from '../sessions/setup-codes.js';

export interface NewUser {
  login: string;
  name: string;
  seats: readonly SeatGiven[];
}

/** A user without a password, and the one-time code to set one. @throws Problem `login_taken`, `seats_conflict`. */
export async function createUser(tx: Tx, given: NewUser): Promise<{ id: string; code: SetupCode }> {
  const [user] = await tx.query<{ id: string }>(
    `INSERT INTO app_user (login, name) VALUES ($1, $2) ON CONFLICT (lower(login)) DO NOTHING RETURNING id`,
    [given.login, given.name],
  );
  if (!user)
    throw new Problem('login_taken', {
      errors: [{ pointer: '/login', code: 'not_unique', text: { en: 'This login is taken', zh: '该登录名已被占用' } }],
    });
  await storeSeats(tx, user.id, given.seats);
  const code = await issueSetupCode(tx, user.id);
  await tx.record({ aggregate: 'user', id: user.id, action: 'created', data: { seats: given.seats }, to: 'active' });
  return { id: user.id, code };
}
