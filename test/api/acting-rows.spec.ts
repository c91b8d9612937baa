import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { createHash, randomBytes } from 'node:crypto';
import { Passwords } from '../../src/people/accounts/sessions/passwords.js';
import { addSeats } from '../../src/people/accounts/seats.js';
import { issueSetupCode } from '../../src/people/accounts/sessions/setup-codes.js';
import { plainSetupCode } from '../../src/people/accounts/sessions/secrets.js';
import { storePassword } from '../../src/people/accounts/sessions/stored-passwords.js';
import { bearer, makeBody, makeUser, PASSWORD, runInProduct, signIn, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
let body: string;
let victim: TestAccount;
let stranger: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  body = await makeBody(app);
});
afterAll(() => app.close());
beforeEach(async () => {
  victim = await makeUser(app, 'bureau_officer', body);
  stranger = await makeUser(app, 'bureau_officer');
});

/** As whoever has the database and no key: by the role that owns the tables. */
const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.dataSource.query(text, values);
const sha = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const me = (token: string) => app.http.get('/api/v1/me').set(bearer(token));
const code = ({ status, body: said }: { status: number; body: unknown }) => [
  status,
  (said as { code?: string }).code ?? null,
];
const NO_TOKEN = [401, 'invalid_token'];
const sidOf = (token: string): string =>
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string }).sid;
const tryPassword = async (login: string, password: string) =>
  code(await app.http.post('/api/v1/auth/sessions').send({ login, password }));
const renew = async (refreshToken: string) => app.http.post('/api/v1/auth/refresh').send({ refreshToken });
const rolesOf = async (token: string): Promise<string[]> =>
  ((await me(token).expect(200)).body as { permissions: string[] }).permissions;
