import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { queueDelivery } from '../../src/kernel/deliveries/targets.js';
import { newWebhookSecret, WebhookKeys } from '../../src/people/accounts/webhooks/webhook-keys.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendDue } from '../support/deliveries.js';

/** The server that is listed stands on this address of the machine. */
const LISTED = '127.0.0.9';

interface Endpoint {
  id: string;
  version: number;
}

let app: TestApp;
let server: Server;
let place: string;
let bureau: string;
let officer: TestAccount;
/** Paths of the requests that arrived. */
let paths: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    paths.push(request.url ?? '');
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((listening) => server.listen(0, LISTED, listening));
  place = `http://${LISTED}:${(server.address() as AddressInfo).port}`;
  app = await startTestApp({ env: { WEBHOOK_ALLOWED_NETWORKS: `${LISTED}/32` } });
  bureau = await makeBody(app, { name: 'K区民政局' });
  officer = await makeUser(app, 'bureau_officer', bureau);
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  await app.close();
});
beforeEach(() => {
  paths = [];
});

const ADDRESS = '/api/v1/webhook-endpoints';
const post = (path: string, body: object) => app.http.post(path).set(officer.auth).send(body);
const sql = (text: string, values: unknown[]) => app.dataSource.query<{ sealed: Buffer; key: string }[]>(text, values);
const transactions = () => app.running.app.get(Transactions);
const readRow = async (id: string) =>
  (await sql(`SELECT sealed, api_key_id AS key FROM webhook_endpoint WHERE id = $1`, [id]))[0];
async function make(): Promise<Endpoint> {
  const key = await post('/api/v1/api-keys', { name: '对接', scopes: ['changes.read'] }).expect(201);
  const given = { name: '对接', url: `${place}/first`, apiKey: (key.body as { id: string }).id };
  return (await post(ADDRESS, given).expect(201)).body as Endpoint;
}
const change = async ({ id }: Endpoint, body: object) => {
  const { version } = (await app.http.get(`${ADDRESS}/${id}`).set(officer.auth).expect(200)).body as Endpoint;
  return app.http.patch(`${ADDRESS}/${id}`).set(officer.auth).set('If-Match', `"${version}"`).send(body);
};
const act = ({ id, version }: Endpoint, action: string) =>
  post(`${ADDRESS}/${id}/actions/${action}`, {}).set('If-Match', `"${version}"`).expect(200);
/** Something waits for it, whoever wrote that. */
async function tell({ id }: Endpoint): Promise<void> {
  await transactions().run(SYSTEM, (tx) => queueDelivery(tx, 'webhook', id));
  await sendDue(app);
}

describe('the row of a webhook endpoint', () => {
  it.each([
    ['it moved', (endpoint: Endpoint) => change(endpoint, { url: `${place}/second` })],
    ['its secret was rotated', (endpoint: Endpoint) => act(endpoint, 'rotate-secret')],
    ['it ended', (endpoint: Endpoint) => act(endpoint, 'end')],
  ])('is told nothing where somebody puts back what it was before %s', async (_, move) => {
    const endpoint = await make();
    const before = await readRow(endpoint.id);
    expect((await move(endpoint)).status).toBe(200);
    await sql(`UPDATE webhook_endpoint SET sealed = $2, state = 'active' WHERE id = $1`, [endpoint.id, before?.sealed]);
    await tell(endpoint);
    expect(paths).toEqual([]);
    expect((await change(endpoint, { name: 'x' })).body).toMatchObject({ code: 'wrong_state' });
  });

  it('of an earlier version, which bound none, is believed until it is changed, and from then on as it was changed', async () => {
    const [other, id] = [await make(), randomUUID()];
    const given = { url: `${place}/earlier`, secret: newWebhookSecret() };
    const key = (await readRow(other.id))?.key ?? '';
    const sealed = app.running.app.get(WebhookKeys).cover(id, key, given);
    await transactions().run(SYSTEM, async (tx) => {
      await tx.query(
        `INSERT INTO webhook_endpoint (id, name, api_key_id, organisation_id, sealed, events, kinds)
         SELECT $1, name, api_key_id, organisation_id, $2, events, kinds FROM webhook_endpoint WHERE id = $3`,
        [id, sealed, other.id],
      );
      await tx.record({ aggregate: 'webhook_endpoint', id, action: 'created', to: 'active', tenants: [bureau] });
    });
    const endpoint = { id, version: 1 };
    await tell(endpoint);
    expect(paths).toEqual(['/earlier']);
    expect((await change(endpoint, { url: `${place}/second` })).status).toBe(200);
    await tell(endpoint);
    expect(paths).toEqual(['/earlier', '/second']);
    await sql(`UPDATE webhook_endpoint SET sealed = $2 WHERE id = $1`, [id, sealed]);
    await tell(endpoint);
    expect(paths).toHaveLength(2);
  });
});
