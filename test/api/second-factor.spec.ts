import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { loadSettings } from '../../src/kernel/config/settings.js';
import { SEAT } from '../../src/people/accounts/acting/acting-kinds.js';
import { ROLE_NAMES } from '../../src/people/accounts/roles.js';
import { DemandedRoles } from '../../src/people/accounts/second-factor/demanded-roles.js';
import { AccountDesk, type AccountRequest } from '../support/account-desk.js';
import {
  bearer,
  makeAccount,
  makeBody,
  makeUser,
  PASSWORD,
  runInProduct,
  signIn,
  type TestAccount,
} from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Authenticator, enrol } from '../support/authenticator.js';
import { setBusinessTime, startBusinessAt } from '../support/drafts.js';
import { codeOf, type User } from '../support/users.js';

const PATH = '/api/v1/auth/second-factor';
const SESSIONS = '/api/v1/auth/sessions';

let app: TestApp;
let desk: AccountDesk;
beforeAll(async () => {
  app = await startTestApp({ env: { SECOND_FACTOR_ROLES: 'admin,agency_manager' } });
  desk = new AccountDesk(app);
  await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
});
afterAll(() => app.close());

const begin = (login: string, more: object = {}) =>
  app.http.post(SESSIONS).send({ login, password: PASSWORD, ...more });
const finish = (ticket: string, code: string) => app.http.post(`${SESSIONS}/second-factor`).send({ ticket, code });
const post = (by: Pick<TestAccount, 'auth'>, path: string, body: object) =>
  app.http.post(`${PATH}${path}`).set(by.auth).send(body);
const show = async (by: Pick<TestAccount, 'auth'>): Promise<object> =>
  (await app.http.get(PATH).set(by.auth).expect(200)).body as object;
const status = async (by: Pick<TestAccount, 'auth'>, path = '/api/v1/me'): Promise<number> =>
  (await app.http.get(path).set(by.auth)).status;

async function ticketOf(login: string): Promise<string> {
  const { status: answered, body } = await begin(login);
  expect([answered, (body as { code: string }).code]).toEqual([401, 'second_factor_due']);
  return (body as { facts: { ticket: string } }).facts.ticket;
}
/** What the feed says of an account, to whom. */
const told = (user: string, action: string) =>
  app.dataSource.query<{ tenants: string[]; data: object }[]>(
    `SELECT tenants, payload->'data' AS data FROM outbox
     WHERE aggregate_type = 'user' AND aggregate_id = $1 AND action = $2 ORDER BY id`,
    [user, action],
  );
describe('setting up a second factor', () => {
  it('takes the password, then a code of the app, and ends every other session', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const elsewhere = await signIn(app, person.login, PASSWORD);
    expect(await show(person)).toEqual({ state: 'none', required: false, recoveryCodesLeft: 0 });
    expect(codeOf(await post(person, '', { password: 'not the one, at all' }))).toBe('wrong_password');
    expect(codeOf(await post(person, '/confirm', { code: '123456' }))).toBe('second_factor_absent');
    const { body } = await post(person, '', { password: PASSWORD }).expect(200);
    const { secret, uri, picture } = body as { secret: string; uri: string; picture: string };
    expect(uri).toBe(`otpauth://totp/Throughline:${person.login}?secret=${secret}&issuer=Throughline`);
    const svg = Buffer.from(picture.replace('data:image/svg+xml;base64,', ''), 'base64').toString();
    expect(svg).toMatch(/^<svg .*<\/svg>\s*$/s);
    // It counts for nothing yet.
    expect(await show(person)).toMatchObject({ state: 'pending' });
    await signIn(app, person.login, PASSWORD);
    const own = new Authenticator(secret);
    expect(codeOf(await post(person, '/confirm', { code: own.codeAt(9) }))).toBe('wrong_code');
    const confirmed = await post(person, '/confirm', { code: own.newCode() }).expect(200);
    const { recoveryCodes } = confirmed.body as { recoveryCodes: string[] };
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await show(person)).toEqual({ state: 'active', required: false, recoveryCodesLeft: 10 });
    expect(await status({ auth: bearer(elsewhere.accessToken) })).toBe(401);
    expect(codeOf(await post(person, '', { password: PASSWORD }))).toBe('second_factor_exists');
    expect(codeOf(await post(person, '/confirm', { code: own.newCode() }))).toBe('second_factor_absent');
    for (const action of ['second_factor_enrolled', 'second_factor_confirmed'])
      expect(await told(person.id, action)).toHaveLength(1);
  });

  it('leaves neither secret nor codes in the database or the audit', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const { app: own, recoveryCodes } = await enrol(app, person);
    const [dump] = await app.dataSource.query<{ text: string }[]>(
      `SELECT concat((SELECT string_agg(encode(f.secret, 'escape') || f::text, ' ') FROM second_factor f),
         (SELECT string_agg(encode(c.hash, 'escape') || c::text, ' ') FROM recovery_code c),
         (SELECT string_agg(a::text, ' ') FROM audit_entry a), (SELECT string_agg(o::text, ' ') FROM outbox o)) AS text`,
    );
    for (const secret of [own.secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replace('-', ''))])
      expect(dump?.text).not.toContain(secret);
  });

  it('repeated under one key answers the same codes, to who sends the same request', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const { body } = await post(person, '', { password: PASSWORD }).expect(200);
    const code = new Authenticator((body as { secret: string }).secret).newCode();
    const send = () => post(person, '/confirm', { code }).set('Idempotency-Key', 'confirm-1');
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
  });
});

