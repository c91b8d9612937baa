import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bearer, makeUser, PASSWORD, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Authenticator, enrol } from '../support/authenticator.js';

/** Rows of a second factor, written by whoever has the database and no key. */
let app: TestApp;
let victim: TestAccount;
let own: Authenticator;
let codes: string[];
let stranger: TestAccount;
let strange: Authenticator;
let strangeCodes: string[];
beforeAll(async () => {
  app = await startTestApp({ env: { SECOND_FACTOR_ROLES: 'admin' } });
});
afterAll(() => app.close());
beforeEach(async () => {
  victim = await makeUser(app, 'admin');
  stranger = await makeUser(app, 'bureau_officer');
  ({ app: own, recoveryCodes: codes } = await enrol(app, victim));
  ({ app: strange, recoveryCodes: strangeCodes } = await enrol(app, stranger));
});

const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.dataSource.query(text, values);
const begin = async (login: string, code?: string): Promise<[number, string | null]> => {
  const { status, body } = await app.http.post('/api/v1/auth/sessions').send({ login, password: PASSWORD, code });
  return [status, (body as { code?: string }).code ?? null];
};
const WRONG = [401, 'wrong_credentials'];
const DUE = [401, 'second_factor_due'];
const IN = [201, null];
const refused = async (): Promise<number> => {
  const { text } = await app.http.get('/metrics');
  return [...text.matchAll(/^acting_rows_refused\{.*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
};
const factorOf = async ({ id }: TestAccount) =>
  (await sql(`SELECT * FROM second_factor WHERE user_id = $1`, [id]))[0] as Record<string, unknown>;

describe('a second factor', () => {
  it('inserted by hand counts for nothing: its account signs in as before', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const { secret } = await factorOf(stranger);
    await sql(`INSERT INTO second_factor (user_id, secret, confirmed_at) VALUES ($1, $2, clock_timestamp())`, [
      person.id,
      secret,
    ]);
    expect(await begin(person.login)).toEqual(IN);
    expect(await begin(stranger.login)).toEqual(DUE);
  });

  it('inserted by hand does not stop its account from setting one up, nor do codes inserted by hand count', async () => {
    const person = await makeUser(app, 'bureau_officer');
    await sql(`INSERT INTO second_factor (user_id, secret, confirmed_at) VALUES ($1, '\\x00', clock_timestamp())`, [
      person.id,
    ]);
    await enrol(app, person);
    await sql(
      `INSERT INTO recovery_code (user_id, hash) SELECT $1, sha256(i::text::bytea) FROM generate_series(1, 5) i`,
      [person.id],
    );
    const { body } = await app.http.get('/api/v1/auth/second-factor').set(person.auth).expect(200);
    expect(body).toMatchObject({ state: 'active', recoveryCodesLeft: 10 });
  });

  it('deleted by hand is still demanded, and nobody can show it', async () => {
    const { id, secret, confirmed_at, last_step } = await factorOf(victim);
    const before = await refused();
    await sql(`DELETE FROM second_factor WHERE user_id = $1`, [victim.id]);
    expect(await begin(victim.login)).toEqual(WRONG);
    expect(await begin(victim.login, codes[0])).toEqual(WRONG);
    expect(await refused()).toBeGreaterThan(before);
    const enrolled = await app.http.post('/api/v1/auth/second-factor').set(victim.auth).send({ password: PASSWORD });
    expect((enrolled.body as { code: string }).code).toBe('second_factor_exists');
    await sql(`INSERT INTO second_factor (id, user_id, secret, confirmed_at, last_step) VALUES ($1, $2, $3, $4, $5)`, [
      id,
      victim.id,
      secret,
      confirmed_at,
      last_step,
    ]);
    // Put back whole, but for what of an instant a driver drops: it is not what was written.
    expect([WRONG, DUE]).toContainEqual(await begin(victim.login));
  });

  it('altered, or copied from another account, is shown by nobody, and by its holder once it is put back', async () => {
    for (const change of [
      `secret = (SELECT secret FROM second_factor WHERE user_id = '${stranger.id}')`,
      `confirmed_at = NULL`,
      `last_step = last_step - 1`,
    ]) {
      await sql(`CREATE TABLE IF NOT EXISTS kept_factor AS SELECT * FROM second_factor WHERE user_id = $1`, [
        victim.id,
      ]);
      await sql(`UPDATE second_factor SET ${change} WHERE user_id = $1`, [victim.id]);
      expect([change, await begin(victim.login)]).toEqual([change, WRONG]);
      expect(await begin(victim.login, strange.codeAt(0))).toEqual(WRONG);
      await sql(
        `UPDATE second_factor f SET secret = k.secret, confirmed_at = k.confirmed_at, last_step = k.last_step
         FROM kept_factor k WHERE k.id = f.id`,
      );
      await sql(`DROP TABLE kept_factor`);
      expect(await begin(victim.login)).toEqual(DUE);
    }
  });

  it('put back to an older step does not take a code twice', async () => {
    await sql(`CREATE TABLE older_factor AS SELECT * FROM second_factor WHERE user_id = $1`, [victim.id]);
    const code = own.newCode();
    expect(await begin(victim.login, code)).toEqual(IN);
    await sql(`UPDATE second_factor f SET last_step = k.last_step FROM older_factor k WHERE k.id = f.id`);
    await sql(`DROP TABLE older_factor`);
    expect(await begin(victim.login, code)).toEqual(WRONG);
  });
});

describe('a recovery code', () => {
  it('inserted, copied from another account or used and put back opens nothing; an honest one does, once', async () => {
    const hashes = await sql(`SELECT hash FROM recovery_code WHERE user_id = $1 ORDER BY id LIMIT 1`, [stranger.id]);
    await sql(`DELETE FROM recovery_code WHERE user_id = $1`, [stranger.id]);
    await sql(`INSERT INTO recovery_code (user_id, hash) VALUES ($1, $2)`, [victim.id, hashes[0]?.['hash']]);
    for (const code of strangeCodes.slice(0, 3)) expect(await begin(victim.login, code)).toEqual(WRONG);

    expect(await begin(victim.login, codes[0])).toEqual(IN);
    await sql(`UPDATE recovery_code SET used_at = NULL WHERE user_id = $1`, [victim.id]);
    expect(await begin(victim.login, codes[0])).toEqual(WRONG);
    expect(await begin(victim.login, codes[1])).toEqual(IN);
  });

  it('of a factor that was removed is none, also when its row is put back', async () => {
    await sql(`CREATE TABLE older_codes AS SELECT * FROM recovery_code WHERE user_id = $1`, [stranger.id]);
    await app.http
      .post('/api/v1/auth/second-factor/remove')
      .set(stranger.auth)
      .send({ code: strange.newCode() })
      .expect(204);
    const anew = await enrol(app, stranger);
    await sql(`INSERT INTO recovery_code SELECT * FROM older_codes`);
    await sql(`DROP TABLE older_codes`);
    expect(await begin(stranger.login, strangeCodes[0])).toEqual(WRONG);
    expect(await begin(stranger.login, anew.recoveryCodes[0])).toEqual(IN);
  });
});

describe('a session', () => {
  it('that has not shown the factor is not said to have by hand', async () => {
    const person = await makeUser(app, 'admin');
    const lists = () => app.http.get('/api/v1/users?limit=1').set(person.auth);
    expect((await lists()).status).toBe(403);
    await sql(`UPDATE session SET second_factor = 'app' WHERE user_id = $1`, [person.id]);
    expect((await lists()).status).toBe(401);
    await sql(`UPDATE session SET second_factor = NULL WHERE user_id = $1`, [person.id]);
    expect((await lists()).status).toBe(403);
    const { app: app2 } = await enrol(app, person);
    expect((await lists()).status).toBe(200);
    const { body } = await app.http
      .post('/api/v1/auth/sessions')
      .send({ login: person.login, password: PASSWORD, code: app2.newCode() })
      .expect(201);
    const { accessToken } = body as { accessToken: string };
    expect((await app.http.get('/api/v1/users?limit=1').set(bearer(accessToken))).status).toBe(200);
  });
});
