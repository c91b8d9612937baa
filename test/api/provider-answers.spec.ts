import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestApp, type TestApp } from '../support/app.js';

/** How the provider, or a proxy before it, answers the exchange of a code. */
let answer: (response: ServerResponse) => void;
let provider: Server;
let app: TestApp;
beforeAll(async () => {
  provider = createServer((request, response) => {
    if (request.url?.includes('.well-known') !== true) {
      answer(response);
      return;
    }
    const issuer = `http://${request.headers.host}`;
    response.setHeader('content-type', 'application/json');
    const endpoints = { authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t`, jwks_uri: `${issuer}/j` };
    response.end(JSON.stringify({ issuer, ...endpoints }));
  });
  await new Promise<void>((ready) => provider.listen(0, '127.0.0.1', ready));
  const settings = {
    ...{ name: 'city', clientId: 'throughline', clientSecret: 'secret of throughline, long enough for anything' },
    issuer: `http://127.0.0.1:${(provider.address() as AddressInfo).port}`,
    ...{ redirectUri: 'http://127.0.0.1/signed-in', label: { en: 'x', zh: 'x' } },
  };
  app = await startTestApp({ env: { OIDC_PROVIDERS: JSON.stringify([settings]) } });
});
afterAll(async () => {
  provider.closeAllConnections();
  provider.close();
  await app.close();
});

const say =
  (status: number, type: string, text: string) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, { 'content-type': type }).end(text);

it.each([
  ['a proxy’s page', 503, 'provider_away', say(502, 'text/html', '<html>Bad Gateway</html>')],
  ['a proxy’s JSON', 503, 'provider_away', say(503, 'application/json', '{"message":"x"}')],
  ['that it is busy', 503, 'provider_away', say(503, 'application/json', '{"error":"temporarily_unavailable"}')],
  ['that it is asked too often', 503, 'provider_away', say(429, 'text/plain', 'slow down')],
  ['a page in the place of tokens', 503, 'provider_away', say(200, 'text/html', '<html>')],
  ['nothing, and hangs up', 503, 'provider_away', (response: ServerResponse): void => void response.destroy()],
  ['that the code is none', 401, 'provider_refused', say(400, 'application/json', '{"error":"invalid_grant"}')],
] as const)('a provider that answers %s: %d %s', async (_, status, code, answers) => {
  answer = answers;
  const handle = randomBytes(32).toString('base64url');
  const ask = (to: string, body: object) => app.http.post(`/api/v1/auth/providers/city/${to}`).send(body);
  const begun = await ask('start', { handle }).expect(200);
  const state = new URL((begun.body as { url: string }).url).searchParams.get('state') ?? '';
  const ended = await ask('sessions', { handle, callback: `code=x&state=${state}` });
  expect([ended.status, (ended.body as { code: string }).code]).toEqual([status, code]);
});