describe('signing in with a second factor', () => {
  it('answers a ticket, which a code of the app makes a session of, once', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const { app: own } = await enrol(app, person);
    const ticket = await ticketOf(person.login);
    expect(codeOf(await finish(ticket, own.codeAt(9)))).toBe('wrong_code');
    const code = own.newCode();
    const finished = await finish(ticket, code).expect(201);
    expect(finished.headers['location']).toBe('/api/v1/auth/sessions');
    const { accessToken } = finished.body as { accessToken: string };
    expect(await status({ auth: bearer(accessToken) })).toBe(200);
    // Neither the ticket nor the code works again.
    expect(codeOf(await finish(ticket, own.newCode()))).toBe('invalid_ticket');
    expect(codeOf(await finish(await ticketOf(person.login), code))).toBe('wrong_code');
  });

  it('takes the code with the password as well, and says of a wrong one no more than of a wrong password', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const { app: own } = await enrol(app, person);
    const code = own.newCode();
    expect((await begin(person.login, { code })).status).toBe(201);
    expect(codeOf(await begin(person.login, { code }))).toBe('wrong_credentials');
    expect(codeOf(await begin(person.login, { code: own.newCode(), password: 'not the one, at all' }))).toBe(
      'wrong_credentials',
    );
  });

  it('accepts a clock half a minute wrong, and no older step than the last one used', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const { app: own } = await enrol(app, person);
    for (const steps of [-3, 3]) expect((await begin(person.login, { code: own.codeAt(steps) })).status).toBe(401);
    // Of one instant: a step may end meanwhile, and another code is the next one then.
    const [next = '', ...older] = [1, 0, -1].map((steps) => own.codeAt(steps));
    expect((await begin(person.login, { code: next })).status).toBe(201);
    for (const code of [next, ...older]) expect((await begin(person.login, { code })).status).toBe(401);
  });

  it('lets one of two in who send the same code at the same time', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const { app: own, recoveryCodes } = await enrol(app, person);
    for (const code of [own.newCode(), recoveryCodes[0] ?? '']) {
      const tickets = [await ticketOf(person.login), await ticketOf(person.login)];
      const answers = await Promise.all(tickets.map((ticket) => finish(ticket, code)));
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 422]);
    }
    const ticket = await ticketOf(person.login);
    const both = await Promise.all([finish(ticket, recoveryCodes[1] ?? ''), finish(ticket, recoveryCodes[2] ?? '')]);
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 401]);
  });

  it('by a recovery code works once, however it is typed, and is told to who sits in the body', async () => {
    const body = await makeBody(app);
    const person = await makeUser(app, 'bureau_officer', body);
    const stranger = await makeUser(app, 'bureau_officer');
    const { recoveryCodes } = await enrol(app, person);
    const other = await enrol(app, stranger);
    const [first = '', second = ''] = recoveryCodes;
    const signedIn = await finish(await ticketOf(person.login), first.toLowerCase().replace('-', ' ')).expect(201);
    expect(codeOf(await finish(await ticketOf(person.login), first))).toBe('wrong_code');
    expect(codeOf(await finish(await ticketOf(person.login), other.recoveryCodes[0] ?? ''))).toBe('wrong_code');
    expect((await finish(await ticketOf(person.login), second)).status).toBe(201);
    const auth = bearer((signedIn.body as { accessToken: string }).accessToken);
    expect(await show({ auth })).toMatchObject({ recoveryCodesLeft: 8 });
    expect((await told(person.id, 'recovery_code_used')).at(-1)).toMatchObject({ tenants: [body], data: { left: 8 } });
  });

  it('ends with a ticket of its own: expired, of a changed password, of a disabled account it is none', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const { recoveryCodes } = await enrol(app, person);
    const [expired, outdated] = [await ticketOf(person.login), await ticketOf(person.login)];
    await app.dataSource.query(`UPDATE sign_in_ticket SET expires_at = clock_timestamp() WHERE user_id = $1`, [
      person.id,
    ]);
    expect(codeOf(await finish(expired, recoveryCodes[0] ?? ''))).toBe('invalid_ticket');
    await app.dataSource.query(
      `UPDATE sign_in_ticket SET expires_at = clock_timestamp() + interval '1 minute' WHERE user_id = $1`,
      [person.id],
    );
    const changed = { currentPassword: PASSWORD, newPassword: 'seven-loose-floorboards' };
    await app.http.post('/api/v1/auth/password').set(person.auth).send(changed).expect(204);
    expect(codeOf(await finish(outdated, recoveryCodes[0] ?? ''))).toBe('invalid_ticket');
  });

  it('is opened by no row that somebody writes into the database', async () => {
    const [person, attacker] = [await makeUser(app, 'bureau_officer'), await makeUser(app, 'bureau_officer')];
    await enrol(app, person);
    const own = await enrol(app, attacker);
    await app.dataSource.query(
      `UPDATE second_factor SET secret = (SELECT secret FROM second_factor WHERE user_id = $2) WHERE user_id = $1`,
      [person.id, attacker.id],
    );
    const ticket = await ticketOf(attacker.login);
    await app.dataSource.query(`UPDATE sign_in_ticket SET user_id = $1 WHERE user_id = $2`, [person.id, attacker.id]);
    const forged = ticket.replace(attacker.id, person.id);
    for (const given of [ticket, forged]) expect(codeOf(await finish(given, own.app.newCode()))).toBe('invalid_ticket');
    for (const code of [undefined, own.app.newCode()])
      expect(codeOf(await begin(person.login, { code }))).toBe('wrong_credentials');
  });

  it('counts wrong codes that come with the right password as it counts those that come with a ticket', async () => {
    const person = await makeUser(app, 'bureau_officer');
    await enrol(app, person);
    const statuses: number[] = [];
    for (let i = 0; i < 14; i++) {
      const { status } = await app.http
        .post(SESSIONS)
        .set('X-Forwarded-For', `203.0.${i}.7`)
        .send({ login: person.login, password: PASSWORD, code: '000000' });
      statuses.push(status);
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(1);
  });

  it('counts wrong codes by account and network, apart from passwords, and locks nobody else out', async () => {
    const [person, neighbour] = [await makeUser(app, 'bureau_officer'), await makeUser(app, 'bureau_officer')];
    const { recoveryCodes } = await enrol(app, person);
    const theirs = await enrol(app, neighbour);
    const ticket = await ticketOf(person.login);
    const guess = (address: string, code = '000000') => finish(ticket, code).set('X-Forwarded-For', address);
    let refused = 0;
    for (let i = 0; i < 12 && refused !== 429; i++) refused = (await guess('203.0.113.50')).status;
    expect(refused).toBe(429);
    expect((await begin(person.login)).status).toBe(401);
    expect((await begin(neighbour.login, { code: theirs.app.newCode() })).status).toBe(201);
    // Who has not the password adds nothing to the count: a ticket that is none is not counted.
    const none = `${neighbour.id}.${'a'.repeat(43)}`;
    for (let i = 0; i < 15; i++) expect(codeOf(await finish(none, '000000'))).toBe('invalid_ticket');
    const other = await ticketOf(neighbour.login);
    expect((await finish(other, theirs.recoveryCodes[0] ?? '')).status).toBe(201);
    expect(recoveryCodes).toHaveLength(10);
  });
});

