import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { Deliveries } from '../../src/kernel/deliveries/deliveries.js';
import { queueDelivery } from '../../src/kernel/deliveries/targets.js';
import type { Change } from '../../src/kernel/outbox/change.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendDue } from '../support/deliveries.js';
import { until } from '../queue/bench.js';

/** The server that is listed stands on this address of the machine; any other one of it is not listed. */
const LISTED = '127.0.0.9';

interface Received {
  body: string;
  headers: IncomingHttpHeaders;
}
interface Endpoint {
  id: string;
  version: number;
  secret: string;
}
interface Delivery {
  id: string;
  position: number | null;
  state: string;
  attempts: number;
  status: number | null;
  error: string | null;
}

describe('a webhook', () => {
  let app: TestApp;
  let server: Server;
  let port: number;
  let bureau: string;
  let officer: TestAccount;
  let received: Received[] = [];
  let paths: string[] = [];
  let answers: { status: number; location?: string }[] = [];
  const made: Endpoint[] = [];
  beforeAll(async () => {
    app = await startTestApp({ env: { WEBHOOK_ALLOWED_NETWORKS: `${LISTED}/32` } });
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ body, headers: request.headers });
        paths.push(request.url ?? '');
        const { status, location } = answers.shift() ?? { status: 204 };
        response.writeHead(status, location === undefined ? {} : { location }).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, LISTED, done));
    ({ port } = server.address() as AddressInfo);
    bureau = await makeBody(app, { name: 'K区民政局' });
    officer = await makeUser(app, 'bureau_officer', bureau);
  });
  afterEach(async () => {
    await app.dataSource.query(`UPDATE delivery_target SET active = false`);
    received = [];
    paths = [];
    answers = [];
  });
  afterAll(async () => {
    await new Promise((done) => server.close(done));
    await app.close();
  });

  const sweep = () => sendDue(app);
  const post = (path: string, body: object) => app.http.post(`/api/v1/${path}`).set(officer.auth).send(body);
  const newKey = async (): Promise<string> =>
    ((await post('api-keys', { name: '对接', scopes: ['changes.read'] }).expect(201)).body as { id: string }).id;
  const create = async (more: object = {}) =>
    post('webhook-endpoints', {
      ...{ name: '对接', url: `http://${LISTED}:${port}/hooks`, kinds: ['tender'], apiKey: await newKey() },
      ...more,
    });
  async function make(more: object = {}): Promise<Endpoint> {
    const answer = await create(more);
    expect(answer.status).toBe(201);
    made.push(answer.body as Endpoint);
    return answer.body as Endpoint;
  }
  const patch = ({ id, version }: Endpoint, body: object, by = officer) =>
    app.http.patch(`/api/v1/webhook-endpoints/${id}`).set(by.auth).set('If-Match', `"${version}"`).send(body);
  const act = async (endpoint: Endpoint, action: string, body: object = {}): Promise<Endpoint> => {
    const answer = await post(`webhook-endpoints/${endpoint.id}/actions/${action}`, body)
      .set('If-Match', `"${endpoint.version}"`)
      .expect(200);
    return { ...endpoint, ...(answer.body as Endpoint) };
  };
  const list = async ({ id }: Endpoint): Promise<Delivery[]> =>
    (
      (await app.http.get(`/api/v1/webhook-endpoints/${id}/deliveries`).set(officer.auth).expect(200)).body as {
        items: Delivery[];
      }
    ).items;
  /** An event that has its position. */
  async function happen(change: Partial<Change> = {}): Promise<string> {
    const id = randomUUID();
    await app.running.app
      .get(Transactions)
      .run(SYSTEM, (tx) => tx.record({ aggregate: 'tender', id, action: 'issue', tenants: [bureau], ...change }));
    await until(async () => {
      await app.dataSource.query(
        `UPDATE outbox o SET position = (SELECT coalesce(max(position), 0) + 1 FROM outbox) WHERE o.aggregate_id = $1 AND position IS NULL
         AND NOT EXISTS (SELECT FROM outbox p WHERE p.position IS NULL AND p.id < o.id)`,
        [id],
      );
      await app.dataSource.query(
        `UPDATE outbox SET position = (SELECT coalesce(max(position), 0) + 1 FROM outbox)
         WHERE id = (SELECT min(id) FROM outbox WHERE position IS NULL)`,
      );
      const [row] = await app.dataSource.query<{ placed: boolean }[]>(
        `SELECT bool_and(position IS NOT NULL) AS placed FROM outbox`,
      );
      return row?.placed === true;
    });
    return id;
  }
  /** As if the pause before the next attempt were over. */
  const makeDue = async () => {
    await app.dataSource.query(`UPDATE delivery SET next_attempt_at = clock_timestamp() WHERE state = 'pending'`);
    await app.dataSource.query(`UPDATE delivery_target SET rest_until = NULL`);
  };
  const idOf = ({ body }: Received) => (JSON.parse(body) as { id: string }).id;

  it('tells of an event once, signed as Standard Webhooks says, with what the feed says', async () => {
    const endpoint = await make();
    const id = await happen();
    await happen({ aggregate: 'contract' });
    await sweep();
    await sweep();
    expect(received.map(idOf)).toEqual([id]);
    const [{ body, headers }] = received as [Received];
    expect(new Webhook(endpoint.secret).verify(body, headers as Record<string, string>)).toMatchObject({
      event: 'tender.issue',
      id,
    });
    expect(() => new Webhook(endpoint.secret).verify(`${body} `, headers as Record<string, string>)).toThrow();
    expect(await list(endpoint)).toMatchObject([{ state: 'delivered', attempts: 1, status: 204, error: null }]);
  });

  it('shows its secret once, and keeps neither it nor the address readable', async () => {
    const { id, secret } = await make();
    const shown = (await app.http.get(`/api/v1/webhook-endpoints/${id}`).set(officer.auth).expect(200)).body as object;
    expect(JSON.stringify(shown)).not.toContain(secret);
    const [row] = await app.dataSource.query<{ text: string }[]>(
      `SELECT r::text || encode(sealed, 'escape') AS text FROM webhook_endpoint r WHERE id = $1`,
      [id],
    );
    expect(row?.text).not.toContain(secret.slice(6));
    expect(row?.text).not.toContain(LISTED);
  });

  it('is tried again after an error, and then is not sent once more', async () => {
    const endpoint = await make();
    answers = [{ status: 500 }];
    await happen();
    await sweep();
    await sweep();
    expect(received).toHaveLength(1);
    expect(await list(endpoint)).toMatchObject([{ state: 'pending', attempts: 1, status: 500, error: 'refused' }]);
    await makeDue();
    await sweep();
    await makeDue();
    await sweep();
    expect(received).toHaveLength(2);
    expect(received[0]?.headers['webhook-id']).toBe(received[1]?.headers['webhook-id']);
    expect(await list(endpoint)).toMatchObject([{ state: 'delivered', attempts: 2, status: 204 }]);
  });

  it('is dead after ten attempts, and is sent when it is asked for again', async () => {
    const endpoint = await make();
    answers = Array.from({ length: 10 }, () => ({ status: 503 }));
    await happen();
    for (let attempt = 0; attempt < 12; attempt++) {
      await makeDue();
      await sweep();
    }
    expect(await list(endpoint)).toMatchObject([{ state: 'dead', attempts: 10, status: 503 }]);
    await act(endpoint, 'retry');
    await sweep();
    expect(await list(endpoint)).toMatchObject([{ state: 'delivered' }]);
    expect(received).toHaveLength(11);
  });

  it('that fails holds up no other: it rests, and what waits for it is sent once it answers', async () => {
    const broken = await make({ url: `http://${LISTED}:1/hooks` });
    for (let i = 0; i < 25; i++) await happen();
    const other = await make();
    const last = await happen();
    await sweep();
    expect(received.map(idOf)).toEqual([last]);
    expect(await list(other)).toMatchObject([{ state: 'delivered' }]);
    const tried = async () => (await list(broken)).filter(({ attempts }) => attempts > 0).length;
    expect(await tried()).toBe(5);
    await sweep();
    expect(await tried()).toBe(5);
    for (let again = 0; again < 5; again++) {
      await app.dataSource.query(`UPDATE delivery_target SET rest_until = NULL`);
      await sweep();
    }
    expect(await tried()).toBe(26);
  });

  it('for which much waits holds up no other', async () => {
    const busy = await make();
    const ids = [await happen(), await happen(), await happen(), await happen(), await happen(), await happen()];
    const other = await make();
    const last = await happen();
    await app.running.app.get(Deliveries).follow();
    const deliveries = app.running.app.get(Deliveries);
    expect(await deliveries.sendSome().finally(() => deliveries.finish())).toBe(6);
    expect(received.filter((each) => idOf(each) === last)).toHaveLength(1);
    expect(received.filter((each) => ids.includes(idOf(each)))).toHaveLength(5);
    expect(await list(other)).toMatchObject([{ state: 'delivered' }]);
    await sweep();
    expect((await list(busy)).map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'delivered'));
  });

  it('is sent its first before any of several busy ones is sent its second', async () => {
    const busy = [await make(), await make(), await make(), await make()];
    for (let i = 0; i < 6; i++) await happen();
    const other = await make();
    await happen();
    await app.running.app.get(Deliveries).follow();
    const due = await app.running.app.get(Deliveries).takeDue();
    const countDue = ({ id }: { id: string }) => due.filter(({ target_id: target }) => target === id).length;
    expect([due.length, countDue(other), Math.min(...busy.map(countDue))]).toEqual([20, 1, 4]);
  });

  it('is told of what was before it is disabled and after it is enabled, and of nothing between', async () => {
    const endpoint = await make();
    const before = await happen();
    const disabled = await act(endpoint, 'disable');
    await happen();
    const enabled = await act(disabled, 'enable');
    const after = await happen();
    await sweep();
    expect(received.map(idOf).sort()).toEqual([before, after].sort());
    expect(await list(enabled)).toHaveLength(2);
  });

  it('is tried again where something broke here, which stops no other', async () => {
    const deliveries = app.running.app.get(Deliveries);
    deliveries.addChannel({ name: 'broken', findReceiver: () => Promise.reject(new Error('broken')) });
    const id = randomUUID();
    await app.running.app.get(Transactions).run(SYSTEM, (tx) => queueDelivery(tx, 'broken', id));
    const endpoint = await make();
    await happen();
    await sweep();
    expect(await list(endpoint)).toMatchObject([{ state: 'delivered' }]);
    expect(
      await app.dataSource.query(`SELECT state, attempts, error FROM delivery WHERE target_id = $1`, [id]),
    ).toEqual([{ state: 'pending', attempts: 1, error: 'failed' }]);
  });

  it('is forgotten thirty days after it was delivered, ninety after it was dead', async () => {
    const endpoint = await make();
    await happen();
    await happen();
    await happen();
    await sweep();
    const rows = await list(endpoint);
    for (const [at, [state, days]] of [
      ['delivered', 29],
      ['dead', 89],
      ['dead', 91],
    ].entries())
      await app.dataSource.query(
        `UPDATE delivery SET state = $2, finished_at = clock_timestamp() - make_interval(days => $3) WHERE id = $1`,
        [rows[at]?.id, state, days],
      );
    await sweep();
    expect((await list(endpoint)).map(({ id }) => id)).toEqual(rows.slice(0, 2).map(({ id }) => id));
  });

  it('of one key are twenty at most', async () => {
    const apiKey = await newKey();
    for (let i = 0; i < 20; i++) await make({ apiKey });
    const refused = await create({ apiKey });
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'too_many_endpoints']);
  });

  it('goes elsewhere and is narrowed otherwise from then on; what happened before is told by the filters of then', async () => {
    const endpoint = await make();
    const before = await happen();
    await happen({ aggregate: 'contract' });
    const change = { name: '新系统', url: `http://${LISTED}:${port}/other`, kinds: ['contract'] };
    const answer = await patch(endpoint, change).expect(200);
    expect(answer.body).toMatchObject({ ...change, id: endpoint.id, version: 2, events: [] });
    const after = await happen({ aggregate: 'contract' });
    await happen();
    await sweep();
    expect(received.map(idOf).sort()).toEqual([before, after].sort());
    expect(paths).toEqual(['/other', '/other']);
    const [{ body, headers }] = received as [Received];
    expect(new Webhook(endpoint.secret).verify(body, headers as Record<string, string>)).toBeDefined();
    const again = await patch({ ...endpoint, version: 2 }, change).expect(200);
    expect(again.body).toMatchObject({ version: 2 });
    const wide = await patch({ ...endpoint, version: 2 }, { kinds: null }).expect(200);
    expect(wide.body).toMatchObject({ version: 3, kinds: [] });
  });

  it('is changed as it stands, to an address that may be, by the holder of its key alone', async () => {
    const endpoint = await make();
    const codes = (answer: { status: number; body: unknown }) => [
      answer.status,
      (answer.body as { code: string }).code,
    ];
    expect(await patch(endpoint, { url: 'https://127.0.0.1/' })).toMatchObject({
      ...{ status: 400, body: { errors: [{ pointer: '/url', code: 'not_public' }] } },
    });
    expect((await patch(endpoint, { name: null })).status).toBe(400);
    expect(codes(await patch({ ...endpoint, version: 7 }, { name: 'x' }))).toEqual([412, 'stale_version']);
    const colleague = await makeUser(app, 'bureau_officer', bureau);
    expect(codes(await patch(endpoint, { url: 'https://example.com/' }, colleague))[1]).toBe('holder_only');
    const stranger = await makeUser(app, 'bureau_officer', await makeBody(app));
    expect((await patch(endpoint, { name: 'x' }, stranger)).status).toBe(404);
  });

  it('that ended is sent nothing any more, has forgotten its address, and leaves its place to another', async () => {
    const apiKey = await newKey();
    const endpoints = [];
    for (let i = 0; i < 20; i++) endpoints.push(await make({ apiKey }));
    const [first] = endpoints as [Endpoint];
    await happen();
    await app.running.app.get(Deliveries).follow();
    const ended = await act(first, 'end', { reason: '系统下线' });
    expect(ended).toMatchObject({ state: 'ended', url: null, allowedActions: [] });
    await happen();
    await sweep();
    await makeDue();
    await sweep();
    expect(received).toHaveLength(38);
    expect(await list(first)).toEqual([]);
    expect((await patch(ended, { name: 'x' })).body).toMatchObject({ code: 'wrong_state' });
    const enabled = await post(`webhook-endpoints/${first.id}/actions/enable`, {}).set(
      'If-Match',
      `"${ended.version}"`,
    );
    expect(enabled.body).toMatchObject({ code: 'wrong_state' });
    await make({ apiKey });
  });

  it('takes null for no filter', async () => {
    expect(await make({ events: null, kinds: null })).toMatchObject({ events: [], kinds: [] });
  });

  it('sends what is behind a position once more, with the same id', async () => {
    const endpoint = await make();
    const first = await happen();
    const second = await happen();
    await sweep();
    const [one] = await list(endpoint);
    await act(endpoint, 'replay', { after: one?.position ?? 0 });
    await sweep();
    expect(received.map(idOf)).toHaveLength(3);
    expect(received.slice(0, 2).map(idOf).sort()).toEqual([first, second].sort());
    const same = received.filter((each) => idOf(each) === idOf(received[2] as Received));
    const ids = new Set(same.map(({ headers }) => headers['webhook-id']));
    expect([same.length, ids.size]).toEqual([2, 1]);
  });

  it('is not replayed from a position that no feed has', async () => {
    const endpoint = await make();
    for (const after of [1e30, Number.MAX_SAFE_INTEGER, -1, 0.5]) {
      const refused = await post(`webhook-endpoints/${endpoint.id}/actions/replay`, { after }).set('If-Match', '"1"');
      expect([refused.status, (refused.body as { errors: { pointer: string }[] }).errors[0]?.pointer]).toEqual([
        ...[400, '/after'],
      ]);
    }
  });

  it('bears two signatures while its secret is rotated', async () => {
    const endpoint = await make();
    const rotated = await act(endpoint, 'rotate-secret');
    expect(rotated.secret).not.toBe(endpoint.secret);
    await act(rotated, 'test');
    await sweep();
    const [{ body, headers }] = received as [Received];
    expect(String(headers['webhook-signature']).split(' ')).toHaveLength(2);
    for (const { secret } of [endpoint, rotated])
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({ event: 'ping' });
  });

  it.each([
    ['an address inside', 'https://127.0.0.1/'],
    ['the same in IPv6', 'https://[::1]/'],
    ['the same mapped into IPv6', 'https://[::ffff:127.0.0.1]/'],
    ['a private one', 'http://10.1.2.3/'],
    ['a shared one', 'http://100.64.0.1/'],
    ['a link-local one', 'http://169.254.169.254/latest'],
    ['the same as one number', 'http://2852039166/'],
    ['a user and a password', 'https://a:b@example.com/'],
    ['another protocol', 'ftp://example.com/'],
    ['no address', 'example'],
  ])('is refused with %s', async (_, url) => {
    expect(await create({ url })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/url' }] } });
  });

  it('is refused for a key of somebody else', async () => {
    const other = await makeUser(app, 'bureau_officer', bureau);
    const apiKey = await newKey();
    const answer = await app.http
      .post('/api/v1/webhook-endpoints')
      .set(other.auth)
      .send({ name: 'x', url: 'https://example.com', apiKey });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/apiKey' }] } });
  });

  it('follows no redirect', async () => {
    const redirected = await make();
    answers = [{ status: 307, location: `http://${LISTED}:${port}/elsewhere` }];
    await happen();
    await sweep();
    expect(received).toHaveLength(1);
    expect(await list(redirected)).toMatchObject([{ state: 'pending', status: 307, error: 'redirect_refused' }]);
  });

  it('tells nothing of others, and nothing once its key has ended', async () => {
    const apiKey = await newKey();
    const endpoint = await make({ apiKey });
    const readEnd = async () =>
      (await app.http.get(`/api/v1/webhook-endpoints/${endpoint.id}`).set(officer.auth).expect(200)).body.endedAt;
    expect(await readEnd()).toBeNull();
    await happen({ aggregate: 'tender', tenants: [randomUUID()] });
    await sweep();
    expect(received).toEqual([]);
    await happen();
    await app.http
      .post(`/api/v1/api-keys/${apiKey}/actions/revoke`)
      .set(officer.auth)
      .set('If-Match', '"1"')
      .send({})
      .expect(200);
    await sweep();
    expect(received).toEqual([]);
    expect(await list(endpoint)).toMatchObject([{ state: 'dead', error: 'account_ended' }]);
    const [stored] = await app.dataSource.query<{ ended_at: Date }[]>(
      `SELECT ended_at FROM delivery_target WHERE id = $1`,
      [endpoint.id],
    );
    expect(await readEnd()).toBe(stored?.ended_at.toISOString());
    await happen();
    await sweep();
    expect(await list(endpoint)).toHaveLength(1);
    expect(await create({ apiKey })).toMatchObject({ status: 400, body: { errors: [{ code: 'no_such_key' }] } });
  });

  it('is refused for a key that has expired', async () => {
    const apiKey = await newKey();
    await app.dataSource.query(`UPDATE api_key SET expires_at = clock_timestamp() WHERE id = $1`, [apiKey]);
    expect(await create({ apiKey })).toMatchObject({ status: 400, body: { errors: [{ code: 'no_such_key' }] } });
  });

  it('is not sent to where somebody put it who has the database alone', async () => {
    const endpoint = await make();
    const other = await make();
    await app.dataSource.query(
      `UPDATE webhook_endpoint SET sealed = (SELECT sealed FROM webhook_endpoint WHERE id = $2) WHERE id = $1`,
      [endpoint.id, other.id],
    );
    await act(other, 'disable');
    await happen();
    await sweep();
    expect(received).toEqual([]);
    expect(await list(endpoint)).toMatchObject([{ state: 'dead', error: 'account_ended' }]);
  });

  it('is sent once by two workers, and again with the same id where one was lost on its way', async () => {
    const endpoint = await make();
    await happen();
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(received).toHaveLength(1);
    const id = await happen();
    answers = [{ status: 500 }];
    await sweep();
    await makeDue();
    // Taken up by a worker that is never heard of again.
    expect(await app.running.app.get(Deliveries).takeDue()).toHaveLength(1);
    await sweep();
    expect(received).toHaveLength(2);
    await makeDue();
    await sweep();
    expect(received).toHaveLength(3);
    expect(received.slice(1).map(idOf)).toEqual([id, id]);
    expect(received[1]?.headers['webhook-id']).toBe(received[2]?.headers['webhook-id']);
    expect((await list(endpoint)).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });
});
