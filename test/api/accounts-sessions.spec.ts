import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { bearer, makeAccount, makeUser, PASSWORD, signIn, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';

let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  officer = await makeUser(app, 'bureau_officer');
});
afterAll(() => app.close());

interface Pair {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}
const sessions = (body: object) => app.http.post('/api/v1/auth/sessions').send(body);
const refresh = (refreshToken: string) => app.http.post('/api/v1/auth/refresh').send({ refreshToken });
const me = (token: string) => app.http.get('/api/v1/me').set(bearer(token));
const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

/** Runs what finds the clock of the process so many seconds ahead. */
async function runLater(seconds: number, work: () => Promise<void>): Promise<void> {
  const Now = globalThis.Date;
  const now = () => Now.now() + seconds * 1000;
  globalThis.Date = class extends Now {
    static override now = now;
    constructor(...given: [] | [number | string | Date]) {
      super(given[0] ?? now());
    }
  } as DateConstructor;
  try {
    await work();
  } finally {
    globalThis.Date = Now;
  }
}

describe('signing in', () => {
  it('answers a pair of tokens and nothing else, in any case of the login', async () => {
    const { status, body } = await sessions({ login: officer.login.toUpperCase(), password: PASSWORD });
    expect(status).toBe(201);
    expect(Object.keys(body as object).sort()).toEqual(['accessToken', 'expiresIn', 'refreshToken']);
    expect((body as Pair).expiresIn).toBe(900);
    expect((await me((body as Pair).accessToken)).status).toBe(200);
  });

  it('says the same for a wrong password and for a login that nobody has', async () => {
    const wrong = await sessions({ login: officer.login, password: 'wrong password' });
    const nobody = await sessions({ login: 'nobody.at.all', password: 'wrong password' });
    const empty = await makeAccount(app);
    await app.dataSource.query(`UPDATE app_user SET password_hash = NULL WHERE id = $1`, [empty.id]);
    const unset = await sessions({ login: empty.login, password: PASSWORD });
    for (const answer of [wrong, nobody, unset]) {
      expect([answer.status, code(answer)]).toEqual([401, 'wrong_credentials']);
      expect({ ...(answer.body as object), requestId: '' }).toEqual({ ...(wrong.body as object), requestId: '' });
    }
    const chinese = await sessions({ login: 'x', password: 'y' }).set('Accept-Language', 'zh-CN');
    expect((chinese.body as { title: string }).title).toBe('登录名或密码错误');
  });

  it('keeps no token and no password as it is', async () => {
    const { accessToken, refreshToken } = await signIn(app, officer.login, PASSWORD);
    const key = 'one-key';
    await app.http
      .post('/api/v1/auth/sessions')
      .set('Idempotency-Key', key)
      .send({ login: officer.login, password: PASSWORD })
      .expect(201);
    const tables = await app.dataSource.query<{ name: string }[]>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`,
    );
    for (const { name } of tables) {
      const [row] = await app.dataSource.query<{ text: string | null }[]>(
        `SELECT string_agg(t::text, ' ') AS text FROM ${name} t`,
      );
      for (const secret of [accessToken, refreshToken, PASSWORD, 'eyJhbGciOi'])
        expect(row?.text ?? '').not.toContain(secret);
    }
  });

  it('sent again with its key, from wherever, is done once and answers the same tokens', async () => {
    const send = () =>
      app.http
        .post('/api/v1/auth/sessions')
        .set('Idempotency-Key', 'again')
        .send({ login: officer.login, password: PASSWORD });
    const open = () => app.dataSource.query<unknown[]>(`SELECT FROM session WHERE user_id = $1`, [officer.id]);
    const before = (await open()).length;
    const first = await send();
    const second = await send();
    expect([first.status, second.status]).toEqual([201, 201]);
    expect((first.body as Pair).refreshToken).toMatch(/./);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotent-replay']).toBe('true');
    // Nothing of them is readable in the database.
    const kept = await app.dataSource.query<{ text: string }[]>(
      `SELECT r::text AS text FROM idempotent_request r WHERE key = 'again'`,
    );
    expect(kept).toHaveLength(1);
    const { accessToken, refreshToken } = first.body as Pair;
    for (const secret of [accessToken, refreshToken]) expect(kept[0]?.text).not.toContain(secret);
    expect((await open()).length).toBe(before + 1);
  });

  it.each<[string, object, string[]]>([
    ['missing fields', {}, ['/login', '/password']],
    ['a number for text', { login: 'a', password: 5 }, ['/password']],
    ['null and a list', { login: null, password: ['x'] }, ['/login', '/password']],
    ['an unknown field', { login: 'a', password: 'b', remember: true }, ['/remember']],
    ['10 000 characters', { login: 'a'.repeat(10_000), password: 'b' }, ['/login']],
  ])('refuses %s', async (_, body, pointers) => {
    const answer = await sessions(body);
    expect([answer.status, code(answer)]).toEqual([400, 'validation_failed']);
    const errors = (answer.body as { errors: { pointer: string }[] }).errors;
    expect([...new Set(errors.map((e) => e.pointer))].sort()).toEqual(pointers);
  });
});

describe('who is asking', () => {
  it('GET /me says who, in which seats, with which permissions', async () => {
    const { body } = await me(officer.accessToken);
    const answer = body as { seats: object[]; permissions: string[] };
    expect(body).toMatchObject({ kind: 'user', id: officer.id, login: officer.login });
    expect(answer.seats).toHaveLength(1);
    expect(answer.seats[0]).toMatchObject({ role: 'bureau_officer', region: '990203' });
    expect(answer.permissions).toContain('tender.record');
    expect(answer.permissions).not.toContain('user.manage');
  });

  it('costs one statement', async () => {
    const all = await countQueries(() => me(officer.accessToken));
    expect(all).toBe(2); // one for the token, one for the answer
  });

  it('is nobody without a token, and refused with one that is not ours', async () => {
    const none = await app.http.get('/api/v1/me');
    expect([none.status, code(none), none.headers['www-authenticate']]).toEqual([401, 'not_signed_in', 'Bearer']);
    for (const header of [
      'Bearer x',
      'Bearer a.b.c',
      'Basic YTpi',
      'Bearer',
      'Bearer tlk_unknown',
      `Bearer ${'a'.repeat(5000)}`,
    ]) {
      const answer = await app.http.get('/api/v1/me').set('Authorization', header);
      expect([header.slice(0, 20), answer.status, code(answer)]).toEqual([header.slice(0, 20), 401, 'invalid_token']);
    }
    // Also on a public route: whoever sends a token means to be somebody.
    expect((await app.http.get('/api/v1/tenders').set('Authorization', 'Bearer a.b.c')).status).toBe(401);
  });

  it('a forged token is refused: another payload, another key, no signature', async () => {
    const [header, payload, signature] = officer.accessToken.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const admin = await makeUser(app, 'admin');
    const none = encoded({ alg: 'none', typ: 'at+jwt', kid: 'token-1' });
    const forged = [
      `${header}.${encoded({ ...claims, sub: admin.id })}.${signature}`,
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${header}.${payload}.${createHmac('sha256', 'guess').update(`${header}.${payload}`).digest('base64url')}`,
    ];
    for (const token of forged)
      expect([(await me(token)).status, code(await me(token))]).toEqual([401, 'invalid_token']);
    expect((await me(officer.accessToken)).status).toBe(200);
  });

  it('an expired token is refused, and a session ends when its days are over', async () => {
    const short = await startTestApp({ env: { ACCESS_TOKEN_SECONDS: '15', REFRESH_TOKEN_DAYS: '2' } });
    try {
      const [person, unseen] = [await makeUser(short, 'bureau_officer'), await makeUser(short, 'bureau_officer')];
      const [session] = await short.dataSource.query<{ days: number }[]>(
        `SELECT ceil(extract(epoch FROM max(expires_at) - clock_timestamp()) / 86400)::int AS days FROM session`,
      );
      expect(session).toEqual({ days: 2 });
      await short.http.get('/api/v1/me').set(person.auth).expect(200);
      await runLater(16, async () => {
        for (const { auth } of [person, unseen]) {
          const late = await short.http.get('/api/v1/me').set(auth);
          expect([late.status, code(late)]).toEqual([401, 'invalid_token']);
        }
      });
    } finally {
      await short.close();
    }
  });
});

