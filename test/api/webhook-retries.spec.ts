import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { Deliveries } from '../../src/kernel/deliveries/deliveries.js';
import { queueDelivery } from '../../src/kernel/deliveries/targets.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendDue } from '../support/deliveries.js';

const LISTED = '127.0.0.9';

let app: TestApp;
let bureau: string;
let officer: TestAccount;
let server: Server;
let status: number;
let paths: string[] = [];
let received: { position: number; body: string; headers: Record<string, string> }[] = [];
beforeAll(async () => {
  app = await startTestApp({ env: { WEBHOOK_ALLOWED_NETWORKS: `${LISTED}/32` } });
  bureau = await makeBody(app);
  officer = await makeUser(app, 'bureau_officer', bureau);
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      paths.push(request.url ?? '');
      const { position } = JSON.parse(body) as { position: number };
      received.push({ position, body, headers: request.headers as Record<string, string> });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, LISTED, listening));
});
afterEach(() => app.dataSource.query(`UPDATE delivery_target SET active = false`));
afterAll(async () => {
  await new Promise((closed) => server.close(closed));
  await app.close();
});

interface Endpoint {
  id: string;
  version: number;
  goOnAfter?: number | null;
  secret?: string;
}
interface Delivery {
  state: string;
  attempts: number;
  position: number | null;
}
const addressOf = (path: string) => `http://${LISTED}:${(server.address() as AddressInfo).port}${path}`;
async function makeEndpoint(more: object = {}): Promise<Endpoint> {
  const post = (path: string, body: object) => app.http.post(`/api/v1/${path}`).set(officer.auth).send(body);
  const key = await post('api-keys', { name: '对接', scopes: ['changes.read'] }).expect(201);
  const apiKey = (key.body as Endpoint).id;
  const given = { name: '对接', url: addressOf('/here'), kinds: ['tender'], apiKey, ...more };
  paths = [];
  received = [];
  return (await post('webhook-endpoints', given).expect(201)).body as Endpoint;
}
const act = async ({ id, version }: Endpoint, action: string, body: object = {}): Promise<Endpoint> => {
  const url = `/api/v1/webhook-endpoints/${id}/actions/${action}`;
  const answer = await app.http.post(url).set(officer.auth).set('If-Match', `"${version}"`).send(body).expect(200);
  return answer.body as Endpoint;
};
const move = ({ id, version }: Endpoint, path: string) =>
  app.http
    .patch(`/api/v1/webhook-endpoints/${id}`)
    .set(officer.auth)
    .set('If-Match', `"${version}"`)
    .send({ url: addressOf(path) })
    .expect(200);
async function list({ id }: Endpoint): Promise<Delivery[]> {
  const url = `/api/v1/webhook-endpoints/${id}/deliveries`;
  return ((await app.http.get(url).set(officer.auth).expect(200)).body as { items: Delivery[] }).items;
}
/** An event with its place in the feed. */
async function happen(action = 'issue'): Promise<number> {
  const id = randomUUID();
  const event = { aggregate: 'tender', id, action, tenants: [bureau] };
  await app.running.app.get(Transactions).run(SYSTEM, (tx) => tx.record(event));
  await app.dataSource.query(
    `UPDATE outbox o SET position = n.position FROM (
       SELECT id, (SELECT coalesce(max(position), 0) FROM outbox) + row_number() OVER (ORDER BY id) AS position
       FROM outbox WHERE position IS NULL) n WHERE n.id = o.id`,
  );
  const [row] = await app.dataSource.query<[{ position: string }]>(
    `SELECT position FROM outbox WHERE aggregate_id = $1`,
    [id],
  );
  return Number(row.position);
}
/** An event that an endpoint was sent so often, and refused each time: it waits for its next attempt, the longer the oftener. */
async function refuse(endpoint: Endpoint, attempts: number): Promise<void> {
  status = 500;
  await happen();
  for (let attempt = 0; attempt < attempts; attempt++) {
    await app.dataSource.query(`UPDATE delivery SET next_attempt_at = clock_timestamp() WHERE target_id = $1`, [
      endpoint.id,
    ]);
    await app.dataSource.query(`UPDATE delivery_target SET rest_until = NULL WHERE id = $1`, [endpoint.id]);
    await sendDue(app);
  }
  await sendDue(app);
  expect([await list(endpoint), paths.length]).toMatchObject([[{ state: 'pending', attempts }], attempts]);
  status = 204;
  paths = [];
}

it.each([
  ['retry', 1],
  ['retry', 3],
  ['replay', 1],
  ['replay', 3],
])('%s sends at once what waits for its next attempt after %d', async (action, attempts) => {
  const endpoint = await makeEndpoint();
  await refuse(endpoint, attempts);
  const [{ position }] = (await list(endpoint)) as [Delivery];
  await act(endpoint, action, action === 'replay' ? { after: (position ?? 0) - 1 } : {});
  await sendDue(app);
  expect([await list(endpoint), paths]).toMatchObject([[{ state: 'delivered' }], ['/here']]);
});

