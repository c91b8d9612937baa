import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { bearer, makeAccount, makeBody, makeUser, PASSWORD, signIn, type TestAccount } from '../support/accounts.js';
import { countQueries, startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
let admin: TestAccount;
let bureau: string;
beforeAll(async () => {
  app = await startTestApp();
  bureau = await makeBody(app, { name: 'K区民政局', region: '990203' });
  admin = await makeAccount(app, { role: 'admin', organisation: null });
});
afterAll(() => app.close());

interface User {
  id: string;
  version: number;
  login: string;
  state: string;
  passwordSet: boolean;
  setupCode?: string;
  setupCodeExpiresAt: string | null;
  seats: { organisation: string; role: string }[];
  allowedActions: string[];
}
let count = 0;
const create = (body: object, by: TestAccount = admin) => app.http.post('/api/v1/users').set(by.auth).send(body);
const given = (more: object = {}) => ({
  login: `person${++count}`,
  name: '王丽',
  seats: [{ organisation: bureau, role: 'bureau_officer' }],
  ...more,
});
const made = async (more: object = {}): Promise<User> => (await create(given(more)).expect(201)).body as User;
const act = (user: Pick<User, 'id' | 'version'>, action: string, body: object = {}, by: TestAccount = admin) =>
  app.http
    .post(`/api/v1/users/${user.id}/actions/${action}`)
    .set(by.auth)
    .set('If-Match', `"${user.version}"`)
    .send(body);
const setUp = (body: object) => app.http.post('/api/v1/auth/setup').send(body);
const read = async (id: string): Promise<User> =>
  (await app.http.get(`/api/v1/users/${id}`).set(admin.auth).expect(200)).body as User;
const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code;
const session = (login: string, password: string) => app.http.post('/api/v1/auth/sessions').send({ login, password });

describe('an administrator creates an officer', () => {
  it('who gets a one-time code, sets a password with it once, and signs in', async () => {
    const user = await made({ login: 'wang.li' });
    expect(user).toMatchObject({ version: 1, state: 'active', passwordSet: false });
    expect(user.setupCode).toMatch(/^(\w{5}-){3}\w{5}$/);
    expect(Date.parse(user.setupCodeExpiresAt as string) - Date.now()).toBeGreaterThan(6 * 86_400_000);
    expect(user.allowedActions.sort()).toEqual(['disable', 'end_sessions', 'reset']);

    const password = 'a long enough secret';
    const typed = (user.setupCode as string).toLowerCase().replaceAll('-', ' ');
    const done = await setUp({ code: typed, password });
    expect([done.status, done.body]).toEqual([200, { login: 'wang.li' }]);
    expect((await session('Wang.Li', password)).status).toBe(201);
    const again = await setUp({ code: user.setupCode, password: 'another long secret' });
    expect([again.status, code(again)]).toEqual([401, 'invalid_setup_code']);
    expect(await read(user.id)).toMatchObject({ passwordSet: true, setupCodeExpiresAt: null, version: 2 });
  });

  it('whose code is shown once and kept as a hash', async () => {
    const answer = await create(given()).set('Idempotency-Key', 'officer-1');
    const user = answer.body as User;
    const repeated = await create({ ...given(), login: user.login })
      .set('Idempotency-Key', 'officer-1')
      .expect(201);
    expect(repeated.body).toEqual({ id: user.id });
    expect(await read(user.id)).not.toHaveProperty('setupCode');
    const plain = (user.setupCode as string).replaceAll('-', '');
    for (const table of ['setup_code', 'app_user', 'audit_entry', 'outbox', 'idempotent_request']) {
      const rows = await app.dataSource.query<{ t: string }[]>(
        `SELECT coalesce(string_agg(${table === 'audit_entry' ? `convert_from(t.canonical, 'UTF8')` : 't::text'}, ' '), '') AS t FROM ${table} t`,
      );
      expect(rows[0]?.t).not.toContain(plain);
      expect(rows[0]?.t).not.toContain(user.setupCode);
    }
  });

  it('whose code is of no use once it expired, or used by two at once', async () => {
    const [late, raced] = [await made(), await made()];
    await app.dataSource.query(`UPDATE setup_code SET expires_at = clock_timestamp() WHERE user_id = $1`, [late.id]);
    expect(code(await setUp({ code: late.setupCode, password: 'a long enough secret' }))).toBe('invalid_setup_code');
    const answers = await Promise.all(
      ['first long secret!', 'second long secret!'].map((password) => setUp({ code: raced.setupCode, password })),
    );
    expect(answers.map((a) => a.status).sort()).toEqual([200, 401]);
  });

  it('and a weak password leaves the code usable', async () => {
    const user = await made();
    const weak = await setUp({ code: user.setupCode, password: '123456789012' });
    expect([weak.status, code(weak)]).toEqual([400, 'validation_failed']);
    expect((await setUp({ code: user.setupCode, password: 'a long enough secret' })).status).toBe(200);
  });

  it('under a login that nobody has, in any case', async () => {
    const user = await made();
    const answer = await create(given({ login: user.login.toUpperCase() }));
    expect([answer.status, code(answer)]).toEqual([409, 'login_taken']);
    const races = await Promise.all([1, 2, 3].map(() => create(given({ login: 'raced.login' }))));
    expect(races.map((a) => a.status).sort()).toEqual([201, 409, 409]);
  });

  it.each<[string, object, string]>([
    ['a login with a space', { login: 'a b c' }, '/login'],
    ['a login of letters that look alike', { login: 'аdmin' }, '/login'],
    ['an empty name', { name: ' ' }, '/name'],
    ['a name of 10 000 characters', { name: 'x'.repeat(10_000) }, '/name'],
    [
      'an unknown role',
      { seats: [{ organisation: '2f1c9d0e-0000-4000-8000-000000000000', role: 'owner' }] },
      '/seats/0/role',
    ],
    ['a body that is no id', { seats: [{ organisation: 'x', role: 'evaluator' }] }, '/seats/0/organisation'],
    [
      'a body that is not there',
      { seats: [{ organisation: '2f1c9d0e-0000-4000-8000-000000000000', role: 'evaluator' }] },
      '/seats/0/organisation',
    ],
    ['seats that are no list', { seats: null }, '/seats'],
    ['a password', { password: 'let me choose' }, '/password'],
  ])('but not %s', async (_, more, pointer) => {
    const before = await app.dataSource.query<unknown[]>(`SELECT FROM app_user`);
    const answer = await create(given(more));
    expect([answer.status, code(answer)]).toEqual([400, 'validation_failed']);
    expect((answer.body as { errors: { pointer: string }[] }).errors.map((e) => e.pointer)).toContain(pointer);
    expect(await app.dataSource.query<unknown[]>(`SELECT FROM app_user`)).toHaveLength(before.length);
  });

  it('stores every other text as it is given', async () => {
    const name = `O'Brien "; DROP TABLE app_user; -- <b>\u202eabc 😀 ${'名'.repeat(50)}`;
    const user = await made({ name });
    expect(await read(user.id)).toMatchObject({ name });
  });
});

describe('seats', () => {
  const seat = (user: Pick<User, 'id' | 'version'>, seats: object[], by: TestAccount = admin) =>
    app.http.put(`/api/v1/users/${user.id}/seats`).set(by.auth).set('If-Match', `"${user.version}"`).send({ seats });

  it('are replaced as a whole, and count for the next request', async () => {
    const agency = await makeBody(app, { kind: 'agency' });
    const user = await makeUser(app, 'bureau_officer', bureau);
    const before = await read(user.id);
    const answer = await seat(before, [{ organisation: agency, role: 'agency_manager' }]);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      version: before.version + 1,
      seats: [{ organisation: agency, role: 'agency_manager' }],
    });
    const { body } = await app.http.get('/api/v1/me').set(user.auth);
    expect(body).toMatchObject({ seats: [{ organisation: agency, role: 'agency_manager' }] });
    const same = await seat(answer.body as User, [{ organisation: agency, role: 'agency_manager' }]);
    expect((same.body as User).version).toBe(before.version + 1);
  });

  it('that stand against each other are refused with both named, for a new user too', async () => {
    const agency = await makeBody(app, { kind: 'agency' });
    const seats = [
      { organisation: bureau, role: 'bureau_officer' },
      { organisation: agency, role: 'agency_manager' },
    ];
    const answer = await create(given({ seats }));
    expect([answer.status, answer.body]).toMatchObject([
      422,
      { code: 'seats_conflict', facts: { roles: ['bureau_officer', 'agency_manager'] }, basis: { article: '9' } },
    ]);
    const user = await made();
    expect(code(await seat(user, seats))).toBe('seats_conflict');
    expect((await seat(user, [seats[1] as object])).status).toBe(200);
  });
});

