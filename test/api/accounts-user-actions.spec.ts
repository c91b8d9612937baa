import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { makeAccount, makeBody, makeUser, PASSWORD, signIn, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
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

describe('acting on an account', () => {
  it('reset by the manager of the body: the password is gone, sessions end, a new code is shown', async () => {
    const agency = await makeBody(app, { kind: 'agency' });
    const manager = await makeUser(app, 'agency_manager', agency);
    const person = await makeUser(app, 'agency_worker', agency);
    const answer = await desk.act(await desk.read(person.id), 'reset', { reason: 'forgot it' }, manager);
    const user = answer.body as User;
    expect([answer.status, user.passwordSet]).toEqual([200, false]);
    expect((await app.http.get('/api/v1/me').set(person.auth)).status).toBe(401);
    expect((await desk.session(person.login, PASSWORD)).status).toBe(401);
    const second = (await desk.act(user, 'reset', {}, manager).expect(200)).body as User;
    expect(codeOf(await desk.setUp({ code: user.setupCode, password: 'a long enough secret' }))).toBe(
      'invalid_setup_code',
    );
    expect((await desk.setUp({ code: second.setupCode, password: 'a long enough secret' })).status).toBe(200);
    const [entry] = await app.dataSource.query<{ text: string }[]>(
      `SELECT convert_from(canonical, 'UTF8') AS text FROM audit_entry
       WHERE aggregate_type = 'user' AND aggregate_id = $1 AND action = 'reset' ORDER BY id LIMIT 1`,
      [person.id],
    );
    // What is said of a person lies there under the person's key, and is read by who may.
    expect(entry?.text).not.toContain('forgot it');
    const { body } = await app.http.get(`/api/v1/history?subject=user:${person.id}`).set(manager.auth).expect(200);
    const reasons = (body as { items: { action: string; reason: string | null }[] }).items;
    expect(reasons.find(({ action }) => action === 'reset')?.reason).toBe('forgot it');
  });

  it('disable: out at once, and no way back in until it is enabled', async () => {
    const person = await makeUser(app, 'bureau_officer', bureau);
    const user = (await desk.act(await desk.read(person.id), 'disable').expect(200)).body as User;
    expect(user).toMatchObject({ state: 'disabled', allowedActions: [{ action: 'enable' }] });
    expect(codeOf(await app.http.get('/api/v1/me').set(person.auth))).toBe('invalid_token');
    expect(codeOf(await app.http.post('/api/v1/auth/refresh').send({ refreshToken: person.refreshToken }))).toBe(
      'invalid_refresh_token',
    );
    expect(codeOf(await desk.session(person.login, PASSWORD))).toBe('wrong_credentials');
    for (const action of ['disable', 'reset', 'end-sessions']) {
      const answer = await desk.act(user, action);
      expect([answer.status, answer.body]).toMatchObject([409, { code: 'wrong_state', allowedActions: ['enable'] }]);
    }
    expect((await desk.act(user, 'enable')).body).toMatchObject({ state: 'active' });
    // The sessions of before stay ended.
    expect((await app.http.get('/api/v1/me').set(person.auth)).status).toBe(401);
    expect((await desk.session(person.login, PASSWORD)).status).toBe(201);
  });

  it('disable also takes an open one-time code away', async () => {
    const user = await desk.made();
    await desk.act(user, 'disable').expect(200);
    expect(codeOf(await desk.setUp({ code: user.setupCode, password: 'a long enough secret' }))).toBe(
      'invalid_setup_code',
    );
  });

  it('end-sessions: every session, and the person may sign in again', async () => {
    const person = await makeUser(app, 'bureau_officer', bureau);
    const other = await signIn(app, person.login, PASSWORD);
    expect((await desk.act(await desk.read(person.id), 'end-sessions')).status).toBe(200);
    for (const { auth } of [person, other]) expect((await app.http.get('/api/v1/me').set(auth)).status).toBe(401);
    expect((await desk.session(person.login, PASSWORD)).status).toBe(201);
  });

  it('an action that is not in the table is not there; a version is needed', async () => {
    const user = await desk.made();
    for (const action of ['delete', 'end_sessions', 'END-SESSIONS', '__proto__'])
      expect(codeOf(await desk.act(user, action))).toBe('route_not_found');
    const none = await app.http.post(`/api/v1/users/${user.id}/actions/disable`).set(admin.auth);
    expect(codeOf(none)).toBe('if_match_required');
    expect(codeOf(await desk.act({ ...user, version: 9 }, 'disable'))).toBe('stale_version');
    const bad = await app.http.post(`/api/v1/users/${user.id}/actions/disable`).set(admin.auth).set('If-Match', '*');
    expect(codeOf(bad)).toBe('bad_if_match');
  });

  it('nobody acts on the own account, where that would lock oneself out', async () => {
    const second = await makeAccount(app, { role: 'admin', organisation: null });
    for (const action of ['disable', 'reset']) {
      const answer = await desk.act(await desk.read(second.id), action, {}, second);
      expect([answer.status, codeOf(answer)]).toEqual([422, 'own_account']);
    }
    expect((await desk.act(await desk.read(second.id), 'reset')).status).toBe(200);
    expect((await desk.act(await desk.read(second.id), 'disable')).status).toBe(200);
  });

  it('every change has one audit row and one event in its transaction, without names', async () => {
    const user = await desk.made({ name: '不该出现的名字' });
    await desk.act(user, 'disable');
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
      expect(answers.map(codeOf)).toContain('last_admin');

      const [winner, loser] = answers[0].status === 200 ? [a, b] : [b, a];
      const own = await disable(winner, winner);
      expect([own.status, codeOf(own)]).toEqual([422, 'last_admin']);
      const drop = () =>
        small.http.put(`/api/v1/users/${winner.id}/seats`).set(winner.auth).set('If-Match', '"1"').send({ seats: [] });
      expect(codeOf(await drop())).toBe('last_admin');
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
