import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { poolOptions } from '../data-source.js';
import { finishPostponedStatements, postponeStatement, takePostponedStatements } from './postponed-statements.js';

let database: TestDatabase;
let pool: pg.Pool;
let client: pg.PoolClient;

beforeAll(async () => {
  database = await createDatabase({ empty: true });
  pool = new pg.Pool({ connectionString: database.url, ...poolOptions({}) });
  client = await pool.connect();
  await client.query('CREATE TABLE thing (id integer PRIMARY KEY, seq serial)');
});
afterAll(async () => {
  client.release();
  await pool.end();
  await database.drop();
});
beforeEach(() => client.query('TRUNCATE thing'));

const INSERT = 'INSERT INTO thing (id) VALUES ($1)';
const postpone = (id: number): void => postponeStatement(client, { name: 'insert', text: INSERT, values: [id] });
const listThings = async (): Promise<number[]> => {
  const { rows } = await client.query<{ id: number }>('SELECT id FROM thing ORDER BY seq');
  return rows.map(({ id }) => id);
};

describe('postponed statements', () => {
  it('go before the next one, in their order', async () => {
    await client.query('BEGIN');
    for (const id of [3, 1, 2]) postpone(id);
    expect(await listThings()).toEqual([3, 1, 2]);
    await client.query('COMMIT');
    expect(await listThings()).toEqual([3, 1, 2]);
  });

  it('go when they must be done, without another', async () => {
    await client.query('BEGIN');
    postpone(1);
    postpone(2);
    await finishPostponedStatements(client);
    expect(takePostponedStatements(client)).toEqual([]);
    await client.query('COMMIT');
    expect(await listThings()).toEqual([1, 2]);
  });

  it.each(['SELECT 1', 'COMMIT'])('fail what comes next, by their own error (%s)', async (next) => {
    await client.query('BEGIN');
    for (const id of [1, 1, 2]) postpone(id);
    await expect(client.query(next)).rejects.toMatchObject({ code: '23505', query: INSERT, parameters: [1] });
    await client.query('ROLLBACK');
    expect(await listThings()).toEqual([]);
  });

  it('fail by their own error where nothing comes next', async () => {
    await client.query('BEGIN');
    for (const id of [1, 1]) postpone(id);
    await expect(finishPostponedStatements(client)).rejects.toMatchObject({ code: '23505', query: INSERT });
    await client.query('ROLLBACK');
    expect(await listThings()).toEqual([]);
  });

  it('do not hide how the next one fails', async () => {
    await client.query('BEGIN');
    postpone(1);
    await expect(client.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    await client.query('ROLLBACK');
    expect(await listThings()).toEqual([]);
  });

  it('are never sent once they are taken back', async () => {
    await client.query('BEGIN');
    postpone(1);
    takePostponedStatements(client);
    await client.query('COMMIT');
    expect(await listThings()).toEqual([]);
  });
});