describe('a seat that demands a second factor', () => {
  it('lets who has none do nothing but set it up, and everything once it is', async () => {
    const manager = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    for (const path of ['/api/v1/users', '/api/v1/me/tasks', '/api/v1/notices', '/api/v1/auth/sessions'])
      expect(codeOf(await app.http.get(path).set(manager.auth))).toBe('second_factor_required');
    const password = { currentPassword: PASSWORD, newPassword: 'seven-loose-floorboards' };
    const changing = () => app.http.post('/api/v1/auth/password').set(manager.auth).send(password);
    expect(codeOf(await changing())).toBe('second_factor_required');
    expect(await show(manager)).toEqual({ state: 'none', required: true, recoveryCodesLeft: 0 });
    expect(await status(manager)).toBe(200);
    // A secret that was never confirmed is no factor.
    await post(manager, '', { password: PASSWORD }).expect(200);
    expect(await status(manager, '/api/v1/users')).toBe(403);
    const { app: own } = await enrol(app, manager);
    for (const path of ['/api/v1/users', '/api/v1/me/tasks', '/api/v1/notices'])
      expect(await status(manager, path)).toBe(200);
    expect((await changing()).status).toBe(204);
    // Taken away, it is demanded again at once.
    const code = own.newCode();
    expect((await post(manager, '/remove', { code })).status).toBe(204);
    expect(await status(manager, '/api/v1/users')).toBe(403);
  });

  it('that is given to somebody who is signed in demands it of the session that is open', async () => {
    const person = await makeUser(app, 'bureau_officer');
    expect(await status(person, '/api/v1/me/tasks')).toBe(200);
    const body = await makeBody(app, { kind: 'agency' });
    const give = (role: string) =>
      runInProduct(app, async (tx) => {
        const [seat] = await tx.query<{ id: string }>(
          `WITH given AS (UPDATE seat SET role = $2, organisation_id = $3 WHERE user_id = $1 RETURNING id) SELECT id FROM given`,
          [person.id, role, body],
        );
        tx.bindRow(SEAT, person.id, seat?.id ?? '');
      });
    await give('agency_manager');
    expect(await status(person, '/api/v1/me/tasks')).toBe(403);
    await give('bureau_officer');
    expect(await status(person, '/api/v1/me/tasks')).toBe(200);
  });

  it('is by default that of administrators, approvers, finance and managers in production, and none elsewhere', () => {
    const needs = (env: Record<string, string>) => {
      const settings = loadSettings({ NODE_ENV: 'test', ...env });
      if (env['MODE']) settings.mode = 'production';
      const roles = new DemandedRoles(settings);
      return ROLE_NAMES.filter((role) => roles.needsFactor([{ role }])).sort();
    };
    const administer = ['admin', 'auditor', 'system_admin'];
    expect(needs({})).toEqual([]);
    expect(needs({ MODE: 'p' })).toEqual(
      [...administer, 'agency_manager', 'bureau_approver', 'finance_authority'].sort(),
    );
    expect(needs({ MODE: 'p', SECOND_FACTOR_ROLES: 'none' })).toEqual([]);
    expect(needs({ SECOND_FACTOR_ROLES: 'bureau_officer' })).toEqual(['bureau_officer']);
    // The page says the same.
    const page = readFileSync('docs/accounts.md', 'utf8');
    const [, said = ''] = /In production it is by default ([^;]*);/s.exec(page) ?? [];
    expect([...said.matchAll(/`(\w+)`/g)].map(([, role]) => role).sort()).toEqual(needs({ MODE: 'p' }));
    expect(() => needs({ SECOND_FACTOR_ROLES: 'king' })).toThrow('there is no role king');
    expect(() => needs({ SECOND_FACTOR_ROLES: 'KING!' })).toThrow('SECOND_FACTOR_ROLES: must be names of roles');
  });
});

