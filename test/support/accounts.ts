import { randomBytes } from 'node:crypto';
import { Passwords, type StoredPassword } from '../../src/people/accounts/sessions/passwords.js';
import { storePassword } from '../../src/people/accounts/sessions/stored-passwords.js';
import { actor, SessionsService, type TokenPair } from '../../src/people/accounts/sessions/sessions.service.js';
import { createSeatedUser } from '../../src/people/accounts/users/new-user.js';
import { isSupplying, type Role } from '../../src/people/accounts/roles.js';
import { addSeats } from '../../src/people/accounts/seats.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions, type Tx } from '../../src/kernel/database/transactions.js';
import type { TestApp } from './app.js';

export const PASSWORD = 'correct horse battery';

/** A person who can sign in, and who has. */
export interface TestAccount {
  id: string;
  login: string;
  accessToken: string;
  refreshToken: string;
  /** `app.http.get(…).set(account.auth)`. */
  auth: { Authorization: string };
}

export interface TestSeat {
  role: Role;
  organisation: string | null;
}

/** Stores a body and answers its id. */
export async function makeBody(
  app: TestApp,
  given: {
    name?: string;
    kind?: string;
    region?: string;
    dataset?: string;
    creditCode?: string;
    budgetLevel?: string;
  } = {},
): Promise<string> {
  const [row] = await app.dataSource.query<{ id: string }[]>(
    `INSERT INTO organisation (dataset, name, kind, region, credit_code, budget_level) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [
      given.dataset ?? 'live',
      given.name ?? `body ${randomBytes(6).toString('hex')}`,
      given.kind ?? 'bureau',
      given.region ?? '990203',
      given.creditCode ?? null,
      given.budgetLevel ?? null,
    ],
  );
  return (row as { id: string }).id;
}

/** A hash says itself what it costs to verify: the product's would be most of what a test account costs. */
export const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };
const hashes = new WeakMap<TestApp, Promise<StoredPassword>>();

/** What is stored of `PASSWORD`, by the keys of the application. */
function hashPassword(app: TestApp): Promise<StoredPassword> {
  const known = hashes.get(app) ?? app.running.app.get(Passwords).hash(PASSWORD, CHEAP);
  hashes.set(app, known);
  return known;
}

/** Makes a user with these seats and `PASSWORD`, and signs in. */
export async function makeAccount(app: TestApp, ...seats: TestSeat[]): Promise<TestAccount> {
  const login = `u${randomBytes(6).toString('hex')}`;
  const stored = await hashPassword(app);
  const transactions = app.running.app.get(Transactions);
  const id = await transactions.run(SYSTEM, async (tx) => {
    const user = await createSeatedUser(tx, { login, name: `Person ${login}`, seats });
    await storePassword(tx, user, stored);
    return user;
  });
  // What signing in with the right password comes to: how it is checked and counted over HTTP has suites of its own.
  const sessions = app.running.app.get(SessionsService);
  const tokens = await transactions.run(actor(id), (tx) => sessions.open(tx, id, null));
  return { id, ...toSignedIn(login, tokens) };
}

/** Does something to accounts as the product does it: what is written by SQL alone counts for nothing. */
export const runInProduct = <T>(app: TestApp, work: (tx: Tx) => Promise<T>): Promise<T> =>
  app.running.app.get(Transactions).run(SYSTEM, work);

/** Gives an account one more seat, at once and without the ways in which a seat is asked for. */
export const giveSeat = (
  app: TestApp,
  user: { id: string },
  role: Role,
  organisation: string | null,
  outsideSince: Date | null = null,
): Promise<void> =>
  runInProduct(app, (tx) => addSeats(tx, user.id, [{ organisation, role, outsideSince, inForceAt: null }]));

/** A user with one role, in the body given or in one of its own. */
export async function makeUser(app: TestApp, role: Role, organisation?: string): Promise<TestAccount> {
  const kind = isSupplying(role) ? 'agency' : 'bureau';
  return makeAccount(app, { role, organisation: organisation ?? (await makeBody(app, { kind })) });
}

export async function signIn(app: TestApp, login: string, password: string): Promise<Omit<TestAccount, 'id'>> {
  const { body } = await app.http.post('/api/v1/auth/sessions').send({ login, password }).expect(201);
  return toSignedIn(login, body as TokenPair);
}

const toSignedIn = (login: string, { accessToken, refreshToken }: TokenPair): Omit<TestAccount, 'id'> => ({
  login,
  accessToken,
  refreshToken,
  auth: bearer(accessToken),
});

export const bearer = (token: string): { Authorization: string } => ({ Authorization: `Bearer ${token}` });

/** A key of somebody, as an account that acts by it. */
export async function makeKey(
  app: TestApp,
  holder: TestAccount,
  scopes: readonly string[],
  more: { organisation?: string } = {},
): Promise<TestAccount> {
  const made = await app.http
    .post('/api/v1/api-keys')
    .set(holder.auth)
    .send({ name: '对接', scopes, ...more })
    .expect(201);
  const { key } = made.body as { key: string };
  return { ...holder, auth: { Authorization: `Bearer ${key}` } };
}