it.each([1, 3])('a new address is sent at once what waits for its next attempt after %d', async (attempts) => {
  const endpoint = await makeEndpoint();
  await refuse(endpoint, attempts);
  await move(endpoint, '/there');
  await sendDue(app);
  expect([await list(endpoint), paths]).toMatchObject([[{ state: 'delivered' }], ['/there']]);
});

it('an endpoint that is enabled again is sent at once what waits for its next attempt', async () => {
  const endpoint = await makeEndpoint();
  await refuse(endpoint, 3);
  const disabled = await act(endpoint, 'disable');
  await act(disabled, 'enable');
  await sendDue(app);
  expect([await list(endpoint), paths]).toMatchObject([[{ state: 'delivered' }], ['/here']]);
});

it('an endpoint that is enabled again says after which position a replay sends what it was not told, also what nobody has followed yet', async () => {
  const endpoint = await makeEndpoint();
  status = 204;
  const before = await happen();
  await sendDue(app);
  const disabled = await act(endpoint, 'disable');
  const followed = await happen();
  await app.running.app.get(Deliveries).follow();
  const unfollowed = await happen();
  const enabled = await act(disabled, 'enable');
  await act(enabled, 'replay', { after: enabled.goOnAfter });
  await sendDue(app);
  const after = await happen();
  await sendDue(app);
  expect(received.map(({ position }) => position).sort((a, b) => a - b)).toEqual([before, followed, unfollowed, after]);
});

it('an endpoint that names its events is sent those alone, in a replay too', async () => {
  const endpoint = await makeEndpoint({ events: ['tender.cancel'] });
  status = 204;
  const other = await happen();
  const named = await happen('cancel');
  await sendDue(app);
  expect(received.map(({ position }) => position)).toEqual([named]);
  await act(endpoint, 'replay', { after: other - 1 });
  await sendDue(app);
  expect(received.map(({ position }) => position)).toEqual([named, named]);
  expect(received[1]?.headers['webhook-id']).toBe(received[0]?.headers['webhook-id']);
});

it('an endpoint is refused plain http in production, where the operator lists no network', async () => {
  const post = (path: string, body: object) => app.http.post(`/api/v1/${path}`).set(officer.auth).send(body);
  const { body: key } = await post('api-keys', { name: '对接', scopes: ['changes.read'] }).expect(201);
  const given = { name: '对接', url: 'http://example.com/hooks', apiKey: (key as Endpoint).id };
  const { mode, webhookAllowedNetworks } = app.settings;
  Object.assign(app.settings, { mode: 'production', webhookAllowedNetworks: 'none' });
  try {
    const refused = await post('webhook-endpoints', given);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/url', code: 'not_https' }] } });
    await post('webhook-endpoints', { ...given, url: 'https://example.com/hooks' }).expect(201);
    Object.assign(app.settings, { webhookAllowedNetworks });
    await post('webhook-endpoints', given).expect(201);
  } finally {
    Object.assign(app.settings, { mode, webhookAllowedNetworks });
  }
});

it('bears the signature of the secret before with each attempt within its day, and no longer', async () => {
  const endpoint = await makeEndpoint();
  await refuse(endpoint, 1);
  const rotated = await act(endpoint, 'rotate-secret');
  const secrets = [endpoint, rotated].map(({ secret }) => new Webhook(secret ?? ''));
  const isSigned = () => {
    const { body, headers } = received.at(-1) as (typeof received)[number];
    return secrets.map((secret) => {
      try {
        return secret.verify(body, headers) !== undefined;
      } catch {
        return false;
      }
    });
  };
  const attempt = async () => {
    await app.dataSource.query(`UPDATE delivery SET next_attempt_at = clock_timestamp() WHERE target_id = $1`, [
      endpoint.id,
    ]);
    await app.dataSource.query(`UPDATE delivery_target SET rest_until = NULL WHERE id = $1`, [endpoint.id]);
    await sendDue(app);
  };
  expect(isSigned()).toEqual([true, false]);
  status = 500;
  await attempt();
  expect(isSigned()).toEqual([true, true]);
  const later = Date.now() + 25 * 3_600_000;
  const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
  try {
    status = 204;
    await attempt();
  } finally {
    clock.mockRestore();
  }
  expect([received.length, new Set(received.map(({ headers }) => headers['webhook-id'])).size]).toEqual([3, 1]);
  expect(isSigned()).toEqual([false, true]);
});

