import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
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
async function makeEndpoint(host = LISTED, port = (server.address() as AddressInfo).port): Promise<Endpoint> {
  const { id: apiKey } = await send<Endpoint>('api-keys', { name: '对接', scopes: ['changes.read'] });
  return send('webhook-endpoints', { name: '对接', url: `http://${host}:${port}/hooks`, apiKey });
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

it('a Chinese table of deliveries says in words why they failed, and the code in English', async () => {
  const endpoint = await makeEndpoint();
  let { version } = endpoint;
  for (const status of [410, 302, 503]) {
    answer = { status };
    ({ version } = await send<Endpoint>(`webhook-endpoints/${endpoint.id}/actions/test`, {}, version));
    await sendDue(app);
  }
  const read = async (language: string) => {
    const url = `/api/v1/webhook-endpoints/${endpoint.id}/deliveries?format=csv&fields=error`;
    const { text } = await app.http
      .get(url)
      .set({ ...officer.auth, 'Accept-Language': language })
      .expect(200);
    return text.slice(1).split('\r\n').slice(1, -1).sort();
  };
  expect(await read('en')).toEqual(['gone', 'redirect_refused', 'refused']);
  expect(await read('zh')).toEqual(['不接受重定向', '对方地址已永久停用', '对方未接受']);
});

it('an endpoint learns the same where its name leads to an address inside, to none, or nobody answers there; the log says which', async () => {
  const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  try {
    const shown: unknown[] = [];
    for (const [host, port] of [['localhost'], [`${'a'.repeat(64)}.invalid`], [LISTED, 1]] as [string, number?][]) {
      const endpoint = await makeEndpoint(host, port);
      await send(`webhook-endpoints/${endpoint.id}/actions/test`, {}, endpoint.version);
      const [delivery] = (await sweep(endpoint)) as Record<string, unknown>[];
      const { id, createdAt, nextAttemptAt, ...rest } = delivery ?? {};
      expect([typeof id, typeof createdAt, typeof nextAttemptAt]).toEqual(['string', 'string', 'string']);
      shown.push(rest);
    }
    const same = {
      position: null,
      state: 'pending',
      attempts: 1,
      status: null,
      error: 'not_connected',
      finishedAt: null,
    };
    expect(shown).toEqual([same, same, same]);
    const told = warned.mock.calls.map(([text]) => String(text));
    expect(told).toEqual([
      expect.stringMatching(/: address refused$/),
      expect.stringMatching(/: ENOTFOUND$/),
      expect.stringMatching(/: ECONNREFUSED$/),
    ]);
  } finally {
    warned.mockRestore();
  }
});
