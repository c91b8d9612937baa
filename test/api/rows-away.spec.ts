import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { addSeats, removeSeats } from '../../src/people/accounts/seats.js';
import { issueSetupCode } from '../../src/people/accounts/sessions/setup-codes.js';
import { bearer, makeBody, makeUser, PASSWORD, runInProduct, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { writeByHand } from '../support/by-hand.js';

const NEW_PASSWORD = 'another horse battery';

describe('a row that somebody takes away while the product ends what it opens, and puts back', () => {
  let app: TestApp;
  let body: string;
  let victim: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    body = await makeBody(app);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    victim = await makeUser(app, 'bureau_officer', body);
  });

  const sql = writeByHand(() => app);
  const take = async (table: string, where: string, params: unknown[]): Promise<() => Promise<void>> => {
    const rows = await sql<{ row: object }[]>(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${where}`, params);
    expect(rows.length).toBeGreaterThan(0);
    await sql(`DELETE FROM ${table} t WHERE ${where}`, params);
    return async () => {
      for (const { row } of rows)
        await sql(`INSERT INTO ${table} SELECT (jsonb_populate_record(NULL::${table}, $1::jsonb)).*`, [
          JSON.stringify(row),
        ]);
    };
  };
  const takeSessions = async (user: string, but: string | null = null): Promise<() => Promise<void>> => {
    const of = `SELECT id FROM session WHERE user_id = $1 AND id IS DISTINCT FROM $2::uuid`;
    const tokens = await take('refresh_token', `session_id IN (${of})`, [user, but]);
    const sessions = await take('session', `user_id = $1 AND id IS DISTINCT FROM $2::uuid`, [user, but]);
    return async () => {
      await sessions();
      await tokens();
    };
  };
  const me = async (token: string) => (await app.http.get('/api/v1/me').set(bearer(token))).status;
  const refresh = async (refreshToken: string) =>
    (await app.http.post('/api/v1/auth/refresh').send({ refreshToken })).status;
  const setUp = async (code: string | undefined) =>
    (await app.http.post('/api/v1/auth/setup').send({ code, password: NEW_PASSWORD })).status;

  it('is no session after the own password was changed; the session that changed it goes on', async () => {
    const answer = await app.http.post('/api/v1/auth/sessions').send({ login: victim.login, password: PASSWORD });
    const own = answer.body as { accessToken: string; refreshToken: string };
    const { session } = JSON.parse(Buffer.from(own.accessToken.split('.')[1] ?? '', 'base64url').toString()) as {
      session?: string;
      sid?: string;
    };
    const [kept] = await sql<{ id: string }[]>(
      `SELECT id FROM session WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1`,
      [victim.id],
    );
    expect(session === undefined || session === kept?.id).toBe(true);
    const putBack = await takeSessions(victim.id, kept?.id ?? null);
    await app.http
      .post('/api/v1/auth/password')
      .set(bearer(own.accessToken))
      .send({ currentPassword: PASSWORD, newPassword: NEW_PASSWORD })
      .expect(204);
    await putBack();
    expect([await me(victim.accessToken), await refresh(victim.refreshToken)]).toEqual([401, 401]);
    expect([await me(own.accessToken), await refresh(own.refreshToken)]).toEqual([200, 201]);
  });

  it('is neither session nor key after an administrator ended them; what is begun later counts', async () => {
    const admin = await makeUser(app, 'admin');
    const makeKey = async (by: TestAccount) =>
      (
        (
          await app.http
            .post('/api/v1/api-keys')
            .set(by.auth)
            .send({ name: 'x', scopes: ['tender.read'] })
            .expect(201)
        ).body as { key: string }
      ).key;
    const key = await makeKey(victim);
    expect(await me(key)).toBe(200);
    const putBack = await takeSessions(victim.id);
    const putKeyBack = await take('api_key', 'holder_id = $1', [victim.id]);
    const [row] = await sql<{ version: number }[]>(`SELECT version FROM app_user WHERE id = $1`, [victim.id]);
    await app.http
      .post(`/api/v1/users/${victim.id}/actions/end-sessions`)
      .set({ ...admin.auth, 'If-Match': `"${row?.version}"` })
      .send({ reason: '密钥外泄' })
      .expect(200);
    await putBack();
    await putKeyBack();
    expect([await me(key), await me(victim.accessToken), await refresh(victim.refreshToken)]).toEqual([401, 401, 401]);
    const answer = await app.http.post('/api/v1/auth/sessions').send({ login: victim.login, password: PASSWORD });
    const { accessToken } = answer.body as { accessToken: string };
    expect(await me(accessToken)).toBe(200);
    expect(await me(await makeKey({ ...victim, auth: bearer(accessToken) }))).toBe(200);
    // Marks that somebody writes open nothing either.
    await sql(`UPDATE app_user SET session_mark = NULL, key_mark = NULL WHERE id = $1`, [victim.id]);
    expect([await me(key), await me(victim.accessToken), await me(accessToken)]).toEqual([401, 401, 401]);
  });

  it('is no key by an older mark that was put back before the sessions ended', async () => {
    const admin = await makeUser(app, 'admin');
    const made = await app.http
      .post('/api/v1/api-keys')
      .set(victim.auth)
      .send({ name: 'x', scopes: ['tender.read'] });
    const { key } = made.body as { key: string };
    expect(await me(key)).toBe(200);
    const act = async (action: string) => {
      const [row] = await sql<{ version: number }[]>(`SELECT version FROM app_user WHERE id = $1`, [victim.id]);
      await app.http
        .post(`/api/v1/users/${victim.id}/actions/${action}`)
        .set({ ...admin.auth, 'If-Match': `"${row?.version}"` })
        .send({ reason: '密钥外泄' })
        .expect(200);
    };
    const [marks] = await sql<{ old: string }[]>(`SELECT key_mark AS old FROM app_user WHERE id = $1`, [victim.id]);
    const putKeyBack = await take('api_key', 'holder_id = $1', [victim.id]);
    await act('end-sessions');
    await sql(`UPDATE app_user SET key_mark = $2 WHERE id = $1`, [victim.id, marks?.old]);
    await act('disable');
    await act('enable');
    await putKeyBack();
    expect(await me(key)).toBe(401);
  });

  it('is no seat after the seat was taken', async () => {
    const putBack = await take('seat', 'user_id = $1', [victim.id]);
    await runInProduct(app, (tx) => removeSeats(tx, victim.id, [{ organisation: body, role: 'bureau_officer' }]));
    await runInProduct(app, (tx) =>
      addSeats(tx, victim.id, [{ organisation: body, role: 'integrator', outsideSince: null, inForceAt: null }]),
    );
    await putBack();
    const { body: shown } = await app.http.get('/api/v1/me').set(victim.auth).expect(200);
    expect(shown).toMatchObject({ seats: [{ role: 'integrator' }] });
  });

  describe('which was a seat, beside one that it may not stand beside and that was given meanwhile', () => {
    const shownTo = async () =>
      (await app.http.get('/api/v1/me').set(victim.auth).expect(200)).body as { seats: { role: string }[] };
    /** The security administrator says which seats the account has. */
    const giveAgencySeat = async (...kept: object[]) => {
      const admin = await makeUser(app, 'admin');
      const agency = await makeBody(app, { kind: 'agency' });
      const [row] = await sql<{ version: number }[]>(`SELECT version FROM app_user WHERE id = $1`, [victim.id]);
      await app.http
        .put(`/api/v1/users/${victim.id}/seats`)
        .set({ ...admin.auth, 'If-Match': `"${row?.version}"` })
        .send({ seats: [...kept, { organisation: agency, role: 'agency_manager' }] })
        .expect(200);
      expect((await shownTo()).seats.map(({ role }) => role)).toContain('agency_manager');
    };

    it('does not act, and the other one does: the old one was away when it was given', async () => {
      const putBack = await take('seat', 'user_id = $1', [victim.id]);
      await giveAgencySeat();
      await putBack();
      expect((await shownTo()).seats).toMatchObject([{ role: 'agency_manager' }]);
    });

    it('does not act, and the other one does: the old one was ended', async () => {
      const [row] = await sql<{ row: object }[]>(`SELECT to_jsonb(s) AS row FROM seat s WHERE user_id = $1`, [
        victim.id,
      ]);
      await giveAgencySeat();
      await sql(`INSERT INTO seat SELECT (jsonb_populate_record(NULL::seat, $1::jsonb)).*`, [JSON.stringify(row?.row)]);
      expect((await shownTo()).seats).toMatchObject([{ role: 'agency_manager' }]);
    });

    it('does not act, and the other one does: the old one said another role when it was given', async () => {
      await sql(`UPDATE seat SET role = 'integrator' WHERE user_id = $1`, [victim.id]);
      await giveAgencySeat({ organisation: body, role: 'integrator' });
      await sql(`UPDATE seat SET role = 'bureau_officer' WHERE user_id = $1 AND organisation_id = $2`, [
        victim.id,
        body,
      ]);
      expect((await shownTo()).seats).toMatchObject([{ role: 'agency_manager' }]);
    });

    it('is refused beside it while it stands there', async () => {
      const admin = await makeUser(app, 'admin');
      const agency = await makeBody(app, { kind: 'agency' });
      const [row] = await sql<{ version: number }[]>(`SELECT version FROM app_user WHERE id = $1`, [victim.id]);
      const answer = await app.http
        .put(`/api/v1/users/${victim.id}/seats`)
        .set({ ...admin.auth, 'If-Match': `"${row?.version}"` })
        .send({
          seats: [
            { organisation: body, role: 'bureau_officer' },
            { organisation: agency, role: 'agency_manager' },
          ],
        });
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([422, 'seats_conflict']);
    });
  });

  it('is no setup code beside a newer one', async () => {
    const { setupCode } = await runInProduct(app, (tx) => issueSetupCode(tx, victim.id, null));
    const putBack = await take('setup_code', 'user_id = $1 AND used_at IS NULL', [victim.id]);
    const newer = await runInProduct(app, (tx) => issueSetupCode(tx, victim.id, null));
    const putNewerBack = await take('setup_code', 'user_id = $1 AND used_at IS NULL', [victim.id]);
    await putBack();
    expect(await setUp(setupCode)).toBe(401);
    await sql(`DELETE FROM setup_code WHERE user_id = $1 AND used_at IS NULL`, [victim.id]);
    await putNewerBack();
    expect(await setUp(newer.setupCode)).toBe(200);
  });

  /** What an administrator gets who gives a new account a seat. */
  const createSeated = async (organisation: string, role: string) => {
    const admin = await makeUser(app, 'admin');
    const { status, body: made } = await app.http
      .post('/api/v1/users')
      .set(admin.auth)
      .send({
        ...{ login: `n${randomBytes(5).toString('hex')}`, name: '虚构' },
        seats: [{ organisation, role }],
      });
    const { setupCode, seats, requests } = made as { setupCode?: string; seats: object[]; requests: string[] };
    return { status, setupCode, seats, requests: requests.length };
  };

  it.each(['agency_manager', 'bureau_officer'] as const)(
    'leaves its body with %s, though an entry written by hand hides who sits there, and a true one is sealed over it',
    async (role) => {
      const kind = role === 'agency_manager' ? 'agency' : 'bureau';
      const seated = await makeBody(app, { kind });
      await makeUser(app, role, seated);
      const takesTwo = { status: 201, setupCode: undefined, seats: [], requests: 1 };
      await take('seat', 'organisation_id = $1', [seated]);
      expect(await createSeated(seated, role)).toEqual(takesTwo);
      await sql(
        `INSERT INTO audit_entry OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(NULL::audit_entry, to_jsonb(e) || jsonb_build_object(
           'id', (SELECT max(id) + 1000000 FROM audit_entry), 'seq', e.seq + 1, 'seal', '\\x' || repeat('ab', 32)))).*
         FROM audit_entry e WHERE aggregate_type = 'organisation' AND aggregate_id = $1 ORDER BY seq DESC LIMIT 1`,
        [seated],
      );
      expect(await createSeated(seated, role)).toEqual(takesTwo);
      await runInProduct(app, (tx) => tx.record({ aggregate: 'organisation', id: seated, action: 'changed' }));
      expect(await createSeated(seated, role)).toEqual(takesTwo);
      const open = await makeBody(app, { kind });
      expect(await createSeated(open, role)).toMatchObject({ status: 201, seats: [{ role }] });
    },
  );

  it('leaves its body with a manager: an administrator gets no code there, as while the row stands', async () => {
    const agency = await makeBody(app, { kind: 'agency' });
    const manager = await makeUser(app, 'agency_manager', agency);
    const create = () => createSeated(agency, 'agency_manager');
    const honest = await create();
    expect(honest).toEqual({ status: 201, setupCode: undefined, seats: [], requests: 1 });
    const putBack = await take('seat', 'organisation_id = $1', [agency]);
    expect(await create()).toEqual(honest);
    await putBack();
    expect(await me(manager.accessToken)).toBe(200);
    // A manager whose seat the product has ended is none.
    await runInProduct(app, (tx) => removeSeats(tx, manager.id, [{ organisation: agency, role: 'agency_manager' }]));
    expect(await create()).toMatchObject({ status: 201, seats: [{ role: 'agency_manager' }] });
  });
});
