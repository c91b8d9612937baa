import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { APPEND_ONLY, DELETED, READ_ONLY } from '../../src/boot/database/rights.js';
import { makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { untilAnswered } from '../support/ready.js';

const root = resolve(import.meta.dirname, '../..');

function readSources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.spec)\.(ts|sql)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

describe('the role of the API and the workers', () => {
  let app: TestApp;
  let api: pg.Client;
  beforeAll(async () => {
    app = await startTestApp();
    api = new pg.Client(app.settings.databaseUrl);
    await api.connect();
    await makeUser(app, 'supervisor');
  });
  afterAll(async () => {
    await api.end();
    await app.close();
  });

  const REFUSED: [string, string][] = [
    ['switch a trigger off', `ALTER TABLE audit_entry DISABLE TRIGGER ALL`],
    ['switch triggers off for its session', `SET session_replication_role = replica`],
    ['empty the audit', `TRUNCATE audit_entry CASCADE`],
    ['change the audit', `UPDATE audit_entry SET action = 'nothing'`],
    ['delete from the audit', `DELETE FROM audit_entry`],
    ['move the audit', `INSERT INTO audit_entry_moved SELECT * FROM ONLY audit_entry`],
    ['delete what was moved', `DELETE FROM audit_entry_moved`],
    ['say that records were moved', `INSERT INTO service_moved (contract_id, records) SELECT id, 1 FROM contract`],
    ['change an anchor', `UPDATE audit_anchor SET line = ''`],
    ['delete from the feed', `DELETE FROM outbox`],
    ['change what the feed says', `UPDATE outbox SET payload = '{}'`],
    ['delete a sealed envelope', `DELETE FROM sealed_envelope`],
    ['move the clock', `INSERT INTO business_time (behind) VALUES (interval '1 day')`],
    ['forge a migration', `DELETE FROM migration`],
    ['alter a table', `ALTER TABLE bid ADD COLUMN note text`],
    ['drop a table', `DROP TABLE bid CASCADE`],
    ['make a table', `CREATE TABLE note (text text)`],
    ['make a temporary table, which would hide one of ours', `CREATE TEMPORARY TABLE tender (id uuid)`],
    ['make a table in the queue’s schema', `CREATE TABLE bullmq.note (text text)`],
    ['make a schema', `CREATE SCHEMA note`],
    ['make a function', `CREATE FUNCTION note() RETURNS int LANGUAGE sql AS 'SELECT 1'`],
    [
      'put a function in the place of ours',
      `CREATE OR REPLACE FUNCTION business_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'`,
    ],
    ['make a trigger', `CREATE TRIGGER note BEFORE INSERT ON bid FOR EACH ROW EXECUTE FUNCTION append_only()`],
    ['make a role', `CREATE ROLE note`],
    ['make a database', `CREATE DATABASE note`],
    ['set a sequence back', `SELECT setval(pg_get_serial_sequence('outbox', 'id'), 1)`],
    ['become the owner', `SET ROLE throughline`],
    ['run a program of the server', `COPY (SELECT 1) TO PROGRAM 'true'`],
    ['write a file of the server', `COPY (SELECT 1) TO '/tmp/throughline-note'`],
    ['read a file of the server', `SELECT pg_read_file('PG_VERSION')`],
    [
      'end the session of the owner',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'throughline'`,
    ],
  ];
  it.each(REFUSED)('may not %s', async (_, sql) => {
    await expect(api.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('is no superuser, owns nothing and can create nothing', async () => {
    const { rows } = await api.query(
      `SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication,
         (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned,
         has_schema_privilege('public', 'CREATE') OR has_schema_privilege('bullmq', 'CREATE')
           OR has_database_privilege(current_database(), 'CREATE, TEMPORARY') AS creates
       FROM pg_roles r WHERE rolname = current_user`,
    );
    expect(rows).toEqual([
      {
        ...{ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false, rolreplication: false },
        ...{ owned: 0, creates: false },
      },
    ]);
  });

  it('reads every table, and truncates none, refers to none and makes triggers on none', async () => {
    const { rows } = await api.query(
      `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname IN ('public', 'bullmq') AND c.relkind IN ('r', 'p')
         AND (NOT has_table_privilege(c.oid, 'SELECT') OR has_table_privilege(c.oid, 'TRUNCATE, REFERENCES, TRIGGER'))`,
    );
    expect(rows).toEqual([]);
  });

  it('serves: what it needs is let through', async () => {
    const admin = await makeUser(app, 'admin');
    const made = await app.http
      .post('/api/v1/organisations')
      .set(admin.auth)
      .send({ name: '示例机构', kind: 'agency', region: '990203' });
    expect(made.status).toBe(201);
    await untilAnswered(200, async () => (await app.http.get('/health/ready')).status);
  });
});

describe('the rights of that role', () => {
  const sources = [...readSources('src'), ...readSources('migrations')].join('\n');

  it('let rows be deleted from those tables alone from which a statement deletes', () => {
    const deleting = [...sources.matchAll(/DELETE FROM ([a-z_]+)/g)].map(([, table = '']) => table);
    expect([...new Set(deleting)].sort()).toEqual([...DELETED].sort());
  });

  it('let no row be changed in tables that no statement changes', () => {
    for (const table of [...APPEND_ONLY, ...READ_ONLY])
      expect([table, new RegExp(`(UPDATE|MERGE INTO|DELETE FROM) ${table}\\b`).test(sources)]).toEqual([table, false]);
  });
});
