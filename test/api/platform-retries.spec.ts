import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, PASSWORD, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { connect, DIE, raise, untilWaiting, withFault, type Moment } from '../support/faults.js';
import { ON_PURPOSE } from '../support/seen.js';
import { stored } from '../support/stored.js';

let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  officer = await makeUser(app, 'bureau_officer', await makeBody(app));
});
afterAll(() => app.close());

const ORGANISATIONS = '/api/v1/organisations';
interface Options {
  by?: TestAccount;
  route?: string;
  id?: string;
}
/** A POST with a key, on its way at once. */
const send = (key: string, body: object, { by = officer, route = ORGANISATIONS, id = ON_PURPOSE }: Options = {}) =>
  app.http
    .post(route)
    .set(by.auth)
    .set('Idempotency-Key', key)
    .set('X-Request-Id', id)
    .send(body)
    .then((answer) => answer);
const outcome = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as { code?: string }).code];
const idOf = (answer: { body: unknown }) => (answer.body as { id: string }).id;
const countNamed = async (name: string): Promise<number> =>
  (await app.dataSource.query<unknown[]>(`SELECT FROM organisation WHERE name = $1`, [name])).length;
const remembered = async (): Promise<number> =>
  (await app.dataSource.query<unknown[]>(`SELECT FROM idempotent_request`)).length;
const isReplay = (answer: { headers: Record<string, string> }) => answer.headers['idempotent-replay'] === 'true';

