import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendDue } from '../support/deliveries.js';

const LISTED = '127.0.0.9';

let app: TestApp;
let officer: TestAccount;
let server: Server;
let received = 0;
let answer: { status: number; isOpen?: boolean };
beforeAll(async () => {
  app = await startTestApp({ env: { WEBHOOK_ALLOWED_NETWORKS: `${LISTED}/32` } });
  officer = await makeUser(app, 'bureau_officer');
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      received += 1;
      response.writeHead(answer.status);
      if (answer.isOpen) response.write('taken, and more to come');
      else response.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, LISTED, listening));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await app.close();
});

interface Endpoint {
  id: string;
  version: number;
}
const send = async <T>(path: string, body: object, version?: number): Promise<T> => {
  const headers = version === undefined ? officer.auth : { ...officer.auth, 'If-Match': `"${version}"` };
  const { status, body: said } = await app.http.post(`/api/v1/${path}`).set(headers).send(body);
  expect([200, 201]).toContain(status);
  return said as T;
};
async function makeEndpoint(): Promise<Endpoint> {
  const { id: apiKey } = await send<Endpoint>('api-keys', { name: '对接', scopes: ['changes.read'] });
  const { port } = server.address() as AddressInfo;
  return send('webhook-endpoints', { name: '对接', url: `http://${LISTED}:${port}/hooks`, apiKey });
}
/** What became of what was sent to the endpoint. */
async function sweep({ id }: Endpoint): Promise<unknown> {
  await sendDue(app);
  const { body } = await app.http.get(`/api/v1/webhook-endpoints/${id}/deliveries`).set(officer.auth).expect(200);
  return (body as { items: unknown[] }).items;
}

it('an event is taken by the status of the answer, though that never ends', async () => {
  const endpoint = await makeEndpoint();
  answer = { status: 200, isOpen: true };
  await send(`webhook-endpoints/${endpoint.id}/actions/test`, {}, endpoint.version);
  received = 0;
  expect(await sweep(endpoint)).toMatchObject([{ state: 'delivered', status: 200, error: null, attempts: 1 }]);
  expect(await sweep(endpoint)).toHaveLength(1);
  expect(received).toBe(1);
});

it('an event is not sent again where nobody is there any more, until that is asked for', async () => {
  const endpoint = await makeEndpoint();
  answer = { status: 410 };
  const { version } = await send<Endpoint>(`webhook-endpoints/${endpoint.id}/actions/test`, {}, endpoint.version);
  received = 0;
  expect(await sweep(endpoint)).toMatchObject([{ state: 'dead', status: 410, error: 'gone', attempts: 1 }]);
  await sweep(endpoint);
  expect(received).toBe(1);
  answer = { status: 204 };
  await send(`webhook-endpoints/${endpoint.id}/actions/retry`, {}, version);
  expect(await sweep(endpoint)).toMatchObject([{ state: 'delivered', status: 204, attempts: 1 }]);
});