describe('taking a second factor away', () => {
  it('takes a code that works now, of its holder, and never a key', async () => {
    const person = await makeUser(app, 'bureau_officer');
    expect(codeOf(await post(person, '/remove', { code: '123456' }))).toBe('second_factor_absent');
    const { app: own } = await enrol(app, person);
    const other = (await begin(person.login, { code: own.newCode() })).body as { accessToken: string };
    expect(codeOf(await post(person, '/remove', { code: own.codeAt(9) }))).toBe('wrong_code');
    const organisation = ((await app.http.get('/api/v1/me').set(person.auth)).body as User).seats[0]?.organisation;
    const made = await app.http
      .post('/api/v1/api-keys')
      .set(person.auth)
      .send({ name: 'feed', organisation, scopes: ['changes.read'] })
      .expect(201);
    const key = { auth: bearer((made.body as { key: string }).key) };
    expect(codeOf(await post(key, '/remove', { code: own.codeAt(1) }))).toBe('not_permitted');
    expect(codeOf(await post(key, '/confirm', { code: own.codeAt(1) }))).toBe('not_permitted');
    expect(codeOf(await post(key, '', { password: PASSWORD }))).toBe('not_permitted');
    expect((await app.http.get(PATH).set(key.auth)).status).toBe(403);
    expect((await post(person, '/remove', { code: own.newCode() })).status).toBe(204);
    expect(await status({ auth: bearer(other.accessToken) })).toBe(401);
    await signIn(app, person.login, PASSWORD);
    expect(await told(person.id, 'second_factor_removed')).toHaveLength(1);
    expect(await show(person)).toMatchObject({ state: 'none', recoveryCodesLeft: 0 });
  });
});