describe('changing a user', () => {
  const change = (user: Pick<User, 'id' | 'version'>, body: object) =>
    app.http.patch(`/api/v1/users/${user.id}`).set(admin.auth).set('If-Match', `"${user.version}"`).send(body);

  it('needs the version that was read', async () => {
    const user = await made();
    const none = await app.http.patch(`/api/v1/users/${user.id}`).set(admin.auth).send({ name: '李' });
    expect([none.status, code(none)]).toEqual([428, 'if_match_required']);
    const answer = await change(user, { name: '李' });
    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
    expect(answer.body).toMatchObject({ name: '李', version: 2 });
    const stale = await change(user, { name: '赵' });
    expect([stale.status, code(stale)]).toEqual([412, 'stale_version']);
    expect(await read(user.id)).toMatchObject({ name: '李' });
  });

  it('takes the name and nothing else', async () => {
    const user = await made();
    for (const body of [{ name: null }, { login: 'other' }, { state: 'disabled' }, { seats: [] }])
      expect(code(await change(user, body))).toBe('validation_failed');
    expect((await change(user, {})).body).toMatchObject({ version: 1 });
  });

  it('what is not there, or no id, is not there', async () => {
    for (const id of ['2f1c9d0e-0000-4000-8000-000000000000', 'x', "'--"])
      expect(code(await change({ id: encodeURIComponent(id), version: 1 }, { name: 'x' }))).toBe('not_found');
  });
});

