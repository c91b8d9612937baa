import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { loadSettings, SettingsError } from '../../src/kernel/config/settings.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

const LISTED = 'https://platform.example';

let app: TestApp;
let admin: TestAccount;
beforeAll(async () => {
  app = await startTestApp({ env: { CORS_ORIGINS: `${LISTED}, http://[::1]:5173` } });
  admin = await makeUser(app, 'admin');
});
afterAll(() => app.close());

interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
}

/** What a client that unpacks nothing by itself receives. */
const receive = (path: string, headers: Record<string, string> = {}, method = 'GET', body?: string) =>
  new Promise<Received>((resolve, reject) => {
    httpRequest(new URL(path, app.url), { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end(body);
  });

describe('an answer', () => {
  const LONG = '/api/v1/rules?limit=50';

  it('over a kilobyte is packed as the client accepts it, under the same mark', async () => {
    const plain = await receive(LONG);
    const gzip = await receive(LONG, { 'Accept-Encoding': 'gzip' });
    const brotli = await receive(LONG, { 'Accept-Encoding': 'gzip, br' });
    const refused = await receive(LONG, { 'Accept-Encoding': 'gzip;q=0, br;q=0' });
    expect([plain, gzip, brotli, refused].map(({ headers }) => headers['content-encoding'])).toEqual([
      ...[undefined, 'gzip', 'br', undefined],
    ]);
    expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true);
    expect(brotliDecompressSync(brotli.bytes).equals(plain.bytes)).toBe(true);
    process.stdout.write(
      `${LONG}: ${plain.bytes.length} bytes, ${gzip.bytes.length} by gzip, ${brotli.bytes.length} by br\n`,
    );
    for (const { headers } of [plain, gzip, brotli, refused]) {
      expect(headers.etag).toBe(plain.headers.etag);
      expect(headers.vary).toContain('Accept-Encoding');
    }
    const known = { 'Accept-Encoding': 'br', 'If-None-Match': String(plain.headers.etag) };
    const again = await receive(LONG, known);
    expect([again.status, again.bytes.length, again.headers['content-encoding']]).toEqual([304, 0, undefined]);
    expect(again.headers.vary).toContain('Accept-Encoding');
  });

  it('that is short, or to HEAD, is not packed', async () => {
    const accept = { 'Accept-Encoding': 'gzip, br' };
    for (const answer of [await receive('/api/v1/rules?limit=0', accept), await receive(LONG, accept, 'HEAD')])
      expect(answer.headers).not.toHaveProperty('content-encoding');
  });

  it('that may hold a secret beside what the request said is not packed', async () => {
    const headers = { ...admin.auth, 'Accept-Encoding': 'gzip, br', 'Content-Type': 'application/json' };
    const name = 'a'.repeat(2000);
    const signIn = await receive('/api/v1/auth/sessions', headers, 'POST', JSON.stringify({ login: name }));
    const users = await receive('/api/v1/users?limit=200', headers);
    const me = await receive('/api/v1/me', headers);
    for (const answer of [signIn, users, me]) expect(answer.headers).not.toHaveProperty('content-encoding');
    expect([users.status, me.status]).toEqual([200, 200]);
  });
});

describe('a page of another origin', () => {
  const PREFLIGHT = { 'Access-Control-Request-Method': 'PATCH', 'Access-Control-Request-Headers': 'if-match' };

  it('that is listed may ask, and is told for how long', async () => {
    const { status, headers, bytes } = await receive('/api/v1/tenders/x', { Origin: LISTED, ...PREFLIGHT }, 'OPTIONS');
    expect([status, bytes.length]).toEqual([204, 0]);
    expect(headers['access-control-allow-origin']).toBe(LISTED);
    expect(headers['access-control-allow-methods']).toContain('PATCH');
    expect(headers['access-control-allow-headers']).toContain('If-Match');
    expect(headers['access-control-max-age']).toBe('600');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each([
    ['/api/v1/rules?limit=1', 200],
    ['/api/v1/rules?limit=0', 400],
    ['/api/v1/users', 401],
    ['/nothing', 404],
  ])('that is listed reads %s with its headers, whatever the answer (%d)', async (path, expected) => {
    const { status, headers } = await receive(path, { Origin: 'http://[::1]:5173' });
    expect([status, headers['access-control-allow-origin']]).toEqual([expected, 'http://[::1]:5173']);
    for (const name of ['ETag', 'Link', 'Location', 'RateLimit', 'Retry-After'])
      expect(headers['access-control-expose-headers']).toContain(name);
    expect(headers.vary).toContain('Origin');
  });

  it.each(['https://platform.example.net', 'https://platform.example:8443', 'http://platform.example', 'null'])(
    '%s that is not listed is told nothing',
    async (origin) => {
      for (const [extra, method] of [
        [{}, 'GET'],
        [PREFLIGHT, 'OPTIONS'],
      ] as const) {
        const { headers } = await receive('/api/v1/rules?limit=1', { Origin: origin, ...extra }, method);
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
        expect(headers.vary).toContain('Origin');
      }
    },
  );
});

describe('CORS_ORIGINS', () => {
  it('is empty unless it is given', () => {
    for (const value of [undefined, '', 'none'])
      expect(loadSettings({ NODE_ENV: 'test', CORS_ORIGINS: value }).corsOrigins).toEqual([]);
  });

  it.each(['*', 'null', 'https://*.example', 'https://platform.example/', 'platform.example', 'https://a.example,*'])(
    'refuses %s',
    (value) => {
      expect(() => loadSettings({ NODE_ENV: 'test', CORS_ORIGINS: value })).toThrow(SettingsError);
    },
  );
});
