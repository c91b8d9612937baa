import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createClientClass } from '../../observability/watched-client.js';
import { allowKeeping, endKeeping } from './named-statements.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createDatabase({ empty: true });
  client = new (createClientClass(0))(database.url);
  await client.connect();
  await client.query('CREATE TABLE thing (id integer, name text)');
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Texts that the connection keeps. */
async function listKept(): Promise<string[]> {
  const { rows } = await client.query<{ statement: string }>('SELECT statement FROM pg_prepared_statements');
  return rows.map(({ statement }) => statement);
}

/** The first row of each answer; several statements have no answer of their own. */
async function repeat(text: string, values: unknown[] | undefined, times = 5): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let i = 0; i < times; i++) {
    const { rows }: Partial<pg.QueryResult<object>> = await client.query<object>(text, values);
    answers.push(rows?.[0]);
  }
  return answers;
}

describe('a statement that comes often', () => {
  it.each([
    ['is kept in a transaction', 'SELECT $1::integer + 1 AS n', [41], true, { n: 42 }],
    ['is kept in a transaction without values', 'SELECT 42 AS n', undefined, true, { n: 42 }],
    ['is kept where it counts rows', 'SELECT count(*)::integer AS n FROM thing WHERE id = $1', [1], true, { n: 0 }],
    ['is not kept where it answers all columns', 'SELECT r.* FROM thing r WHERE id = $1', [1], false, undefined],
    ['is not kept where it is two', 'SELECT 1 AS n; SELECT 2 AS n', undefined, false, undefined],
  ])('%s', async (_, text, values, isKept, answer) => {
    allowKeeping(client);
    const answers = await repeat(text, values);
    endKeeping(client);
    expect((await listKept()).includes(text)).toBe(isKept);
    expect(answers).toEqual(answers.map(() => answer));
  });

  it('is not kept outside a transaction', async () => {
    await repeat('SELECT $1::integer AS outside', [1]);
    expect(await listKept()).not.toContain('SELECT $1::integer AS outside');
  });

  it('is planned anew late in a long transaction, whose rows its plan does not know', async () => {
    allowKeeping(client);
    await repeat('SELECT $1::integer AS early', [1], 200);
    await repeat('SELECT $1::integer AS late', [1]);
    endKeeping(client);
    const kept = await listKept();
    expect(kept).toContain('SELECT $1::integer AS early');
    expect(kept).not.toContain('SELECT $1::integer AS late');
  });

  it('has room of its own where it is an answer, and takes none of what transactions keep', async () => {
    const own = new (createClientClass(0))(database.url);
    await own.connect();
    const ask = async (keeper: 'transaction' | 'answer', texts: number): Promise<void> => {
      allowKeeping(own, keeper);
      for (let n = 0; n < texts; n++)
        for (let i = 0; i < 3; i++) {
          if (i === 0) allowKeeping(own, keeper);
          await own.query(`SELECT $1::integer AS ${keeper}${n}`, [n]);
        }
      endKeeping(own);
    };
    const countKept = async (): Promise<number> =>
      (await own.query('SELECT FROM pg_prepared_statements')).rowCount ?? 0;
    await ask('answer', 70);
    const kept = await countKept();
    expect(kept).toBe(60);
    await ask('transaction', 5);
    expect(await countKept()).toBe(65);
    await own.end();
  });

  it('goes on answering after a column was added to its table', async () => {
    const text = 'SELECT r.* FROM thing r WHERE r.id = $1';
    await client.query("INSERT INTO thing VALUES (7, 'seven')");
    allowKeeping(client);
    await repeat(text, [7]);
    await client.query('ALTER TABLE thing ADD COLUMN note text');
    expect(await repeat(text, [7], 1)).toEqual([{ id: 7, name: 'seven', note: null }]);
    endKeeping(client);
  });
});