describe('acting on an account', () => {
  it('reset: the password is gone, sessions end, a new code is shown', async () => {
    const person = await makeUser(app, 'bureau_officer', bureau);
    const answer = await act(await read(person.id), 'reset', { reason: 'forgot it' });
    const user = answer.body as User;
    expect([answer.status, user.passwordSet]).toEqual([200, false]);
    expect((await app.http.get('/api/v1/me').set(person.auth)).status).toBe(401);
    expect((await session(person.login, PASSWORD)).status).toBe(401);
    const second = (await act(user, 'reset').expect(200)).body as User;
    expect(code(await setUp({ code: user.setupCode, password: 'a long enough secret' }))).toBe('invalid_setup_code');
    expect((await setUp({ code: second.setupCode, password: 'a long enough secret' })).status).toBe(200);
    const [entry] = await app.dataSource.query<{ text: string }[]>(
      `SELECT convert_from(canonical, 'UTF8') AS text FROM audit_entry
       WHERE aggregate_type = 'user' AND aggregate_id = $1 AND action = 'reset' ORDER BY id LIMIT 1`,
      [person.id],
    );
    expect(entry?.text).toContain('forgot it');
  });

  it('disable: out at once, and no way back in until it is enabled', async () => {
    const person = await makeUser(app, 'bureau_officer', bureau);
    const user = (await act(await read(person.id), 'disable').expect(200)).body as User;
    expect(user).toMatchObject({ state: 'disabled', allowedActions: ['enable'] });
    expect(code(await app.http.get('/api/v1/me').set(person.auth))).toBe('invalid_token');
    expect(code(await app.http.post('/api/v1/auth/refresh').send({ refreshToken: person.refreshToken }))).toBe(
      'invalid_refresh_token',
    );
    expect(code(await session(person.login, PASSWORD))).toBe('wrong_credentials');
    for (const action of ['disable', 'reset', 'end-sessions']) {
      const answer = await act(user, action);
      expect([answer.status, answer.body]).toMatchObject([409, { code: 'wrong_state', allowedActions: ['enable'] }]);
    }
    expect((await act(user, 'enable')).body).toMatchObject({ state: 'active' });
    // The sessions of before stay ended.
    expect((await app.http.get('/api/v1/me').set(person.auth)).status).toBe(401);
    expect((await session(person.login, PASSWORD)).status).toBe(201);
  });

  it('disable also takes an open one-time code away', async () => {
    const user = await made();
    await act(user, 'disable').expect(200);
    expect(code(await setUp({ code: user.setupCode, password: 'a long enough secret' }))).toBe('invalid_setup_code');
  });

  it('end-sessions: every session, and the person may sign in again', async () => {
    const person = await makeUser(app, 'bureau_officer', bureau);
    const other = await signIn(app, person.login, PASSWORD);
    expect((await act(await read(person.id), 'end-sessions')).status).toBe(200);
    for (const { auth } of [person, other]) expect((await app.http.get('/api/v1/me').set(auth)).status).toBe(401);
    expect((await session(person.login, PASSWORD)).status).toBe(201);
  });

  it('an action that is not in the table is not there; a version is needed', async () => {
    const user = await made();
    for (const action of ['delete', 'end_sessions', 'END-SESSIONS', '__proto__'])
      expect(code(await act(user, action))).toBe('route_not_found');
    const none = await app.http.post(`/api/v1/users/${user.id}/actions/disable`).set(admin.auth);
    expect(code(none)).toBe('if_match_required');
    expect(code(await act({ ...user, version: 9 }, 'disable'))).toBe('stale_version');
    const bad = await app.http.post(`/api/v1/users/${user.id}/actions/disable`).set(admin.auth).set('If-Match', '*');
    expect(code(bad)).toBe('bad_if_match');
  });

  it('nobody acts on the own account, where that would lock oneself out', async () => {
    const second = await makeAccount(app, { role: 'admin', organisation: null });
    for (const action of ['disable', 'reset']) {
      const answer = await act(await read(second.id), action, {}, second);
      expect([answer.status, code(answer)]).toEqual([422, 'own_account']);
    }
    expect((await act(await read(second.id), 'reset')).status).toBe(200);
    expect((await act(await read(second.id), 'disable')).status).toBe(200);
  });

  it('every change has one audit row and one event in its transaction, without names', async () => {
    const user = await made({ name: '不该出现的名字' });
    await act(user, 'disable');
    const rows = await app.dataSource.query<{ action: string; n: number; text: string }[]>(
      `SELECT a.action, count(o.id)::int AS n, string_agg(o.payload::text, '') AS text
       FROM audit_entry a LEFT JOIN outbox o ON o.audit_id = a.id
       WHERE a.aggregate_type = 'user' AND a.aggregate_id = $1 GROUP BY a.action ORDER BY a.action`,
      [user.id],
    );
    expect(rows.map(({ action, n }) => [action, n])).toEqual([
      ['created', 1],
      ['disable', 1],
    ]);
    expect(JSON.stringify(rows)).not.toContain('不该出现的名字');
  });
});