const refused = async (): Promise<number> => {
  const { text } = await app.http.get('/metrics');
  return [...text.matchAll(/^acting_rows_refused\{.*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
};

describe('a password', () => {
  const WRONG = [401, 'wrong_credentials'];
  const stored = async (id: string) =>
    (await sql(`SELECT password_hash, password_key FROM app_user WHERE id = $1`, [id]))[0] as {
      password_hash: string;
      password_key: string;
    };
  const put = (id: string, { password_hash, password_key }: { password_hash: string; password_key: string | null }) =>
    sql(`UPDATE app_user SET password_hash = $2, password_key = $3 WHERE id = $1`, [id, password_hash, password_key]);

  it('inserted by hand opens nothing, though its own pepper made it', async () => {
    const made = await app.running.app.get(Passwords).hash('another horse battery');
    const [row] = await sql(
      `INSERT INTO app_user (login, name, password_hash, password_key) VALUES ($1, 'x', $2, $3) RETURNING id`,
      [`forged${randomBytes(4).toString('hex')}`, made.password_hash, made.password_key],
    );
    const [{ login } = {}] = await sql(`SELECT login FROM app_user WHERE id = $1`, [row?.['id']]);
    expect(await tryPassword(String(login), 'another horse battery')).toEqual(WRONG);
    expect(await tryPassword(victim.login, PASSWORD)).toEqual([201, null]);
  });

  it('altered opens nothing, and the honest one again once it is put back', async () => {
    const honest = await stored(victim.id);
    const before = await refused();
    await put(victim.id, await app.running.app.get(Passwords).hash('another horse battery'));
    expect(await tryPassword(victim.login, 'another horse battery')).toEqual(WRONG);
    expect(await refused()).toBe(before + 1);
    await put(victim.id, honest);
    expect(await tryPassword(victim.login, PASSWORD)).toEqual([201, null]);
  });

  it('copied from another account opens nothing', async () => {
    await runInProduct(app, async (tx) => {
      const known = await app.running.app.get(Passwords).hash('another horse battery');
      await storePassword(tx, stranger.id, known);
    });
    expect(await tryPassword(stranger.login, 'another horse battery')).toEqual([201, null]);
    await put(victim.id, await stored(stranger.id));
    expect(await tryPassword(victim.login, 'another horse battery')).toEqual(WRONG);
    await sql(`UPDATE app_user SET login = login || '-old' WHERE id = $1`, [victim.id]);
    await sql(`UPDATE app_user SET login = $2 WHERE id = $1`, [stranger.id, victim.login]);
    expect(await tryPassword(victim.login, 'another horse battery')).toEqual(WRONG);
  });

  it('put back to an older one opens nothing, and the newer one does', async () => {
    const older = await stored(victim.id);
    const change = { currentPassword: PASSWORD, newPassword: 'another horse battery' };
    await app.http.post('/api/v1/auth/password').set(victim.auth).send(change).expect(204);
    const newer = await stored(victim.id);
    await put(victim.id, older);
    expect(await tryPassword(victim.login, PASSWORD)).toEqual(WRONG);
    await put(victim.id, newer);
    expect(await tryPassword(victim.login, 'another horse battery')).toEqual([201, null]);
  });

  it('without a pepper is one more time believed where it was bound, and has one from then on', async () => {
    const old = await hash(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });
    await runInProduct(app, async (tx) => {
      await storePassword(tx, victim.id, { password_hash: old, password_key: null });
    });
    expect(await tryPassword(victim.login, PASSWORD)).toEqual([201, null]);
    const now = await stored(victim.id);
    expect([now.password_key, now.password_hash === old]).toEqual([expect.any(String), false]);
    expect(await tryPassword(victim.login, PASSWORD)).toEqual([201, null]);
    await put(victim.id, { password_hash: old, password_key: null });
    expect(await tryPassword(victim.login, PASSWORD)).toEqual(WRONG);
  });
});

describe('an account', () => {
  it('that was disabled is not enabled by hand, for its password, its sessions nor its keys', async () => {
    const admin = await makeUser(app, 'admin');
    const made = await app.http
      .post('/api/v1/api-keys')
      .set(victim.auth)
      .send({ name: 'x', scopes: ['tender.read'] })
      .expect(201);
    const { key } = made.body as { key: string };
    const act = async (action: string) => {
      const [row] = await sql(`SELECT version FROM app_user WHERE id = $1`, [victim.id]);
      const path = `/api/v1/users/${victim.id}/actions/${action}`;
      await app.http
        .post(path)
        .set(admin.auth)
        .set('If-Match', `"${String(row?.['version'])}"`)
        .send({})
        .expect(200);
    };
    await act('disable');
    await sql(`UPDATE app_user SET state = 'active' WHERE id = $1`, [victim.id]);
    await sql(`UPDATE session SET ended_at = NULL, ended_why = NULL WHERE user_id = $1`, [victim.id]);
    expect(await tryPassword(victim.login, PASSWORD)).toEqual([401, 'wrong_credentials']);
    expect(code(await me(victim.accessToken))).toEqual(NO_TOKEN);
    expect(code(await me(key))).toEqual(NO_TOKEN);
    expect(code(await renew(victim.refreshToken))).toEqual([401, 'invalid_refresh_token']);
    await sql(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [victim.id]);
    await act('enable');
    expect(await tryPassword(victim.login, PASSWORD)).toEqual([201, null]);
    expect(code(await me(key))).toEqual([200, null]);
    expect(code(await me(victim.accessToken))).toEqual(NO_TOKEN);
  });
});

describe('a setup code', () => {
  const INVALID = [401, 'invalid_setup_code'];
  const give = () => runInProduct(app, (tx) => issueSetupCode(tx, victim.id, null));
  const redeem = async (typed: string) =>
    code(await app.http.post('/api/v1/auth/setup').send({ code: typed, password: 'another horse battery' }));
  const hashOf = (typed: string): Buffer => sha(plainSetupCode(typed));
  const FORGED = 'AAAAA-BBBBB-CCCCC-DDDDD';

  it('inserted, altered or copied from another account opens nothing', async () => {
    await sql(
      `INSERT INTO setup_code (hash, user_id, expires_at) VALUES ($1, $2, clock_timestamp() + interval '1 day')`,
      [hashOf(FORGED), victim.id],
    );
    expect(await redeem(FORGED)).toEqual(INVALID);
    const { setupCode } = await give();
    await sql(`UPDATE setup_code SET hash = $2 WHERE hash = $1`, [hashOf(setupCode), hashOf(FORGED)]);
    expect(await redeem(FORGED)).toEqual(INVALID);
    await sql(`UPDATE setup_code SET hash = $1 WHERE hash = $2`, [hashOf(setupCode), hashOf(FORGED)]);
    await sql(`UPDATE setup_code SET user_id = $2 WHERE hash = $1`, [hashOf(setupCode), stranger.id]);
    expect(await redeem(setupCode)).toEqual(INVALID);
    await sql(`UPDATE setup_code SET user_id = $2 WHERE hash = $1`, [hashOf(setupCode), victim.id]);
    expect(await redeem(setupCode)).toEqual([200, null]);
  });

  it('that was used, or lived too long, is not put back', async () => {
    const { setupCode } = await give();
    expect(await redeem(setupCode)).toEqual([200, null]);
    await sql(`UPDATE setup_code SET used_at = NULL WHERE hash = $1`, [hashOf(setupCode)]);
    expect(await redeem(setupCode)).toEqual(INVALID);
    const later = (await give()).setupCode;
    await sql(`UPDATE setup_code SET expires_at = expires_at + interval '1 year' WHERE hash = $1`, [hashOf(later)]);
    expect(await redeem(later)).toEqual(INVALID);
    await sql(`UPDATE setup_code SET expires_at = expires_at - interval '1 year' WHERE hash = $1`, [hashOf(later)]);
    expect(await redeem(later)).toEqual([200, null]);
  });
});

describe('a session', () => {
  it('inserted, altered or copied from another account opens nothing', async () => {
    const other = sidOf(stranger.accessToken);
    const session = sidOf(victim.accessToken);
    // The token is signed for this session and this account; the row behind it is another.
    await sql(`DELETE FROM refresh_token WHERE session_id = $1`, [session]);
    await sql(`DELETE FROM session WHERE id = $1`, [session]);
    await sql(`INSERT INTO session (id, user_id, expires_at) VALUES ($1, $2, clock_timestamp() + interval '1 day')`, [
      session,
      victim.id,
    ]);
    expect(code(await me(victim.accessToken))).toEqual(NO_TOKEN);
    await sql(`UPDATE session SET expires_at = (SELECT expires_at FROM session WHERE id = $2) WHERE id = $1`, [
      session,
      other,
    ]);
    expect(code(await me(victim.accessToken))).toEqual(NO_TOKEN);
    expect(code(await me(stranger.accessToken))).toEqual([200, null]);
    await sql(`UPDATE session SET expires_at = expires_at + interval '1 year' WHERE id = $1`, [other]);
    expect(code(await me(stranger.accessToken))).toEqual(NO_TOKEN);
    await sql(`UPDATE session SET expires_at = expires_at - interval '1 year' WHERE id = $1`, [other]);
    expect(code(await me(stranger.accessToken))).toEqual([200, null]);
  });

  it('that has ended is not opened again by hand', async () => {
    await app.http.delete('/api/v1/auth/sessions').set(victim.auth).expect(204);
    await sql(`UPDATE session SET ended_at = NULL, ended_why = NULL WHERE id = $1`, [sidOf(victim.accessToken)]);
    expect(code(await me(victim.accessToken))).toEqual(NO_TOKEN);
    expect(code(await renew(victim.refreshToken))).toEqual([401, 'invalid_refresh_token']);
  });
});

describe('a refresh token', () => {
  const INVALID = [401, 'invalid_refresh_token'];

  it('inserted, altered or copied from another account opens nothing', async () => {
    const session = sidOf(victim.accessToken);
    const honest = sha(victim.refreshToken);
    await sql(`UPDATE refresh_token SET hash = $2 WHERE hash = $1`, [honest, sha('forged')]);
    expect(code(await renew('forged'))).toEqual(INVALID);
    await sql(`UPDATE refresh_token SET hash = $1 WHERE hash = $2`, [honest, sha('forged')]);
    const own = sha(stranger.refreshToken);
    await sql(`UPDATE refresh_token SET used_at = clock_timestamp() WHERE hash = $1`, [honest]);
    await sql(`INSERT INTO refresh_token (hash, session_id) VALUES ($1, $2)`, [sha('inserted'), session]);
    expect(code(await renew('inserted'))).toEqual(INVALID);
    await sql(`DELETE FROM refresh_token WHERE hash = $1`, [sha('inserted')]);
    await sql(`UPDATE refresh_token SET session_id = $2 WHERE hash = $1`, [own, session]);
    expect(code(await renew(stranger.refreshToken))).toEqual(INVALID);
    await sql(`UPDATE refresh_token SET session_id = $2 WHERE hash = $1`, [own, sidOf(stranger.accessToken)]);
    await sql(`UPDATE refresh_token SET used_at = NULL WHERE hash = $1`, [honest]);
    expect((await renew(stranger.refreshToken)).status).toBe(201);
    expect((await renew(victim.refreshToken)).status).toBe(201);
  });

  it('that was used is not put back', async () => {
    const { body: pair } = await renew(victim.refreshToken);
    const next = (pair as { refreshToken: string }).refreshToken;
    await sql(`UPDATE refresh_token SET used_at = clock_timestamp() WHERE hash = $1`, [sha(next)]);
    await sql(`UPDATE refresh_token SET used_at = NULL WHERE hash = $1`, [sha(victim.refreshToken)]);
    expect(code(await renew(victim.refreshToken))).toEqual(INVALID);
    await sql(`UPDATE refresh_token SET used_at = clock_timestamp() WHERE hash = $1`, [sha(victim.refreshToken)]);
    await sql(`UPDATE refresh_token SET used_at = NULL WHERE hash = $1`, [sha(next)]);
    expect((await renew(next)).status).toBe(201);
  });
});

describe('an API key', () => {
  const make = async (by: TestAccount, scopes: string[]) => {
    const answer = await app.http.post('/api/v1/api-keys').set(by.auth).send({ name: 'x', scopes }).expect(201);
    return answer.body as { id: string; key: string; version: number };
  };
  const COLUMNS = `hint, name, organisation_id, holder_id, scopes, expires_at`;

  it('inserted, altered, or copied from another account opens nothing', async () => {
    const honest = await make(victim, ['tender.read']);
    await sql(`INSERT INTO api_key (hash, ${COLUMNS}) SELECT $2, ${COLUMNS} FROM api_key WHERE id = $1`, [
      honest.id,
      sha('tlk_forged'),
    ]);
    expect(code(await me('tlk_forged'))).toEqual(NO_TOKEN);
    for (const [change, back] of [
      [`scopes = '{tender.read,tender.record}'`, `scopes = '{tender.read}'`],
      [`expires_at = expires_at + interval '1 year'`, `expires_at = expires_at - interval '1 year'`],
      [`holder_id = '${stranger.id}'`, `holder_id = '${victim.id}'`],
    ]) {
      await sql(`UPDATE api_key SET ${change} WHERE id = $1`, [honest.id]);
      expect([change, ...code(await me(honest.key))]).toEqual([change, ...NO_TOKEN]);
      await sql(`UPDATE api_key SET ${back} WHERE id = $1`, [honest.id]);
      expect([back, ...code(await me(honest.key))]).toEqual([back, 200, null]);
    }
    const own = await make(stranger, ['tender.read']);
    await sql(`UPDATE api_key SET hash = $2 WHERE id = $1`, [own.id, sha('aside')]);
    await sql(`UPDATE api_key SET hash = $2 WHERE id = $1`, [honest.id, sha(own.key)]);
    expect(code(await me(own.key))).toEqual(NO_TOKEN);
  });

  it('that was revoked or rotated is not put back, and altered is not bound by a rotation', async () => {
    const honest = await make(victim, ['tender.read']);
    const act = (action: string, version: number) =>
      app.http
        .post(`/api/v1/api-keys/${honest.id}/actions/${action}`)
        .set(victim.auth)
        .set('If-Match', `"${version}"`)
        .send({});
    await sql(`UPDATE api_key SET scopes = '{tender.read,tender.record}' WHERE id = $1`, [honest.id]);
    expect(code(await act('rotate', 1))).toEqual([404, 'not_found']);
    await sql(`UPDATE api_key SET scopes = '{tender.read}' WHERE id = $1`, [honest.id]);
    const { body: rotated } = await act('rotate', 1).expect(200);
    const { key } = rotated as { key: string };
    await sql(`UPDATE api_key SET hash = $2 WHERE id = $1`, [honest.id, sha(honest.key)]);
    expect(code(await me(honest.key))).toEqual(NO_TOKEN);
    await sql(`UPDATE api_key SET hash = $2 WHERE id = $1`, [honest.id, sha(key)]);
    expect(code(await me(key))).toEqual([200, null]);
    await act('revoke', 2).expect(200);
    await sql(`UPDATE api_key SET state = 'active' WHERE id = $1`, [honest.id]);
    expect(code(await me(key))).toEqual(NO_TOKEN);
  });
});

describe('a seat', () => {
  const seatOf = async (id: string) => (await sql(`SELECT * FROM seat WHERE user_id = $1`, [id]))[0] ?? {};

  it('inserted, altered, or copied from another account gives nothing', async () => {
    const permitted = await rolesOf(victim.accessToken);
    const other = await makeBody(app, { kind: 'agency' });
    await sql(`INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, 'agency_manager')`, [
      victim.id,
      other,
    ]);
    expect(await rolesOf(victim.accessToken)).toEqual(permitted);
    const own = await seatOf(stranger.id);
    await sql(`UPDATE seat SET user_id = $2 WHERE id = $1`, [own['id'], victim.id]);
    expect(await rolesOf(victim.accessToken)).toEqual(permitted);
    await sql(`UPDATE seat SET user_id = $2 WHERE id = $1`, [own['id'], stranger.id]);
    for (const [change, back] of [
      [`role = 'bureau_approver'`, `role = 'bureau_officer'`],
      [`organisation_id = '${other}'`, `organisation_id = '${String(own['organisation_id'])}'`],
      [`outside_since = now()`, `outside_since = NULL`],
    ]) {
      await sql(`UPDATE seat SET ${change} WHERE id = $1`, [own['id']]);
      expect([change, await rolesOf(stranger.accessToken)]).toEqual([change, []]);
      await sql(`UPDATE seat SET ${back} WHERE id = $1`, [own['id']]);
      expect([back, await rolesOf(stranger.accessToken)]).toEqual([back, permitted]);
    }
  });

  it('that was ended is not put back, and gives its key nothing either', async () => {
    const admin = await makeUser(app, 'admin');
    const made = await app.http
      .post('/api/v1/api-keys')
      .set(victim.auth)
      .send({ name: 'x', scopes: ['tender.read'] })
      .expect(201);
    const { key } = made.body as { key: string };
    expect(await rolesOf(key)).toEqual(['tender.read']);
    const older = await seatOf(victim.id);
    const [row] = await sql(`SELECT version FROM app_user WHERE id = $1`, [victim.id]);
    const elsewhere = await makeBody(app);
    await app.http
      .put(`/api/v1/users/${victim.id}/seats`)
      .set(admin.auth)
      .set('If-Match', `"${String(row?.['version'])}"`)
      .send({ seats: [{ organisation: elsewhere, role: 'bureau_approver' }] })
      .expect(200);
    const permitted = await rolesOf(victim.accessToken);
    expect(permitted.length).toBeGreaterThan(0);
    await sql(`INSERT INTO seat SELECT * FROM jsonb_populate_record(NULL::seat, $1::jsonb)`, [JSON.stringify(older)]);
    expect(await rolesOf(victim.accessToken)).toEqual(permitted);
    expect(await rolesOf(key)).toEqual([]);
  });

  it('given twice at once leaves both', async () => {
    const bodies = await Promise.all(Array.from({ length: 6 }, () => makeBody(app)));
    await Promise.all(
      bodies.map((organisation) =>
        runInProduct(app, (tx) =>
          addSeats(tx, victim.id, [{ organisation, role: 'bureau_officer', outsideSince: null, inForceAt: null }]),
        ),
      ),
    );
    const { seats } = (await me(victim.accessToken).expect(200)).body as { seats: { organisation: string }[] };
    expect(seats.map((seat) => seat.organisation).sort()).toEqual([body, ...bodies].sort());
    const before = await refused();
    await me(victim.accessToken).expect(200);
    expect(await refused()).toBe(before);
  });
});

describe('the newest entry of an account', () => {
  it('taken away together with what it bound is noticed', async () => {
    const older = (await sql(`SELECT password_hash FROM app_user WHERE id = $1`, [victim.id]))[0]?.['password_hash'];
    const change = { currentPassword: PASSWORD, newPassword: 'another horse battery' };
    await app.http.post('/api/v1/auth/password').set(victim.auth).send(change).expect(204);
    await signIn(app, victim.login, 'another horse battery');
    const newest = `aggregate_type = 'user' AND aggregate_id = $1 AND seq = (SELECT max(seq) FROM audit_entry
      WHERE aggregate_type = 'user' AND aggregate_id = $1)`;
    await app.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL session_replication_role = replica`);
      await manager.query(`DELETE FROM audit_entry WHERE ${newest}`, [victim.id]);
    });
    await sql(`UPDATE app_user SET password_hash = $2 WHERE id = $1`, [victim.id, older]);
    expect(await tryPassword(victim.login, PASSWORD)).toEqual([401, 'wrong_credentials']);
  });

  it('forged without a key binds nothing', async () => {
    const before = await rolesOf(victim.accessToken);
    const agency = await makeBody(app, { kind: 'agency' });
    await sql(`INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, 'agency_manager')`, [
      victim.id,
      agency,
    ]);
    await sql(
      `INSERT INTO audit_entry (aggregate_type, aggregate_id, seq, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal)
       SELECT aggregate_type, aggregate_id, seq + 1, at, action, actor_kind, tenants, public, key_id,
         convert_to(replace(convert_from(canonical, 'UTF8'), '"seq":' || seq, '"seq":' || seq + 1), 'UTF8'), seal, prev
       FROM audit_entry WHERE aggregate_type = 'user' AND aggregate_id = $1 ORDER BY seq DESC LIMIT 1`,
      [victim.id],
    );
    expect(before.length).toBeGreaterThan(0);
    expect(code(await me(victim.accessToken))).toEqual(NO_TOKEN);
  });
});
