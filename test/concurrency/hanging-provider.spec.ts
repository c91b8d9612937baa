import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WriterGate } from '../../src/kernel/database/turns/writer-gate.js';
import { ProviderClient } from '../../src/people/accounts/providers/provider-client.js';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
let silent: Server;
let tellAsked: () => void = () => undefined;
/** When the provider was asked for the first time. */
const asked = new Promise<void>((resolve) => (tellAsked = resolve));
beforeAll(async () => {
  silent = createServer(() => tellAsked());
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
  const provider = {
    ...{ name: 'slow', clientId: 'throughline', clientSecret: 'secret of throughline, long enough for anything' },
    issuer: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    ...{ redirectUri: 'http://127.0.0.1/signed-in', label: { en: 'x', zh: 'x' } },
  };
  app = await startTestApp({ env: { TURN_WAIT_MS: '60000', OIDC_PROVIDERS: JSON.stringify([provider]) } });
});
afterAll(async () => {
  silent.closeAllConnections();
  silent.close();
  await app.close();
});

it('a provider that does not answer holds up nobody who writes something else', async () => {
  const agency = await makeBody(app, { kind: 'agency' });
  const manager = await makeUser(app, 'agency_manager', agency);
  const client = app.running.app.get(ProviderClient);
  const { limits } = app.running.app.get(WriterGate);
  client.timeoutSeconds = 60;
  let answered = 0;
  const start = async (): Promise<string> => {
    const { body } = await app.http
      .post('/api/v1/auth/providers/slow/start')
      .set('Idempotency-Key', randomUUID())
      .send({ handle: randomBytes(32).toString('base64url') });
    answered += 1;
    return (body as { code: string }).code;
  };
  const starts = Array.from({ length: 40 }, start);
  await asked;
  const writes = await Promise.all(
    Array.from({ length: 6 }, () =>
      app.http
        .post(`/api/v1/organisations/${agency}/workers`)
        .set(manager.auth)
        .send({ name: '虚构', kind: 'licensed_social_worker', licence: `SW-${randomBytes(3).toString('hex')}` }),
    ),
  );
  // All are there while not one of those who ask the provider was answered.
  expect([writes.map(({ status }) => status), answered]).toEqual([Array(6).fill(201), 0]);
  // Who comes now and waits no longer than this is told to come again; who is in line is told that the provider is away.
  limits.waitMs = 100;
  expect(new Set(await Promise.all(Array.from({ length: 5 }, start)))).toEqual(new Set(['busy']));
  client.timeoutSeconds = 0.2;
  silent.closeAllConnections();
  expect(new Set(await Promise.all(starts))).toEqual(new Set(['provider_away']));
});