it.each([1, 3])(
  'what a clock that ran ahead put off after attempt %d is sent once it is looked for',
  async (attempts) => {
    const endpoint = await makeEndpoint();
    await refuse(endpoint, attempts);
    const ahead = `clock_timestamp() + interval '8 hours'`;
    await app.dataSource.query(`UPDATE delivery SET next_attempt_at = ${ahead} WHERE target_id = $1`, [endpoint.id]);
    await app.dataSource.query(`UPDATE delivery_target SET rest_until = ${ahead} WHERE id = $1`, [endpoint.id]);
    Object.assign(app.running.app.get(Deliveries), { lookedAhead: -Infinity });
    await sendDue(app);
    expect([await list(endpoint), paths]).toMatchObject([[{ state: 'delivered' }], ['/here']]);
  },
);

it.each([1, 3])('what is under way with attempt %d is not sent a second time beside itself', async (attempt) => {
  const endpoint = await makeEndpoint();
  if (attempt > 1) await refuse(endpoint, attempt - 1);
  else await happen();
  await app.dataSource.query(`UPDATE delivery SET next_attempt_at = clock_timestamp() WHERE target_id = $1`, [
    endpoint.id,
  ]);
  await app.dataSource.query(`UPDATE delivery_target SET rest_until = NULL WHERE id = $1`, [endpoint.id]);
  await app.running.app.get(Deliveries).follow();
  // Taken up by a worker that is still sending it.
  expect(await app.running.app.get(Deliveries).takeDue()).toHaveLength(1);
  const [{ position }] = (await list(endpoint)) as [Delivery];
  const retried = await act(endpoint, 'retry');
  const replayed = await act(retried, 'replay', { after: (position ?? 0) - 1 });
  await move(replayed, '/there');
  await sendDue(app);
  expect(paths).toEqual([]);
  expect(await list(endpoint)).toMatchObject([{ state: 'pending', attempts: attempt }]);
});

it('what goes by a channel of another release is left to its processes, and its target lives on', async () => {
  const target = randomUUID();
  await app.running.app.get(Transactions).run(SYSTEM, (tx) => queueDelivery(tx, 'of_another_release', target));
  const endpoint = await makeEndpoint();
  await happen();
  status = 204;
  await sendDue(app);
  expect(await list(endpoint)).toMatchObject([{ state: 'delivered' }]);
  expect(
    await app.dataSource.query(
      `SELECT d.state, d.attempts, d.error, t.ended_at FROM delivery d JOIN delivery_target t ON t.id = d.target_id WHERE t.id = $1`,
      [target],
    ),
  ).toEqual([{ state: 'pending', attempts: 0, error: null, ended_at: null }]);
});

it('a replay sends the oldest 10 000 events, and says after which to go on', async () => {
  await happen();
  const [{ head }] = await app.dataSource.query<[{ head: string }]>(`SELECT max(position) AS head FROM outbox`);
  await app.dataSource.query(
    `INSERT INTO outbox (position, aggregate_type, aggregate_id, action, at, payload, tenants, region, dataset, public, audit_id)
     SELECT o.position + n, o.aggregate_type, o.aggregate_id, o.action, o.at, o.payload, o.tenants, o.region, o.dataset, o.public, o.audit_id
     FROM outbox o, generate_series(1, 10001) n WHERE o.position = $1`,
    [head],
  );
  const endpoint = await makeEndpoint();
  while (await app.running.app.get(Deliveries).follow());
  const countPending = () =>
    app.dataSource.query(
      `SELECT count(*)::int AS n, min(position)::int AS first, max(position)::int AS last FROM delivery WHERE target_id = $1 AND state = 'pending'`,
      [endpoint.id],
    );
  const after = Number(head);
  const replayed = await act(endpoint, 'replay', { after });
  expect(replayed.goOnAfter).toBe(after + 10_000);
  expect(await countPending()).toEqual([{ n: 10_000, first: after + 1, last: after + 10_000 }]);
  const rest = await act(replayed, 'replay', { after: replayed.goOnAfter });
  expect(rest.goOnAfter).toBeNull();
  expect(await countPending()).toEqual([{ n: 10_001, first: after + 1, last: after + 10_001 }]);
  // The same 10 000 again, of which none is left over.
  expect((await act(rest, 'replay', { after: after + 1 })).goOnAfter).toBeNull();
});

it('a replay from behind the end of the feed is refused as the feed does it, and one from its end sends nothing', async () => {
  await happen();
  const endpoint = await makeEndpoint();
  const [{ head }] = await app.dataSource.query<[{ head: string }]>(`SELECT max(position) AS head FROM outbox`);
  const refused = await app.http
    .post(`/api/v1/webhook-endpoints/${endpoint.id}/actions/replay`)
    .set({ ...officer.auth, 'If-Match': `"${endpoint.version}"` })
    .send({ after: Number(head) + 1 });
  expect(refused).toMatchObject({
    ...{ status: 400, body: { errors: [{ pointer: '/after', code: 'beyond_the_end' }] } },
  });
  expect((await act(endpoint, 'replay', { after: Number(head) })).goOnAfter).toBeNull();
  expect(await list(endpoint)).toEqual([]);
});