describe('the last administrator', () => {
  it('stays, also when two act on each other at once', async () => {
    const small = await startTestApp();
    try {
      const [a, b] = [
        await makeAccount(small, { role: 'admin', organisation: null }),
        await makeAccount(small, { role: 'admin', organisation: null }),
      ];
      const disable = (who: TestAccount, by: TestAccount) =>
        small.http.post(`/api/v1/users/${who.id}/actions/disable`).set(by.auth).set('If-Match', '"1"').send({});
      // Both are past the door before either is decided.
      const gate = new pg.Client(small.settings.databaseUrl);
      await gate.connect();
      await gate.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('throughline last administrator', 0))`);
      const both = Promise.all([disable(b, a), disable(a, b)]);
      for (let waiting = 0; waiting < 2;) {
        const { rows } = await gate.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        );
        waiting = rows[0]?.n ?? 0;
      }
      await gate.query('COMMIT');
      await gate.end();
      const answers = await both;
      expect(answers.map((x) => x.status).sort()).toEqual([200, 422]);
      expect(answers.map(code)).toContain('last_admin');

      const [winner, loser] = answers[0].status === 200 ? [a, b] : [b, a];
      const own = await disable(winner, winner);
      expect([own.status, code(own)]).toEqual([422, 'last_admin']);
      const drop = () =>
        small.http.put(`/api/v1/users/${winner.id}/seats`).set(winner.auth).set('If-Match', '"1"').send({ seats: [] });
      expect(code(await drop())).toBe('last_admin');
      // Once there is another administrator, the same is done.
      const third = await makeAccount(small, { role: 'admin', organisation: null });
      expect((await disable(winner, third)).status).toBe(200);
      expect((await small.http.get('/api/v1/me').set(loser.auth)).status).toBe(401);
      expect((await small.http.get('/api/v1/me').set(third.auth)).status).toBe(200);
    } finally {
      await small.close();
    }
  });

  it('may give the seat up once there is another', async () => {
    const leaving = await makeAccount(app, { role: 'admin', organisation: null });
    const answer = await app.http
      .put(`/api/v1/users/${leaving.id}/seats`)
      .set(leaving.auth)
      .set('If-Match', '"1"')
      .send({ seats: [] });
    expect(answer.status).toBe(200);
    expect((await app.http.get('/api/v1/users').set(leaving.auth)).status).toBe(403);
  });
});

describe('the list of users', () => {
  it('filters, pages without loss or repetition, and costs the same however long it is', async () => {
    const agency = await makeBody(app, { kind: 'agency' });
    const ids: string[] = [];
    for (let i = 0; i < 7; i++)
      ids.push(
        (
          await made({
            seats: [
              { organisation: agency, role: 'agency_worker' },
              { organisation: agency, role: 'agency_manager' },
            ],
          })
        ).id,
      );
    const list = async (url: string) =>
      (await app.http.get(url).set(admin.auth).expect(200)).body as { items: User[]; next: string | null };
    const found: string[] = [];
    for (let url: string | null = `/api/v1/users?organisation=${agency}&limit=3`; url !== null;) {
      const page: { items: User[]; next: string | null } = await list(url);
      found.push(...page.items.map((u) => u.id));
      await made({ seats: [{ organisation: agency, role: 'agency_worker' }] }); // comes after every page
      url = found.length >= 7 ? null : page.next;
    }
    expect(found.slice(0, 7)).toEqual(ids);
    expect(new Set(found).size).toBe(found.length);

    const cost = (limit: number) => countQueries(() => list(`/api/v1/users?limit=${limit}`));
    expect(await cost(1)).toBe(await cost(200));
    expect(await cost(200)).toBe(2);

    const first = ids[0] as string;
    await act(await read(first), 'disable');
    expect((await list(`/api/v1/users?organisation=${agency}&state=disabled`)).items.map((u) => u.id)).toEqual([first]);
    expect((await list(`/api/v1/users?role=admin`)).items.every((u) => u.seats.some((s) => s.role === 'admin'))).toBe(
      true,
    );
    expect((await list(`/api/v1/users?login=${admin.login.toUpperCase()}`)).items.map((u) => u.id)).toEqual([admin.id]);
    expect((await list(`/api/v1/users?updatedSince=2999-01-01T00:00:00Z`)).items).toEqual([]);
    for (const query of [
      'state=gone',
      'organisation=x',
      'role=owner',
      'limit=0',
      'limit=201',
      'sort=name',
      'updatedSince=today',
    ])
      expect([query, code(await app.http.get(`/api/v1/users?${query}`).set(admin.auth))]).toEqual([
        query,
        'validation_failed',
      ]);
    expect(code(await app.http.get('/api/v1/users?cursor=x').set(admin.auth))).toBe('bad_cursor');
  });
});

describe('who may', () => {
  it('only an administrator', async () => {
    const user = await made();
    for (const role of ['bureau_officer', 'supervisor', 'agency_manager'] as const) {
      const by = await makeUser(app, role);
      expect((await create(given(), by)).status).toBe(403);
      expect((await act(user, 'disable', {}, by)).status).toBe(403);
      expect((await app.http.get('/api/v1/users').set(by.auth)).status).toBe(403);
    }
    expect((await app.http.get('/api/v1/users').set(bearer('x'))).status).toBe(401);
  });
});
