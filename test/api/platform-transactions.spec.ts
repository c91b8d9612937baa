import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser, PASSWORD, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { connect, raise, untilWaiting, withFault } from '../support/faults.js';
import { ON_PURPOSE } from '../support/seen.js';
import { stored } from '../support/stored.js';

let app: TestApp;
let officer: TestAccount;
let admin: TestAccount;
beforeAll(async () => {
  // Few connections on purpose: a request that took a second one would wait for itself.
  app = await startTestApp({ env: { DATABASE_POOL_SIZE: '4' } });
  officer = await makeUser(app, 'bureau_officer', await makeBody(app));
  admin = await makeAccount(app, { role: 'admin', organisation: null });
});
afterAll(() => app.close());

const ORGANISATIONS = '/api/v1/organisations';
const plain = (body: object) =>
  app.http.post(ORGANISATIONS).set(officer.auth).set('X-Request-Id', ON_PURPOSE).send(body);
/** A POST with a key, on its way at once. */
const send = (key: string, body: object) =>
  plain(body)
    .set('Idempotency-Key', key)
    .then((answer) => answer);
const outcome = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as { code?: string }).code];
const idOf = (answer: { body: unknown }) => (answer.body as { id: string }).id;
const countNamed = async (name: string): Promise<number> =>
  (await app.dataSource.query<unknown[]>(`SELECT FROM organisation WHERE name = $1`, [name])).length;

describe('the pool', () => {
  it('of four is enough for twenty such requests at once: none takes a second connection', async () => {
    const names = Array.from({ length: 20 }, () => randomUUID());
    const answers = await Promise.all(names.map((name) => send(randomUUID(), { name })));
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([201]));
    const mixed = await Promise.all(
      names.flatMap((name, i) => [
        send(randomUUID(), { name: `${name} 2` }),
        app.http.get(ORGANISATIONS).set(officer.auth),
        app.http.post('/api/v1/auth/sessions').send({ login: (i % 2 ? officer : admin).login, password: PASSWORD }),
      ]),
    );
    expect(new Set(mixed.map((a) => a.status))).toEqual(new Set([200, 201]));
  });
});

describe('a lost race', () => {
  const CASES = (['40001', '40P01'] as const).flatMap((state) =>
    [true, false].map((keyed): [string, boolean] => [state, keyed]),
  );

  it.each(CASES)('(%s, with a key: %s) is run again', async (state, keyed) => {
    const name = randomUUID();
    const answer = await withFault(app, 'outbox', raise(state, 2), async () =>
      keyed ? send(randomUUID(), { name }) : plain({ name }),
    );
    expect([answer.status, await countNamed(name)]).toEqual([201, 1]);
    const [sum] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM audit_entry WHERE aggregate_id = $1`,
      [idOf(answer)],
    );
    expect(sum?.n).toBe(1);
  });

  it('is given up after three, and asks to be sent again', async () => {
    const before = await stored(app);
    const answer = await withFault(app, 'outbox', raise('40P01'), async () => plain({ name: randomUUID() }));
    expect(outcome(answer)).toEqual([503, 'not_ready']);
    expect(await stored(app)).toEqual(before);
  });

  /** One deadlock of the application and another session; false where PostgreSQL ended the other one. */
  async function deadlock(keyed: boolean): Promise<boolean> {
    const person = await makeUser(app, 'supervisor');
    const blocker = await connect(app);
    try {
      await blocker.query('BEGIN; LOCK TABLE outbox IN SHARE MODE');
      const request = app.http
        .post(`/api/v1/users/${person.id}/actions/disable`)
        .set(admin.auth)
        .set('If-Match', '"1"')
        .set(keyed ? { 'Idempotency-Key': randomUUID() } : {})
        .send({})
        .then((answer) => answer);
      await untilWaiting(blocker);
      // Now each waits for the other. PostgreSQL ends the one whose second of waiting is over while both wait.
      const ended = await blocker.query(`UPDATE app_user SET name = name WHERE id = $1`, [person.id]).then(
        () => 'application',
        () => 'blocker',
      );
      await blocker.query('COMMIT');
      const answer = await request;
      expect([answer.status, answer.body]).toMatchObject([200, { state: 'disabled', version: 2 }]);
      return ended === 'application';
    } finally {
      await blocker.end();
    }
  }

  it.each([true, false])('(a real deadlock, with a key: %s) is run again', async (keyed) => {
    let met = false;
    for (let attempt = 0; attempt < 8 && !met; attempt++) met = await deadlock(keyed);
    expect(met).toBe(true);
  });
});
