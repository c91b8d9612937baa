import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { QueryFailedError, type DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createClientClass } from '../../observability/watched-client.js';
import { PoolReader } from '../reader.js';
import { AnswerReader } from './answer-reader.js';

const ONE = 'SELECT t.name FROM thing t WHERE t.id = $1';

let database: TestDatabase;
let pool: pg.Pool;
let source: DataSource;

beforeAll(async () => {
  database = await createDatabase({ empty: true });
});
afterAll(() => database.drop());
beforeEach(async () => {
  pool = new pg.Pool({ connectionString: database.url, max: 1, Client: createClientClass(0) });
  source = { driver: { master: pool } } as unknown as DataSource;
  await pool.query(`CREATE TABLE thing (id integer, name text); INSERT INTO thing VALUES (1, 'one')`);
});
afterEach(async () => {
  await pool.query('DROP TABLE thing');
  await pool.end();
});

/** Texts that the one connection of the pool keeps. */
const listKept = async (): Promise<string[]> =>
  (await pool.query<{ statement: string }>('SELECT statement FROM pg_prepared_statements')).rows.map(
    ({ statement }) => statement,
  );
async function repeat(reader: PoolReader): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let i = 0; i < 5; i++) answers.push(await reader.query(ONE, [1]));
  return answers;
}

describe('the reader of answers', () => {
  it('keeps what it is asked often, which the pool is not asked to', async () => {
    expect(await repeat(new PoolReader(source))).toEqual(Array(5).fill([{ name: 'one' }]));
    expect(await listKept()).toEqual([]);
    expect(await repeat(new AnswerReader(source))).toEqual(Array(5).fill([{ name: 'one' }]));
    expect(await listKept()).toEqual([ONE]);
    expect(await repeat(new PoolReader(source))).toEqual(Array(5).fill([{ name: 'one' }]));
  });

  it('reads on where what is kept does not run any more, and its connection is given up', async () => {
    const reader = new AnswerReader(source);
    await repeat(reader);
    await pool.query('ALTER TABLE thing ALTER COLUMN name TYPE integer USING 7');
    expect(await repeat(reader)).toEqual(Array(5).fill([{ name: 7 }]));
    expect(await listKept()).toEqual([ONE]);
  });

  it('fails as the pool does, and leaves it free', async () => {
    const failing = new AnswerReader(source).query('SELECT 1 / $1::integer AS n', [0]);
    await expect(failing).rejects.toBeInstanceOf(QueryFailedError);
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await new AnswerReader(source).query(ONE, [1])).toEqual([{ name: 'one' }]);
  });
});
