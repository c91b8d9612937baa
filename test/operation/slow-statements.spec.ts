import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { createClientClass } from '../../src/kernel/observability/watched-client.js';
import { followTrail } from '../../src/kernel/observability/trail.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

/** Far longer than a machine under load stands still. */
const SLOW_MS = 2_000;

describe('a slow statement', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  beforeAll(async () => {
    database = await createDatabase();
    pool = new pg.Pool({
      connectionString: database.applicationUrl,
      max: 2,
      Client: createClientClass(SLOW_MS),
    });
  });
  afterEach(() => {
    warn.mockClear();
  });
  afterAll(async () => {
    warn.mockRestore();
    await pool.end();
    await database.drop();
  });
  const lines = (): unknown[] => warn.mock.calls.map(([line]) => line);

  it('is logged with its text, its time and its request, and not with its parameters', async () => {
    await followTrail({ request: 'r-1', span: undefined }, async () => {
      await pool.query('SELECT  $2::text AS said,\n pg_sleep($1)', [SLOW_MS / 1000 + 0.1, 'secret-word']);
    });
    expect(lines()).toEqual([
      {
        msg: 'slow statement',
        ms: expect.any(Number),
        statement: 'SELECT $2::text AS said, pg_sleep($1)',
        requestId: 'r-1',
      },
    ]);
    expect(JSON.stringify(lines())).not.toContain('secret-word');
  });

  it('that ends by an error is logged with its SQLSTATE, by a connection of its own and by the pool', async () => {
    const client = await pool.connect();
    await client.query(`SET statement_timeout = ${SLOW_MS + 100}`);
    await expect(client.query({ text: 'SELECT pg_sleep(9)' })).rejects.toMatchObject({ code: '57014' });
    await client.query('RESET statement_timeout');
    client.release();
    expect(lines()).toMatchObject([{ statement: 'SELECT pg_sleep(9)', sqlstate: '57014' }]);
  });

  it('that is quick is not logged, by whatever way it is asked', async () => {
    await pool.query('SELECT 1');
    const client = await pool.connect();
    await client.query({ name: 'one', text: 'SELECT $1::int AS n', values: [1] });
    await new Promise<void>((done) => client.query('SELECT 1', () => done()));
    client.release();
    expect(lines()).toEqual([]);
  });
});