describe('a request sent twice with one key', () => {
  it('does its work once and gets the same answer, byte for byte, with its status and ETag', async () => {
    const [key, body] = [randomUUID(), { name: randomUUID(), externalIds: [{ system: 's', id: randomUUID() }] }];
    const first = await send(key, body);
    expect([first.status, isReplay(first)]).toEqual([201, false]);
    const before = await stored(app);
    // The same body in another order of its fields, and of blanks.
    const second = await send(key, { externalIds: body.externalIds, name: body.name });
    expect([second.status, isReplay(second), second.text]).toEqual([201, true, first.text]);
    expect(second.headers.etag).toBe('"1"');
    expect(second.headers.etag).toBe(first.headers.etag);
    expect(await stored(app)).toEqual(before);
  });

  it('gets the same refusal, in the language of the second, though the reason has gone', async () => {
    const taken = [{ system: 's', id: randomUUID() }];
    const [key, name] = [randomUUID(), randomUUID()];
    expect((await send(randomUUID(), { name: randomUUID(), externalIds: taken })).status).toBe(201);
    const { idempotent_request: _, ...before } = await stored(app);
    const refused = await send(key, { name, externalIds: taken });
    expect(outcome(refused)).toEqual([409, 'external_id_taken']);
    const { idempotent_request: __, ...after } = await stored(app);
    expect(after).toEqual(before);
    await app.dataSource.query(`DELETE FROM external_id WHERE value = $1`, [taken[0]?.id]);
    const again = await app.http
      .post(ORGANISATIONS)
      .set(officer.auth)
      .set('Idempotency-Key', key)
      .set('Accept-Language', 'zh')
      .send({ name, externalIds: taken });
    expect([...outcome(again), isReplay(again)]).toEqual([409, 'external_id_taken', true]);
    expect(again.body).toMatchObject({ title: '该外部编号已属于另一对象', errors: [{ pointer: '/externalIds/0' }] });
    expect((await send(randomUUID(), { name, externalIds: taken })).status).toBe(201);
  });

  it('gets the same refusal of a malformed body too', async () => {
    const key = randomUUID();
    expect(outcome(await send(key, { nam: 1 }))).toEqual([400, 'validation_failed']);
    const again = await send(key, { nam: 1 });
    expect([...outcome(again), isReplay(again)]).toEqual([400, 'validation_failed', true]);
  });

  it('is done once it names the version of now: nothing was done of what named none or another', async () => {
    const made = await send(randomUUID(), { name: '对接', scopes: ['changes.read'] }, { route: '/api/v1/api-keys' });
    const [key, id] = [randomUUID(), idOf(made)];
    const revoke = (headers: object = {}) =>
      app.http
        .post(`/api/v1/api-keys/${id}/actions/revoke`)
        .set({ ...officer.auth, 'Idempotency-Key': key, ...headers })
        .send({});
    for (const [version, refused] of [
      ['"7"', [412, 'stale_version']],
      ['7', [400, 'bad_if_match']],
      [null, [428, 'if_match_required']],
    ] as const) {
      const answer = await revoke(version === null ? {} : { 'If-Match': version });
      expect([...outcome(answer), isReplay(answer)]).toEqual([...refused, false]);
    }
    const done = await revoke({ 'If-Match': '"1"' });
    expect([...outcome(done), isReplay(done)]).toEqual([200, undefined, false]);
    for (const version of ['"1"', '"2"']) {
      const again = await revoke({ 'If-Match': version });
      expect([...outcome(again), isReplay(again)]).toEqual([200, undefined, true]);
    }
  });

  it('but with another body is refused, whatever the first came to', async () => {
    const [done, refused] = [randomUUID(), randomUUID()];
    expect((await send(done, { name: randomUUID() })).status).toBe(201);
    expect((await send(refused, { nam: 1 })).status).toBe(400);
    for (const key of [done, refused]) {
      const before = await stored(app);
      const other = await send(key, { name: randomUUID() });
      expect([...outcome(other), isReplay(other)]).toEqual([422, 'key_reused', false]);
      expect(await stored(app)).toEqual(before);
    }
  });

  // Needs may share a title.
  const NEEDS = '/api/v1/needs';
  const need = () => ({ title: randomUUID(), source: { kind: 'statement' } });

  it('by somebody else, or to another route, is another request', async () => {
    const [key, body] = [randomUUID(), need()];
    const colleague = await makeUser(app, 'bureau_officer');
    const answers = [
      await send(key, body, { route: NEEDS }),
      await send(key, body, { route: NEEDS, by: colleague }),
      await send(key, { name: body.title }),
    ];
    expect(answers.map((a) => [a.status, isReplay(a)])).toEqual([1, 2, 3].map(() => [201, false]));
    expect(new Set(answers.map(idOf)).size).toBe(3);
  });

  it('after a day is a new one, and what was remembered is forgotten', async () => {
    const [key, body] = [randomUUID(), need()];
    const repeat = () => send(key, body, { route: NEEDS });
    const first = await repeat();
    await app.dataSource.query(
      `UPDATE idempotent_request SET created_at = clock_timestamp() - interval '23 hours 59 minutes'`,
    );
    expect([(await repeat()).text, isReplay(await repeat())]).toEqual([first.text, true]);
    await app.dataSource.query(`UPDATE idempotent_request SET created_at = created_at - interval '2 minutes'`);
    const old = await remembered();
    expect(old).toBeGreaterThan(1);
    const later = await repeat();
    expect([later.status, isReplay(later)]).toEqual([201, false]);
    expect(idOf(later)).not.toBe(idOf(first));
    // The new one, and what of the old ones one sweep has left.
    expect([1, old - 10, old - 9]).toContain(await remembered());
  });

  it('fifty times at once does its work once', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(key, { name })));
    const tally = new Set(answers.map((a) => outcome(a).join(' ')));
    expect([...tally].filter((t) => t !== '201 ' && t !== '409 key_in_progress')).toEqual([]);
    expect(answers.filter((a) => a.status === 201 && !isReplay(a))).toHaveLength(1);
    expect(new Set(answers.filter((a) => a.status === 201).map(idOf)).size).toBe(1);
    expect(await countNamed(name)).toBe(1);
  });
});

