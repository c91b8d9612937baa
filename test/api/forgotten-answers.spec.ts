import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ANSWER_PAGE, forgetAnswers } from '../../src/kernel/http/idempotency/forget-answers.js';
import { runInProduct } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

describe('answers that are kept for a repetition', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    // Three callers and more than four pages, in no order of the keys.
    await app.dataSource.query(
      `INSERT INTO idempotent_request (principal, route, key, body_key, body_hmac, status, answer)
       SELECT 'caller ' || n % 3, 'POST /x', gen_random_uuid()::text, 'k', '\\x00', 200, json_build_object('id', gen_random_uuid(), 'no', n)
       FROM generate_series(1, 4500) n`,
    );
    await app.dataSource.query(`ANALYZE idempotent_request`);
  });
  afterAll(() => app.close());

  const count = async (): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM idempotent_request`);
    return row?.n ?? 0;
  };

  it('are deleted on whichever page they name somebody, in an answer or a refusal, and no other is', async () => {
    const person = randomUUID();
    const named = await app.dataSource.query<{ key: string }[]>(
      `WITH ordered AS (SELECT principal, route, key, row_number() OVER (ORDER BY principal, route, key) AS no FROM idempotent_request)
       SELECT principal, route, key FROM ordered WHERE no IN (1, 1000, 1001, 2600, 4500)`,
    );
    const keys = named.map(({ key }) => key);
    expect(keys).toHaveLength(5);
    const answer = JSON.stringify({ items: [{ worker: person }] });
    await app.dataSource.query(`UPDATE idempotent_request SET answer = $2 WHERE key = ANY ($1)`, [keys, answer]);
    await app.dataSource.query(`UPDATE idempotent_request SET answer = NULL, problem = $2 WHERE key = $1`, [
      keys[2],
      JSON.stringify({ code: 'conflict', details: { facts: { existing: person } } }),
    ]);
    await runInProduct(app, (tx) => forgetAnswers(tx, [randomUUID()]));
    expect(await count()).toBe(4500);
    await runInProduct(app, (tx) => forgetAnswers(tx, [randomUUID(), person]));
    expect(await count()).toBe(4495);
    const left = await app.dataSource.query<unknown[]>(`SELECT FROM idempotent_request WHERE key = ANY ($1)`, [keys]);
    expect(left).toEqual([]);
  });

  it('are read by their key, a page at a time, however many there are', async () => {
    const rows = await app.dataSource.query<{ 'QUERY PLAN': object[] }[]>(
      `EXPLAIN (FORMAT JSON, ANALYZE, TIMING OFF) ${ANSWER_PAGE}`,
      [[randomUUID(), randomUUID()], 'caller 1', 'POST /x', '', 1000],
    );
    const { Plan: plan } = rows[0]?.['QUERY PLAN'][0] as { Plan: Record<string, unknown> & { Plans: object[] } };
    // The ids are looked for in the page alone, each answer being read once.
    expect(plan).toMatchObject({
      'Node Type': 'Subquery Scan',
      'Actual Rows': 1000,
      Plans: [
        { 'Node Type': 'Limit', Plans: [{ 'Node Type': 'Index Scan', 'Index Name': 'idempotent_request_pkey' }] },
        { 'Node Type': 'Function Scan', 'Actual Loops': 1000 },
      ],
    });
    const [page] = plan.Plans as { Plans: Record<string, unknown>[] }[];
    expect(page?.Plans[0]).toMatchObject({ 'Actual Rows': 1000, 'Actual Loops': 1 });
    expect(page?.Plans[0]).not.toHaveProperty('Plans');
  });
});
