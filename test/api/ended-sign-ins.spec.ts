import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { JOBS } from '../../src/boot/jobs.js';
import { EndedSignIns, endSignInData } from '../../src/people/accounts/sessions/sign-in/ended-sign-ins.js';
import { makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** By table: the columns of a row of an account $1, of which $2 tells it from others, that ended so long ago; null: not yet. */
const ROWS: Record<string, [columns: string, values: string, past: string, within: string]> = {
  sign_in_failure: ['login, network, at', `$2, $2, clock_timestamp() - interval $3`, '185 days 1 minute', '184 days'],
  sign_in_ticket: ['user_id, hash, expires_at', `$1, $2, clock_timestamp() - interval $3`, '1 second', '-1 minute'],
  provider_start: ['hash, content, expires_at', `$2, $2, clock_timestamp() - interval $3`, '1 second', '-1 minute'],
  sign_in_attempt: ['key, forget_at', `$2, clock_timestamp() - interval $3`, '1 second', '-1 minute'],
  mail_address: [
    'user_id, sealed, code_hash, asked_at',
    `$1, $2, $2, clock_timestamp() - interval $3`,
    '1 day 1 minute',
    '23 hours',
  ],
};

it('rows of sign-ins and mailboxes that are past their term are deleted within the hour, though nothing else happens', async () => {
  expect(JOBS).toContain(endSignInData);
  expect(endSignInData.every).toBe(3_600_000);
  const [past, within] = [await makeUser(app, 'bureau_officer'), await makeUser(app, 'bureau_officer')];
  const left = async () => {
    const counts: Record<string, number[]> = {};
    for (const table of Object.keys(ROWS)) {
      const column = (ROWS[table]?.[0].split(', ') ?? []).find((name) => /hash|key|login/.test(name)) ?? '';
      const rows = await app.dataSource.query<{ byte: number }[]>(
        `SELECT get_byte(${column}, 0) AS byte FROM ${table} ORDER BY 1`,
      );
      counts[table] = rows.map(({ byte }) => byte);
    }
    return counts;
  };
  for (const [table, [columns, values, ended, open]] of Object.entries(ROWS))
    for (const [account, byte, ago] of [
      [past, 1, ended],
      [within, 2, open],
    ] as const)
      await app.dataSource.query(
        `INSERT INTO ${table} (${columns}) SELECT ${values
          .replaceAll('$1', `'${account.id}'::uuid`)
          .replaceAll('$2', `decode(repeat('0${byte}', 32), 'hex')`)
          .replaceAll('$3', `'${ago}'`)}`,
      );
  await app.dataSource.query(
    `INSERT INTO code_mail (user_id, sealed, address_masked, asked_at)
     VALUES ($1, '\\x01', 'a…@b', clock_timestamp() - interval '7 days 1 minute'), ($2, '\\x02', 'c…@d', clock_timestamp() - interval '6 days')`,
    [past.id, within.id],
  );
  const both = Object.fromEntries(Object.keys(ROWS).map((table) => [table, [1, 2]]));
  expect(await left()).toEqual(both);
  await app.running.app.get(EndedSignIns).deleteAll();
  expect(await left()).toEqual(Object.fromEntries(Object.keys(ROWS).map((table) => [table, [2]])));
  expect(await app.dataSource.query(`SELECT user_id AS id FROM code_mail WHERE sealed IS NOT NULL`)).toEqual([
    { id: within.id },
  ]);
});

it('an address that was confirmed stays, whenever it was', async () => {
  const { id } = await makeUser(app, 'bureau_officer');
  await app.dataSource.query(
    `INSERT INTO mail_address (user_id, sealed, asked_at, confirmed_at) VALUES ($1, '\\x01', '2020-01-01', '2020-01-01')`,
    [id],
  );
  await app.running.app.get(EndedSignIns).deleteAll();
  expect(await app.dataSource.query(`SELECT user_id AS id FROM mail_address WHERE user_id = $1`, [id])).toEqual([
    { id },
  ]);
});
