import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { makeAccount, makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendRows } from '../support/bulk-rows.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const WRITE = `INSERT INTO idempotent_request (principal, route, key, body_key, body_hmac, status)
  SELECT 'caller', 'POST /x', gen_random_uuid()::text, 'k', '\\x00', 200 FROM generate_series(1, $1) n`;

describe('the planner, of a table that holds only rows of a transaction that is not over', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let writer: pg.Client;
  let reader: pg.Client;
  beforeAll(async () => {
    database = await createDatabase();
    [owner, writer, reader] = [database.url, database.applicationUrl, database.applicationUrl].map(
      (connectionString) => new pg.Client({ connectionString }),
    ) as [pg.Client, pg.Client, pg.Client];
    for (const client of [owner, writer, reader]) await client.connect();
  });
  afterAll(async () => {
    for (const client of [owner, writer, reader]) await client.end();
    await database.drop();
  });

  const estimateRows = async (): Promise<number> => {
    const { rows } = await writer.query(`EXPLAIN (FORMAT JSON) SELECT FROM idempotent_request`);
    return rows[0]['QUERY PLAN'][0].Plan['Plan Rows'];
  };

  it('knows the rows once the writer has had them counted, also where a vacuum saw none', async () => {
    await owner.query('BEGIN');
    await owner.query(WRITE, [5000]);
    await owner.query('ROLLBACK');
    // Whoever reads a table keeps its empty pages.
    await reader.query('BEGIN');
    await reader.query('SELECT FROM idempotent_request');
    await owner.query('VACUUM idempotent_request');
    await reader.query('ROLLBACK');

    await writer.query('BEGIN');
    await writer.query(WRITE, [1000]);
    expect(await estimateRows()).toBe(1);
    await writer.query('SELECT analyze_written_tables($1, 200000)', [2000]);
    expect(await estimateRows()).toBe(1);
    await writer.query('SELECT analyze_written_tables($1, 200000)', [300]);
    expect(await estimateRows()).toBeGreaterThan(500);

    await owner.query('VACUUM (SKIP_LOCKED) idempotent_request');
    expect(await estimateRows()).toBeGreaterThan(500);
    await writer.query('ROLLBACK');
  });

  it('still has what was committed before counted in its time', async () => {
    await writer.query(WRITE, [700]);
    await writer.query('SELECT pg_stat_force_next_flush()');
    await writer.query('BEGIN');
    await writer.query(WRITE, [1000]);
    await writer.query('SELECT analyze_written_tables($1, 200000)', [300]);
    await writer.query('ROLLBACK');
    const { rows } = await owner.query(
      `SELECT n_mod_since_analyze::int AS owed FROM pg_stat_user_tables WHERE relname = 'idempotent_request'`,
    );
    expect(rows[0].owed).toBeGreaterThanOrEqual(700);
  });

  it('is told by the role of the product, and by nobody who has no right to it', async () => {
    const asked = `has_function_privilege($1, 'analyze_written_tables(bigint, real)', 'EXECUTE')`;
    const { rows } = await owner.query(`SELECT ${asked} AS may`, ['pg_read_all_data']);
    const { rows: own } = await writer.query(`SELECT ${asked.replace('$1', 'current_user')} AS may`);
    expect([rows, own]).toEqual([[{ may: false }], [{ may: true }]]);
  });
});

describe('a dry run', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('has the tables counted that it writes, although none of its rows stays', async () => {
    const bureau = await makeBody(app, { name: '虚构区民政局' });
    const officer = await makeAccount(app, { role: 'bureau_officer', organisation: bureau });
    const rows = Array.from({ length: 1100 }, (_, i) => ({ externalId: `counted:${i}`, name: `机构${i}` }));
    const knownRows = async (): Promise<{ counted: number; there: number } | undefined> => {
      const [row] = await app.dataSource.query<{ counted: number; there: number }[]>(
        `SELECT reltuples::int AS counted, (SELECT count(*)::int FROM organisation) AS there
         FROM pg_class WHERE oid = 'organisation'::regclass`,
      );
      return row;
    };
    const before = await knownRows();
    const { figures } = await sendRows(app, officer, 'organisations', rows, { query: '&dryRun=true' });
    expect(figures).toEqual([1100, 0, 0]);
    const after = await knownRows();
    expect(after?.there).toBe(before?.there);
    expect(after?.counted).toBeGreaterThanOrEqual(500);
  });
});
