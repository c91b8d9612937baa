import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actionNames } from '../support/actions.js';
import { bearer, makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';
import { codeOf, userDesk, type User, type UserDesk } from '../support/users.js';

let app: TestApp;
let admin: TestAccount;
let bureau: string;
let desk: UserDesk;
beforeAll(async () => {
  app = await startTestApp();
  bureau = await makeBody(app, { name: 'K区民政局', region: '990203' });
  admin = await makeAccount(app, { role: 'admin', organisation: null });
  desk = userDesk(app, admin, bureau);
});
afterAll(() => app.close());

describe('an administrator creates an officer', () => {
  it('who gets a one-time code, sets a password with it once, and signs in', async () => {
    const user = await desk.made({ login: 'wang.li' });
    expect(user).toMatchObject({ version: 1, state: 'active', passwordSet: false });
    expect(user.setupCode).toMatch(/^(\w{5}-){3}\w{5}$/);
    expect(Date.parse(user.setupCodeExpiresAt as string) - Date.now()).toBeGreaterThan(6 * 86_400_000);
    expect(actionNames(user.allowedActions).sort()).toEqual(['disable', 'end_sessions', 'reset']);

    const password = 'a long enough secret';
    const typed = (user.setupCode as string).toLowerCase().replaceAll('-', ' ');
    const done = await desk.setUp({ code: typed, password });
    expect([done.status, done.body]).toEqual([200, { login: 'wang.li' }]);
    expect((await desk.session('Wang.Li', password)).status).toBe(201);
    const again = await desk.setUp({ code: user.setupCode, password: 'another long secret' });
    expect([again.status, codeOf(again)]).toEqual([401, 'invalid_setup_code']);
    expect(await desk.read(user.id)).toMatchObject({ passwordSet: true, setupCodeExpiresAt: null, version: 2 });
  });

  it('whose code is shown once and kept as a hash', async () => {
    const seats = [{ organisation: await makeBody(app), role: 'bureau_officer' }];
    const answer = await desk.create(desk.given({ seats })).set('Idempotency-Key', 'officer-1');
    const user = answer.body as User;
    const repeated = await desk
      .create({ ...desk.given({ seats }), login: user.login })
      .set('Idempotency-Key', 'officer-1')
      .expect(201);
    expect(repeated.body).toEqual({ id: user.id });
    expect(await desk.read(user.id)).not.toHaveProperty('setupCode');
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
    const [late, raced] = [await desk.made(), await desk.made()];
    await app.dataSource.query(`UPDATE setup_code SET expires_at = clock_timestamp() WHERE user_id = $1`, [late.id]);
    expect(codeOf(await desk.setUp({ code: late.setupCode, password: 'a long enough secret' }))).toBe(
      'invalid_setup_code',
    );
    const answers = await Promise.all(
      ['first long secret!', 'second long secret!'].map((password) => desk.setUp({ code: raced.setupCode, password })),
    );
    expect(answers.map((a) => a.status).sort()).toEqual([200, 401]);
  });

  it('and a weak password leaves the code usable', async () => {
    const user = await desk.made();
    const weak = await desk.setUp({ code: user.setupCode, password: '123456789012' });
    expect([weak.status, codeOf(weak)]).toEqual([400, 'validation_failed']);
    expect((await desk.setUp({ code: user.setupCode, password: 'a long enough secret' })).status).toBe(200);
  });

  it('under a login that nobody has, in any case', async () => {
    const user = await desk.made();
    const answer = await desk.create(desk.given({ login: user.login.toUpperCase() }));
    expect([answer.status, codeOf(answer)]).toEqual([409, 'login_taken']);
    const races = await Promise.all([1, 2, 3].map(() => desk.create(desk.given({ login: 'raced.login' }))));
    expect(races.map((a) => a.status).sort()).toEqual([201, 409, 409]);
  });

  it.each<[string, object, string]>([
    ['a login with a space', { login: 'a b c' }, '/login'],
    ['a login of letters that look alike', { login: 'аdmin' }, '/login'],
    ['an empty name', { name: ' ' }, '/name'],
    ['the mark of a name that was erased', { name: '—' }, '/name'],
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
    const answer = await desk.create(desk.given(more));
    expect([answer.status, codeOf(answer)]).toEqual([400, 'validation_failed']);
    expect((answer.body as { errors: { pointer: string }[] }).errors.map((e) => e.pointer)).toContain(pointer);
    expect(await app.dataSource.query<unknown[]>(`SELECT FROM app_user`)).toHaveLength(before.length);
  });

  it('stores every other text as it is given', async () => {
    const name = `O'Brien "; DROP TABLE app_user; -- <b>\u202eabc 😀 ${'名'.repeat(50)}`;
    const user = await desk.made({ name });
    expect(await desk.read(user.id)).toMatchObject({ name });
  });
});

describe('seats', () => {
  const seat = (user: Pick<User, 'id' | 'version'>, seats: object[], by: TestAccount = admin) =>
    app.http.put(`/api/v1/users/${user.id}/seats`).set(by.auth).set('If-Match', `"${user.version}"`).send({ seats });

  it('are replaced as a whole, and count for the next request', async () => {
    const agency = await makeBody(app, { kind: 'agency' });
    const user = await makeUser(app, 'bureau_officer', bureau);
    const before = await desk.read(user.id);
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
    const answer = await desk.create(desk.given({ seats }));
    expect([answer.status, answer.body]).toMatchObject([
      422,
      {
        code: 'seats_conflict',
        facts: { roles: ['bureau_officer', 'agency_manager'] },
        rule: 'RECUSE-3Y',
        basis: { article: '第九条' },
      },
    ]);
    const user = await desk.made();
    expect(codeOf(await seat(user, seats))).toBe('seats_conflict');
    expect((await seat(user, [seats[1] as object])).status).toBe(200);
  });
});

describe('changing a user', () => {
  const change = (user: Pick<User, 'id' | 'version'>, body: object) =>
    app.http.patch(`/api/v1/users/${user.id}`).set(admin.auth).set('If-Match', `"${user.version}"`).send(body);

  it('needs the version that was read', async () => {
    const user = await desk.made();
    const none = await app.http.patch(`/api/v1/users/${user.id}`).set(admin.auth).send({ name: '李' });
    expect([none.status, codeOf(none)]).toEqual([428, 'if_match_required']);
    const answer = await change(user, { name: '李' });
    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
    expect(answer.body).toMatchObject({ name: '李', version: 2 });
    const stale = await change(user, { name: '赵' });
    expect([stale.status, codeOf(stale)]).toEqual([412, 'stale_version']);
    expect(await desk.read(user.id)).toMatchObject({ name: '李' });
  });

  it('takes the name and nothing else', async () => {
    const user = await desk.made();
    for (const body of [{ name: null }, { name: ' — ' }, { login: 'other' }, { state: 'disabled' }, { seats: [] }])
      expect(codeOf(await change(user, body))).toBe('validation_failed');
    expect((await change(user, {})).body).toMatchObject({ version: 1 });
  });

  it('what is not there, or no id, is not there', async () => {
    for (const id of ['2f1c9d0e-0000-4000-8000-000000000000', 'x', "'--"])
      expect(codeOf(await change({ id: encodeURIComponent(id), version: 1 }, { name: 'x' }))).toBe('not_found');
  });
});

describe('the list of users', () => {
  it('filters, pages without loss or repetition, and costs the same however long it is', async () => {
    const office = await makeBody(app, { kind: 'bureau' });
    const ids: string[] = [];
    for (let i = 0; i < 7; i++)
      ids.push(
        (
          await desk.made({
            seats: [
              { organisation: office, role: 'bureau_officer' },
              { organisation: office, role: 'bureau_approver' },
            ],
          })
        ).id,
      );
    const list = async (url: string) =>
      (await app.http.get(url).set(admin.auth).expect(200)).body as { items: User[]; next: string | null };
    const found: string[] = [];
    for (let url: string | null = `/api/v1/users?organisation=${office}&limit=3`; url !== null;) {
      const page: { items: User[]; next: string | null } = await list(url);
      found.push(...page.items.map((u) => u.id));
      await desk.made({ seats: [{ organisation: office, role: 'integrator' }] }); // comes after every page
      url = found.length >= 7 ? null : page.next;
    }
    expect(found.slice(0, 7)).toEqual(ids);
    expect(new Set(found).size).toBe(found.length);

    const cost = (limit: number) => countQueries(() => list(`/api/v1/users?limit=${limit}`));
    expect(await cost(1)).toBe(await cost(200));
    expect(await cost(200)).toBe(2);

    const first = ids[0] as string;
    await desk.act(await desk.read(first), 'disable');
    expect((await list(`/api/v1/users?organisation=${office}&state=disabled`)).items.map((u) => u.id)).toEqual([first]);
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
      expect([query, codeOf(await app.http.get(`/api/v1/users?${query}`).set(admin.auth))]).toEqual([
        query,
        'validation_failed',
      ]);
    expect(codeOf(await app.http.get('/api/v1/users?cursor=x').set(admin.auth))).toBe('bad_cursor');
  });
});

describe('who may', () => {
  it('an administrator, and a manager for the own body alone', async () => {
    const user = await desk.made();
    for (const role of ['bureau_officer', 'supervisor', 'agency_worker'] as const) {
      const by = await makeUser(app, role);
      expect((await desk.create(desk.given(), by)).status).toBe(403);
      expect((await desk.act(user, 'disable', {}, by)).status).toBe(403);
      expect((await app.http.get('/api/v1/users').set(by.auth)).status).toBe(403);
    }
    expect((await app.http.get('/api/v1/users').set(bearer('x'))).status).toBe(401);
  });
});