describe('a key', () => {
  it.each(['', ' ', 'a b', 'x'.repeat(201), 'ключ', 'a\tb'])('%j is none', async (key) => {
    const answer = await fetch(`${app.url}${ORGANISATIONS}`, {
      method: 'POST',
      headers: { ...officer.auth, 'Content-Type': 'application/json', 'Idempotency-Key': latin(key) },
      body: '{"name":"x"}',
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'bad_idempotency_key']);
  });

  it('is asked for where facts are recorded', async () => {
    const answer = await app.http.post(`/api/v1/tenders/${randomUUID()}/facts`).set(officer.auth).send({ facts: [] });
    expect(outcome(answer)).toEqual([400, 'idempotency_key_required']);
  });

  it('of a session answers the same tokens again', async () => {
    const key = randomUUID();
    const ask = () =>
      app.http
        .post('/api/v1/auth/sessions')
        .set('Idempotency-Key', key)
        .send({ login: officer.login, password: PASSWORD });
    const [first, second] = [await ask(), await ask()];
    expect([first.status, second.status, isReplay(second)]).toEqual([201, 201, true]);
    expect(second.body).toEqual(first.body);
  });

  it('is remembered without the body that came with it', async () => {
    const secret = `wrong ${randomUUID()}`;
    await app.http
      .post('/api/v1/auth/sessions')
      .set('Idempotency-Key', randomUUID())
      .send({ login: officer.login, password: secret })
      .expect(401);
    const [row] = await app.dataSource.query<{ t: string }[]>(
      `SELECT string_agg(r::text, '') AS t FROM idempotent_request r`,
    );
    expect(row?.t).not.toContain(secret);
    expect(row?.t).not.toContain(Buffer.from(secret).toString('hex'));
  });
});

const latin = (text: string): string => Buffer.from(text).toString('latin1');

describe('while the first is still running', () => {
  it('the second is told so at once, and gets the answer when it is there', async () => {
    const [key, body] = [randomUUID(), { name: randomUUID() }];
    const blocker = await connect(app);
    try {
      await blocker.query('BEGIN; LOCK TABLE outbox IN SHARE MODE');
      const running = send(key, body);
      await untilWaiting(blocker);
      const second = await send(key, body);
      expect([...outcome(second), second.headers['retry-after']]).toEqual([409, 'key_in_progress', '1']);
      // Another body would be refused all the same: whether it is the same is known when the first is done.
      expect(outcome(await send(key, { name: 'other' }))).toEqual([409, 'key_in_progress']);
      await blocker.query('COMMIT');
      const first = await running;
      expect([first.status, isReplay(first)]).toEqual([201, false]);
      expect((await send(key, body)).text).toBe(first.text);
    } finally {
      await blocker.end();
    }
  });
});

describe('when something breaks in between', () => {
  const MOMENTS: [string, string, Moment][] = [
    ['the connection, before the answer is remembered', 'idempotent_request', 'at the row'],
    ['the connection, at the commit', 'idempotent_request', 'at the commit'],
    ['the connection, in the middle of the work', 'outbox', 'at the row'],
  ];
  it.each(MOMENTS)('(%s) nothing is stored, and the same request succeeds later', async (_, table, moment) => {
    const [key, name] = [randomUUID(), randomUUID()];
    const before = await stored(app);
    const broken = await withFault(app, table, DIE, () => send(key, { name }), moment);
    expect(outcome(broken)).toEqual([503, 'not_ready']);
    expect(Number(broken.headers['retry-after'])).toBeGreaterThan(0);
    expect(broken.headers.etag).toBeUndefined();
    expect(await stored(app)).toEqual(before);
    const later = await send(key, { name });
    expect([later.status, isReplay(later), await countNamed(name)]).toEqual([201, false, 1]);
  });

  it('(a fault of ours) a 5xx is never remembered', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const before = await stored(app);
    const broken = await withFault(app, 'outbox', raise('XX000'), () => send(key, { name }));
    expect(outcome(broken)).toEqual([500, 'internal_error']);
    expect(broken.text).not.toContain('a secret of the inside');
    expect(await stored(app)).toEqual(before);
    expect((await send(key, { name })).status).toBe(201);
  });
});

afterEach(async () => {
  // Whatever broke, no session is left in a transaction.
  const open = await app.dataSource.query<unknown[]>(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  );
  expect(open).toEqual([]);
});
