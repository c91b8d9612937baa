import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { findTraces } from '../../src/kernel/observability/traces/traces.js';
import { makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { row, text } from '../support/imports.js';
import { countQueries } from '../support/statements.js';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
}
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const ABOVE = 'b7ad6b7169203331';
const SERVER = 2;

describe('traces', () => {
  let collector: Server;
  let posts: { path: string; body: string }[];
  beforeAll(async () => {
    collector = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        posts.push({ path: request.url ?? '', body });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening));
  });
  beforeEach(() => {
    posts = [];
  });
  let app: TestApp;
  afterEach(() => app.close());
  afterAll(async () => {
    collector.closeAllConnections();
    await new Promise((closed) => collector.close(closed));
  });

  const endpoint = () => `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const received = (): Span[] =>
    posts.flatMap(({ body }) =>
      (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }).resourceSpans.flatMap(
        ({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans),
      ),
    );
  const until = async (isThere: () => boolean): Promise<void> => {
    for (const deadline = Date.now() + 120_000; !isThere(); await pause(50))
      if (Date.now() > deadline)
        throw new Error(
          `not in time; there are ${received()
            .map(({ name }) => name)
            .join(', ')}`,
        );
  };
  const importRows = async (name: string) => {
    const officer = await makeUser(app, 'bureau_officer');
    return app.http
      .post(`/api/v1/imports?name=${name}`)
      .set({ ...officer.auth, 'Content-Type': 'application/x-ndjson', traceparent: `00-${TRACE}-${ABOVE}-01` })
      .send(text([row('secret-word-1')]))
      .expect(202);
  };

  it('hold one request from its caller through its statements and the outbox to its jobs', async () => {
    app = await startTestApp({ worker: true, env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint() } });
    await importRows('traced');
    const own = (): Span[] => received().filter(({ traceId }) => traceId === TRACE);
    await until(() => own().some(({ name }) => name === 'job run-import'));
    await until(() => own().some(({ name }) => name === 'job assess-touched'));
    await until(() => own().some(({ kind }) => kind === SERVER));
    expect(new Set(posts.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
    const spans = new Map(own().map((span) => [span.spanId, span]));
    const parent = (span: Span | undefined): Span | undefined => spans.get(span?.parentSpanId ?? '');
    const job = own().find(({ name }) => name === 'job run-import');
    const outbox = parent(job);
    const request = parent(outbox);
    expect([outbox?.name, request?.name, request?.parentSpanId]).toEqual([
      expect.stringMatching(/^outbox import\./),
      'POST /api/v1/imports',
      ABOVE,
    ]);
    const children = (span: Span | undefined) => own().filter(({ parentSpanId }) => parentSpanId === span?.spanId);
    for (const each of [request, job]) expect(children(each).map(({ name }) => name)).toContain('INSERT');
    for (const { startTimeUnixNano: from, endTimeUnixNano: to } of own())
      expect(BigInt(to)).toBeGreaterThanOrEqual(BigInt(from));
    expect(request?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: '202' } });
    // What was sent, asked for and signed in with stands in none of them.
    const told = posts.map(({ body }) => body).join('');
    for (const word of ['secret-word', 'name=traced', 'bureau_officer', 'Bearer']) expect(told).not.toContain(word);
  });

  it('and the log hold no key of a calendar’s address, whether it is read, refused, sent along or the reading breaks', async () => {
    const written: string[] = [];
    // The logger writes to what stands in the place of the stream when it is made.
    const spied = jest.spyOn(process.stdout, 'write').mockImplementation((data: Uint8Array | string) => {
      written.push(typeof data === 'string' ? data : Buffer.from(data).toString('utf8'));
      return true;
    });
    try {
      app = await startTestApp({
        // Every statement is slow enough to be told of.
        env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(), LOG_LEVEL: 'debug', SLOW_STATEMENT_MS: '1' },
      });
      const { auth } = await makeUser(app, 'bureau_officer');
      const made = await app.http.post('/api/v1/me/calendar-key').set(auth).expect(201);
      const { address } = made.body as { address: string };
      const key = new URL(address, 'http://x').searchParams.get('key') ?? '';
      const PATH = '/api/v1/me/calendar.ics';
      await app.http.get(address).expect(200);
      await app.http.get(`${address}x`).expect(404);
      await app.http.get(`${address}&key=${key}`).expect(400);
      await app.http.get(`${address}&unknown=1`).expect(400);
      await app.http.get(`${address}%00`).expect(400);
      await app.http.post(address).expect(405);
      await app.http
        .get('/api/v1/me')
        .set({ ...auth, Referer: `http://x${address}` })
        .expect(200);
      await app.http.get(`/api/v1/absent?key=${key}`).set('Referer', address).expect(404);
      await app.dataSource.query(`ALTER TABLE calendar_key RENAME TO calendar_key_away`);
      await app.http.get(address).expect(500);
      await app.dataSource.query(`ALTER TABLE calendar_key_away RENAME TO calendar_key`);
      await until(() => received().filter(({ name }) => name === `GET ${PATH}`).length >= 3);
      const log = written.join('');
      expect(key.length).toBeGreaterThan(20);
      expect(log).toContain(PATH);
      expect(log).toMatch(/"msg":"slow statement"/);
      expect(log).toMatch(/"sqlState":"42P01".*calendar_key/);
      for (const told of [log, posts.map(({ body }) => body).join('')])
        for (const form of [key, key.slice(4), Buffer.from(key).toString('hex'), encodeURIComponent(key)])
          expect(told.includes(form)).toBe(false);
    } finally {
      spied.mockRestore();
    }
  });

  it('are off unless asked for: nothing is made, nothing sent, and the statements are the same', async () => {
    app = await startTestApp({ worker: true, env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint() } });
    expect(findTraces()).toBeDefined();
    const list = () =>
      app.http
        .get('/api/v1/notices?limit=1')
        .expect(200)
        .then(() => undefined);
    await list();
    const traced = await countQueries(list);
    await app.close();
    expect(findTraces()).toBeUndefined();
    app = await startTestApp({ worker: true });
    await list();
    posts = [];
    expect(traced).toBeGreaterThan(0);
    expect(await countQueries(list)).toBe(traced);
    await importRows('untraced');
    await until(() => findTraces() === undefined);
    await pause(1_500); // longer than spans are held back
    expect(posts).toEqual([]);
    expect(await app.dataSource.query(`SELECT FROM outbox WHERE trace IS NOT NULL`)).toEqual([]);
  });
});
