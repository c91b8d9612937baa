import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '../../src/boot/bootstrap.js';
import { CHAIN_PURPOSE, computeSeal, GENESIS, type AuditRecord } from '../../src/kernel/audit/audit-chain.js';
import { canonicalText } from '../../src/kernel/audit/canonical.js';
import { forPurpose, loadKeys } from '../../src/kernel/config/keys.js';
import type { Settings } from '../../src/kernel/config/settings.js';
import { AccountDesk } from '../support/account-desk.js';
import { bearer, makeBody, makeUser, PASSWORD } from '../support/accounts.js';
import { findOwnerUrl, startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** Seals chains, all or those of one kind of objects, as they were before entries held rows. */
async function forgetRows(aggregate: string | null = null): Promise<void> {
  const [key] = forPurpose(loadKeys(app.settings).audit, CHAIN_PURPOSE);
  const entries = await app.dataSource.query<{ id: string; canonical: Buffer }[]>(
    `SELECT id, canonical FROM audit_entry WHERE aggregate_type = coalesce($1, aggregate_type)
     ORDER BY aggregate_type, aggregate_id, seq`,
    [aggregate],
  );
  let before = GENESIS.seal;
  await app.dataSource.transaction(async (manager) => {
    await manager.query(`SET LOCAL session_replication_role = replica`);
    for (const { id, canonical } of entries) {
      const { rows: _, ...record } = JSON.parse(canonical.toString()) as AuditRecord;
      const prev = record.seq === 1 ? GENESIS.seal : before;
      const text = canonicalText({ ...record, prev });
      const seal = computeSeal(text, key);
      before = seal.toString('hex');
      await manager.query(`UPDATE audit_entry SET canonical = $2, seal = $3, prev = decode($4, 'hex') WHERE id = $1`, [
        id,
        Buffer.from(text),
        seal,
        prev,
      ]);
    }
  });
}

const adopt = async () =>
  migrate(
    Object.assign(Object.create(app.settings) as Settings, { migrationDatabaseUrl: await findOwnerUrl(app.settings) }),
  );
const enter = async (login: string) => app.http.post('/api/v1/auth/sessions').send({ login, password: PASSWORD });
const sql = (text: string, values: unknown[] = []) => app.dataSource.query<unknown[]>(text, values);

it('a database of before is adopted once, accounts and keys with a sealed past alone, and never a second time', async () => {
  const officer = await makeUser(app, 'bureau_officer');
  const made = await app.http
    .post('/api/v1/api-keys')
    .set(officer.auth)
    .send({ name: 'x', scopes: ['tender.read'] })
    .expect(201);
  const { key } = made.body as { key: string };
  await forgetRows();
  await sql(
    `INSERT INTO app_user (login, name, password_hash, password_key)
     SELECT 'inserted', 'x', password_hash, password_key FROM app_user WHERE id = $1`,
    [officer.id],
  );
  expect((await enter(officer.login)).status).toBe(401);
  await app.http.get('/api/v1/me').set(bearer(key)).expect(401);

  expect(await adopt()).toEqual([
    expect.stringMatching(/^adopted 2 accounts and API keys/),
    expect.stringMatching(/^adopted 1 seats of sitters/),
  ]);
  const answer = await enter(officer.login);
  expect(answer.status).toBe(201);
  await app.http.get('/api/v1/me').set(bearer(key)).expect(200);
  expect((await enter('inserted')).status).toBe(401);
  // Whoever was signed in signs in anew.
  await app.http.get('/api/v1/me').set(officer.auth).expect(401);
  expect(await sql(`SELECT action FROM audit_entry WHERE aggregate_type = 'installation'`)).toEqual([
    { action: 'adopted' },
    { action: 'adopted' },
  ]);

  const token = (answer.body as { accessToken: string }).accessToken;
  const permitted = (await app.http.get('/api/v1/me').set(bearer(token)).expect(200)).body as { permissions: string[] };
  await sql(`INSERT INTO seat (user_id, role) VALUES ($1, 'admin')`, [officer.id]);
  expect(await adopt()).toEqual([]);
  await app.dataSource.transaction(async (manager) => {
    await manager.query(`SET LOCAL session_replication_role = replica`);
    await manager.query(`DELETE FROM audit_entry WHERE aggregate_type = 'installation'`);
  });
  expect(await adopt()).toEqual([]);
  const after = (await app.http.get('/api/v1/me').set(bearer(token)).expect(200)).body as { permissions: string[] };
  expect(after.permissions).toEqual(permitted.permissions);
});

it('a manager of before is known to the body from then on, and one who was written by hand is not', async () => {
  const [managed, forged] = [await makeBody(app, { kind: 'agency' }), await makeBody(app, { kind: 'agency' })];
  await makeUser(app, 'agency_manager', managed);
  const admin = await makeUser(app, 'admin');
  const other = await makeUser(app, 'bureau_officer');
  await forgetRows('organisation');
  await sql(`INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, 'agency_manager')`, [other.id, forged]);
  expect(await adopt()).toEqual([
    expect.stringMatching(/^adopted 1 seats of managers/),
    expect.stringMatching(/^adopted 3 seats of sitters/),
  ]);
  expect(await adopt()).toEqual([]);

  // Whoever takes the managers away by hand has not made bodies without one of the first, only of the second.
  await sql(`DELETE FROM seat WHERE role = 'agency_manager'`);
  const desk = new AccountDesk(app);
  const give = async (organisation: string) => {
    const { id } = await desk.made(admin, []);
    await desk.seat(admin, id, [{ organisation, role: 'agency_manager' }]);
    return (await desk.read(admin, id)).seats;
  };
  expect(await give(managed)).toEqual([]);
  expect(await give(forged)).toMatchObject([{ organisation: forged, role: 'agency_manager' }]);
});
