import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { request as httpRequest } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { MOST_DOCUMENT_BYTES } from '../../src/boot/documentation.js';
import { OPERATION_GROUPS } from '../../src/boot/docs/operation-groups.texts.js';
import { listOperations } from '../../src/kernel/openapi/operations.js';
import { startTestApp, type TestApp } from '../support/app.js';

/** What a client that decompresses nothing by itself receives. */
interface Received {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

const HAN = /[\u4e00-\u9fff]/;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const receive = (path: string, encoding?: string, method = 'GET'): Promise<Received> =>
  new Promise((resolve, reject) => {
    const headers = encoding === undefined ? {} : { 'Accept-Encoding': encoding };
    httpRequest(new URL(path, app.running.url), { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });

const documentIn = async (language: 'en' | 'zh'): Promise<OpenAPIObject> =>
  (await app.http.get('/openapi.json').query({ lang: language }).expect(200)).body as OpenAPIObject;

describe('the OpenAPI document as it is served', () => {
  it.each(['en', 'zh'] as const)(`in %s weighs at most ${MOST_DOCUMENT_BYTES} bytes by gzip`, async (language) => {
    const { bytes } = await receive(`/openapi.json?lang=${language}`, 'gzip');
    const document = JSON.parse(gunzipSync(bytes).toString('utf8')) as OpenAPIObject;
    process.stdout.write(
      `openapi.json in ${language}: ${listOperations(document).length} operations, ${bytes.length} bytes by gzip\n`,
    );
    expect(bytes.length).toBeLessThanOrEqual(MOST_DOCUMENT_BYTES);
  });

  it('is compressed as the client accepts it, and kept only to be asked for again', async () => {
    const plain = await receive('/openapi.json');
    expect(plain.headers).not.toHaveProperty('content-encoding');
    const gzip = await receive('/openapi.json', 'gzip, deflate');
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true);
    const brotli = await receive('/openapi.json', 'gzip, deflate, br');
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.bytes).equals(plain.bytes)).toBe(true);
    const refused = await receive('/openapi.json', 'gzip;q=0, br;q=0');
    expect(refused.headers).not.toHaveProperty('content-encoding');
    for (const { status, headers } of [plain, gzip, brotli]) {
      expect([status, headers['cache-control'], headers.etag]).toEqual([200, 'no-cache', plain.headers.etag]);
      expect(headers.etag).toMatch(/^W\/"/);
      expect(headers.vary).toBe('Accept-Encoding');
    }
  });

  it('says every operation and every group in both languages', async () => {
    const [english, chinese] = [await documentIn('en'), await documentIn('zh')];
    const summaries = (document: OpenAPIObject) =>
      listOperations(document).map(({ operation }) => [operation.operationId ?? '', operation.summary ?? ''] as const);
    const without = [
      ...summaries(english).filter(([, summary]) => HAN.test(summary) || !/\S/.test(summary)),
      ...summaries(chinese).filter(([, summary]) => !HAN.test(summary)),
    ];
    expect(without).toEqual([]);
    for (const [of, isOf] of [
      [english, false],
      [chinese, true],
    ] as const)
      for (const { name, description = '' } of of.tags ?? [])
        expect([name, HAN.test(description)]).toEqual([name, isOf]);
  });

  it('differs between the languages in words alone', async () => {
    const wordless = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(wordless);
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(
        Object.entries(value)
          .filter(([key, item]) => !(['summary', 'description'].includes(key) && typeof item === 'string'))
          .map(([key, item]) => [key, wordless(item)]),
      );
    };
    expect(wordless(await documentIn('zh'))).toEqual(wordless(await documentIn('en')));
  });

  it('has no text for a group that is not there', async () => {
    const document = await documentIn('en');
    const groups = (document.tags ?? []).map(({ name }) => name);
    expect(Object.keys(OPERATION_GROUPS).filter((name) => !groups.includes(name))).toEqual([]);
  });
});

describe('the page at /docs', () => {
  it('answers with and without a slash, and loads nothing from elsewhere', async () => {
    for (const path of ['/docs', '/docs/', '/docs?lang=zh']) {
      const { status, headers, bytes } = await receive(path, 'gzip');
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([
        200,
        'text/html; charset=utf-8',
        'no-store',
      ]);
      expect(headers['content-encoding']).toBe('gzip');
      const html = gunzipSync(bytes).toString('utf8');
      expect(html).not.toMatch(/https?:\/\//);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self' 'sha256-[\w+/]+=*'; /);
    }
  });

  it.each([
    ['/docs/swagger-ui.css', 'text/css; charset=utf-8'],
    ['/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
    ['/docs/problems.md', 'text/plain; charset=utf-8'],
  ])('serves %s', async (path, type) => {
    const { status, headers } = await receive(path, 'br');
    expect([status, headers['content-type'], headers['content-encoding']]).toEqual([200, type, 'br']);
  });

  it('has nothing else below it', async () => {
    for (const path of ['/docs/index.html', '/docs/../package.json', '/docs/swagger-ui.js', '/docs/__proto__'])
      expect([path, (await receive(path)).status]).toEqual([path, 404]);
    expect((await receive('/docs', undefined, 'POST')).status).toBe(405);
  });
});
