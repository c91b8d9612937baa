import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { Deliveries } from '../../src/kernel/deliveries/deliveries.js';
import { insertTrial } from '../../src/kernel/deliveries/targets.js';
import { WebhookChannel } from '../../src/people/accounts/webhooks/webhook-channel.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { until } from '../queue/bench.js';

const LISTED = '127.0.0.9';

let app: TestApp;
let officer: TestAccount;
let server: Server;
/** Requests to the endpoint that does not answer yet, and how many of them were given up by who sent them. */
const waiting: ServerResponse[] = [];
let givenUp = 0;
const ids: string[] = [];
beforeAll(async () => {
  app = await startTestApp({ env: { WEBHOOK_ALLOWED_NETWORKS: `${LISTED}/32` } });
  officer = await makeUser(app, 'bureau_officer');
  server = createServer((request, response) => {
    ids.push(String(request.headers['webhook-id']));
    request.resume();
    if (request.url === '/quick') return void response.writeHead(204).end();
    waiting.push(response);
    response.on('close', () => (givenUp += response.writableFinished ? 0 : 1));
  });
  await new Promise<void>((listening) => server.listen(0, LISTED, listening));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await app.close();
});

const post = async (path: string, body: object): Promise<string> => {
  const answer = await app.http.post(`/api/v1/${path}`).set(officer.auth).send(body).expect(201);
  return (answer.body as { id: string }).id;
};
/** An endpoint for which so much waits. */
async function makeEndpoint(path: string, deliveries: number): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const apiKey = await post('api-keys', { name: '对接', scopes: ['changes.read'] });
  const id = await post('webhook-endpoints', { name: '对接', url: `http://${LISTED}:${port}${path}`, apiKey });
  await app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
    for (let i = 0; i < deliveries; i++) await insertTrial(tx, id);
  });
  return id;
}
const countDelivered = async (id: string): Promise<number> => {
  const path = `/api/v1/webhook-endpoints/${id}/deliveries?state=delivered&limit=100`;
  const { body } = await app.http.get(path).set(officer.auth).expect(200);
  return (body as { items: unknown[] }).items.length;
};

it('an endpoint that does not answer takes five places, and holds up neither another nor the next run', async () => {
  const slow = await makeEndpoint('/slow', 7);
  const quick = await makeEndpoint('/quick', 8);
  const deliveries = app.running.app.get(Deliveries);
  // nothing is given up before the test answers it
  app.running.app.get(WebhookChannel).timeoutMs = 120_000;
  const runs = [deliveries.sweep(), deliveries.sweep()];
  await until(async () => (await countDelivered(quick)) === 8);
  expect([waiting.length, givenUp]).toEqual([5, 0]);
  const later = await makeEndpoint('/quick', 1);
  runs.push(deliveries.sweep());
  await until(async () => (await countDelivered(later)) === 1);
  expect([waiting.length, givenUp]).toEqual([5, 0]);
  // A place that becomes free is taken by what waits.
  for (let answered = 0; answered < 7; answered++) {
    await until(() => Promise.resolve(waiting.length > answered));
    waiting[answered]?.writeHead(204).end();
    if (answered === 4) runs.push(deliveries.sweep());
  }
  await Promise.all(runs);
  await deliveries.finish();
  expect([await countDelivered(slow), waiting.length, new Set(ids).size, ids.length]).toEqual([7, 7, 16, 16]);
});