describe('a lost second factor', () => {
  it('is reset with the password by the manager of the body, and told to who sits there', async () => {
    const body = await makeBody(app, { kind: 'agency' });
    const manager = await makeUser(app, 'agency_manager', body);
    await enrol(app, manager);
    const worker = await makeUser(app, 'agency_worker', body);
    await enrol(app, worker);
    const { setupCode } = (await desk.act(manager, worker.id, 'reset')).body as User;
    await desk.setUp(setupCode).expect(200);
    await signIn(app, worker.login, PASSWORD);
    expect(await told(worker.id, 'second_factor_reset')).toMatchObject([{ tenants: [body] }]);
  });

  it('of a body without a manager takes two administrators and a day, and until then it is asked for', async () => {
    const admins = [
      await makeAccount(app, { role: 'admin', organisation: null }),
      await makeAccount(app, { role: 'admin', organisation: null }),
    ] as const;
    for (const admin of admins) await enrol(app, admin);
    const bureau = await makeBody(app);
    const [person, colleague] = [
      await makeUser(app, 'bureau_officer', bureau),
      await makeUser(app, 'bureau_approver', bureau),
    ];
    await enrol(app, person);
    // One administrator alone takes nothing away.
    expect((await desk.act(admins[0], person.id, 'end-sessions')).status).toBe(200);
    await ticketOf(person.login);
    const asked = (await desk.act(admins[0], person.id, 'reset')).body as User;
    const request = asked.requests[0] ?? '';
    expect(codeOf(await desk.answer(admins[0], request, 'agree'))).toBe('asked_by_you');
    expect(await desk.tasks(colleague)).toMatchObject([{ kind: 'account_announced', id: request }]);
    const agreed = (await desk.answer(admins[1], request, 'agree')).body as AccountRequest;
    const code = `${asked.setupCodeHalf}${agreed.setupCodeHalf}`;
    await ticketOf(person.login);
    expect(codeOf(await desk.setUp(code))).toBe('code_not_in_force');
    await ticketOf(person.login);
    await startBusinessAt(app, '2025-11-04T09:30:00+08:00');
    await desk.setUp(code).expect(200);
    await signIn(app, person.login, PASSWORD);
    expect(await told(person.id, 'second_factor_reset')).toHaveLength(1);
  });
});