describe('refreshing', () => {
  it('sent again with its key answers the same pair, also from another network, and the session goes on', async () => {
    const { refreshToken } = await signIn(app, officer.login, PASSWORD);
    const send = (key: string, from: string) =>
      refresh(refreshToken).set({ 'Idempotency-Key': key, 'X-Forwarded-For': from });
    const first = await send('lost-answer', '203.0.113.7');
    const again = await send('lost-answer', '198.51.100.9');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect((await me((again.body as Pair).accessToken)).status).toBe(200);
    // Under another key it is a token that comes a second time.
    expect(code(await send('another', '203.0.113.7'))).toBe('refresh_token_reused');
  });

  it('answers the same shape; the session stays, the old access token too until it expires', async () => {
    const first = await signIn(app, officer.login, PASSWORD);
    const { status, body } = await refresh(first.refreshToken);
    expect(status).toBe(201);
    expect(Object.keys(body as object).sort()).toEqual(['accessToken', 'expiresIn', 'refreshToken']);
    expect((body as Pair).refreshToken).not.toBe(first.refreshToken);
    expect((await me((body as Pair).accessToken)).status).toBe(200);
    expect((await me(first.accessToken)).status).toBe(200);
  });

  it('a token that comes twice ends the session for whoever holds any of its tokens', async () => {
    const stolen = await signIn(app, officer.login, PASSWORD);
    const second = (await refresh(stolen.refreshToken)).body as Pair;
    const third = (await refresh(second.refreshToken)).body as Pair;
    const reuse = await refresh(stolen.refreshToken);
    expect([reuse.status, code(reuse)]).toEqual([401, 'refresh_token_reused']);
    for (const token of [second.refreshToken, third.refreshToken]) {
      const answer = await refresh(token);
      expect([answer.status, code(answer)]).toEqual([401, 'invalid_refresh_token']);
    }
    for (const token of [stolen.accessToken, second.accessToken, third.accessToken])
      expect(code(await me(token))).toBe('invalid_token');
    const [entry] = await app.dataSource.query<{ why: string }[]>(
      `SELECT payload->'data'->>'why' AS why FROM outbox WHERE aggregate_type = 'session' AND action = 'ended' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry?.why).toBe('token_reused');
  });

  it('a thief cannot undo that by making the request one that may be repeated', async () => {
    const stolen = await signIn(app, officer.login, PASSWORD);
    const next = (await refresh(stolen.refreshToken)).body as Pair;
    const reuse = await refresh(stolen.refreshToken).set('Idempotency-Key', 'thief');
    expect(code(reuse)).toBe('refresh_token_reused');
    expect((await me(next.accessToken)).status).toBe(401);
  });

  it('two at once with one token: one at most is answered, and the session has ended', async () => {
    for (let round = 0; round < 5; round++) {
      const { refreshToken } = await signIn(app, officer.login, PASSWORD);
      const answers = await Promise.all([1, 2, 3, 4].map(() => refresh(refreshToken)));
      const winners = answers.filter((a) => a.status === 201);
      expect(winners).toHaveLength(1);
      expect(answers.filter((a) => code(a) === 'refresh_token_reused')).toHaveLength(1);
      expect(answers.filter((a) => code(a) === 'invalid_refresh_token')).toHaveLength(2);
      expect((await me((winners[0]?.body as Pair).accessToken)).status).toBe(401);
    }
  });

  it('refuses a token nobody issued, and one of a session whose time is over', async () => {
    expect(code(await refresh('nothing'))).toBe('invalid_refresh_token');
    const session = await signIn(app, officer.login, PASSWORD);
    await app.dataSource.query(
      `UPDATE session SET expires_at = clock_timestamp() - interval '1 second' WHERE id =
         (SELECT id FROM session WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1)`,
      [officer.id],
    );
    expect(code(await refresh(session.refreshToken))).toBe('invalid_refresh_token');
    expect(code(await me(session.accessToken))).toBe('invalid_token');
  });
});

describe('signing out', () => {
  it('ends the own session at once, and no other', async () => {
    const [one, other] = [await signIn(app, officer.login, PASSWORD), await signIn(app, officer.login, PASSWORD)];
    const { status, body } = await app.http.delete('/api/v1/auth/sessions').set(one.auth);
    expect([status, body]).toEqual([204, {}]);
    expect((await me(one.accessToken)).status).toBe(401);
    expect(code(await refresh(one.refreshToken))).toBe('invalid_refresh_token');
    expect((await me(other.accessToken)).status).toBe(200);
    expect((await app.http.delete('/api/v1/auth/sessions')).status).toBe(401);
  });
});

describe('changing the own password', () => {
  const change = (account: TestAccount, body: object) =>
    app.http.post('/api/v1/auth/password').set(account.auth).send(body);

  it('ends every other session and keeps this one; the old password no longer works', async () => {
    const person = await makeUser(app, 'agency_manager');
    const elsewhere = await signIn(app, person.login, PASSWORD);
    const newPassword = 'a new and longer secret';
    expect((await change(person, { currentPassword: PASSWORD, newPassword })).status).toBe(204);
    expect((await me(person.accessToken)).status).toBe(200);
    expect((await me(elsewhere.accessToken)).status).toBe(401);
    expect((await sessions({ login: person.login, password: PASSWORD })).status).toBe(401);
    expect((await sessions({ login: person.login, password: newPassword })).status).toBe(201);
  });

  it('needs the old one', async () => {
    const answer = await change(officer, { currentPassword: 'wrong password', newPassword: 'a new and longer secret' });
    expect([answer.status, code(answer)]).toEqual([422, 'wrong_password']);
    // The new one is not judged for whoever does not know it.
    const weak = await change(officer, { currentPassword: 'wrong password', newPassword: 'aaaaaaaaaaaaaa' });
    expect([weak.status, code(weak)]).toEqual([422, 'wrong_password']);
    expect((await sessions({ login: officer.login, password: PASSWORD })).status).toBe(201);
  });

  it.each([
    ['too_short', 'short'],
    ['too_simple', 'aaaaaaaaaaaaaa'],
    ['holds_login', 'LOGIN and more'],
    ['too_common', `${'password'.repeat(8)} and what nobody guesses: zhaoqian-sunli`],
    ['too_long', 'x'.repeat(257)],
  ])('refuses a weak one: %s', async (fault, text) => {
    const newPassword = text.replace('LOGIN', officer.login);
    const answer = await change(officer, { currentPassword: PASSWORD, newPassword });
    expect([answer.status, (answer.body as { errors: object[] }).errors[0]]).toMatchObject([
      400,
      { pointer: '/newPassword', code: fault },
    ]);
  });

  it('needs somebody signed in', async () => {
    const answer = await app.http.post('/api/v1/auth/password').send({ currentPassword: 'x', newPassword: 'y' });
    expect(answer.status).toBe(401);
  });
});

describe('what a session is worth', () => {
  it('nothing once its row is gone or is another’s', async () => {
    const { accessToken } = await signIn(app, officer.login, PASSWORD);
    const [, payload] = accessToken.split('.');
    const { sid } = JSON.parse(Buffer.from(payload as string, 'base64url').toString()) as { sid: string };
    const stranger = await makeAccount(app);
    await app.dataSource.query(`UPDATE session SET user_id = $2 WHERE id = $1`, [sid, stranger.id]);
    expect((await me(accessToken)).status).toBe(401);
  });

  it('a seat that is taken away counts at once', async () => {
    const person = await makeUser(app, 'supervisor');
    await app.dataSource.query(`DELETE FROM seat WHERE user_id = $1`, [person.id]);
    const { body } = await me(person.accessToken);
    expect(body).toMatchObject({ seats: [], permissions: [] });
  });
});
