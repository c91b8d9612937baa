import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANCHOR_PURPOSE } from '../../src/kernel/audit/anchors/anchor.js';
import { Witness } from '../../src/kernel/audit/witness/witness.js';
import { forPurpose } from '../../src/kernel/config/keys.js';
import { AuditBench } from './support.js';

const TOKEN = 'a-token-of-the-witness';

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

describe('a witness of the anchors', () => {
  let bench: AuditBench;
  let server: Server;
  let received: Received[];
  let status: number;
  let location: string | undefined;

  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/anchors`;
  const witness = (ring = bench.ring, timeoutMs = 2_000) =>
    new Witness(bench.dataSource, forPurpose(ring, ANCHOR_PURPOSE), { url: url(), token: TOKEN, timeoutMs });
  const lines = () => received.map(({ body }) => body).join('');
  const ledger = async () =>
    (
      await bench.dataSource.query<{ posted: string; attempts: number }[]>(
        `SELECT posted, attempts FROM anchor_witness WHERE url = $1`,
        [url()],
      )
    )[0];
  const readClock = async (): Promise<string> =>
    (await bench.dataSource.query<{ now: string }[]>('SELECT clock_timestamp()::text AS now'))[0]?.now ?? '';
  /** Runs it once, and answers whether it is asked again so many seconds after that. */
  async function isPaused(seconds: number): Promise<boolean> {
    const before = await readClock();
    expect(await witness().run()).toBe(0);
    const [row] = await bench.dataSource.query<{ paused: boolean }[]>(
      `SELECT next_at BETWEEN $2::timestamptz + $4 * interval '1 second' AND $3::timestamptz + $4 * interval '1 second' AS paused
       FROM anchor_witness WHERE url = $1`,
      [url(), before, await readClock(), seconds],
    );
    return row?.paused ?? false;
  }
  const waitIsOver = () => bench.tamper(`UPDATE anchor_witness SET next_at = clock_timestamp()`);

  beforeAll(async () => {
    bench = await AuditBench.open();
  });
  beforeEach(async () => {
    await bench.reset();
    await bench.tamper(`TRUNCATE anchor_witness`);
    received = [];
    status = 204;
    location = undefined;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        received.push({ path: request.url ?? '', headers: request.headers, body });
        response.writeHead(status, location === undefined ? {} : { location }).end();
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    await bench.chain('a', 'create', 'issue');
    await bench.anchor();
    await bench.chain('a', 'close');
    await bench.anchor();
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  afterAll(() => bench.close());

  it('gets the lines of the anchor file, each once, with its token', async () => {
    expect(await witness().run()).toBe(2);
    expect(lines()).toBe(readFileSync(bench.anchorFile, 'utf8'));
    expect(received[0]).toMatchObject({
      path: '/anchors',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/x-ndjson' },
    });
    expect(await witness().run()).toBe(0);
    await bench.chain('b', 'create');
    await bench.anchor();
    expect(await witness().run()).toBe(1);
    expect(lines()).toBe(readFileSync(bench.anchorFile, 'utf8'));
    expect(received).toHaveLength(2);
    expect(await witness().figures()).toEqual({ behind: 0, ageSeconds: 0 });
  });

  it('that refuses is asked again after pauses that grow, and gets everything in the end', async () => {
    status = 503;
    expect(await isPaused(30)).toBe(true);
    expect(await ledger()).toMatchObject({ posted: '0', attempts: 1 });
    expect(await witness().run()).toBe(0);
    expect(received).toHaveLength(1);
    await waitIsOver();
    expect(await isPaused(60)).toBe(true);
    expect(await ledger()).toMatchObject({ attempts: 2 });
    expect((await witness().figures()).behind).toBe(2);
    status = 200;
    await waitIsOver();
    expect(await witness().run()).toBe(2);
    expect(await ledger()).toMatchObject({ posted: '2', attempts: 0 });
    expect(received.at(-1)?.body).toBe(readFileSync(bench.anchorFile, 'utf8'));
  });

  it('that sends elsewhere is not followed', async () => {
    status = 307;
    location = `${url()}/elsewhere`;
    expect(await witness().run()).toBe(0);
    expect(received.map(({ path }) => path)).toEqual(['/anchors']);
    expect(await ledger()).toMatchObject({ posted: '0', attempts: 1 });
  });

  it('that does not answer keeps no anchor from being made', async () => {
    server.removeAllListeners('request').on('request', () => undefined);
    expect(await witness(bench.ring, 200).run()).toBe(0);
    await bench.chain('c', 'create');
    expect(await bench.anchor()).toBe(1);
    expect(await ledger()).toMatchObject({ posted: '0', attempts: 1 });
    expect((await witness().figures()).behind).toBe(3);
  });

  it('is not told of an anchor that we did not sign', async () => {
    await bench.tamper(`UPDATE audit_anchor SET line = replace(line, '"leaves":1', '"leaves":7') WHERE no = 1`);
    expect(await witness().run()).toBe(0);
    expect(received).toHaveLength(0);
    expect(await ledger()).toMatchObject({ posted: '0', attempts: 1 });
  });

  it('is told by one of two processes that look at once', async () => {
    const accepted = await Promise.all([witness().run(), witness().run()]);
    expect(accepted.sort()).toEqual([0, 2]);
    expect(received).toHaveLength(1);
  });

  it('is told on though somebody writes that it has everything, or is to be asked never again', async () => {
    await bench.chain('a', 'create');
    await bench.anchor();
    expect(await witness().run()).toBeGreaterThan(0);
    await bench.dataSource.query(`UPDATE anchor_witness SET posted = 9000000000000000000`);
    await bench.chain('b', 'create');
    await bench.anchor();
    await witness().run();
    await bench.dataSource.query(`UPDATE anchor_witness SET next_at = 'infinity'`);
    await bench.chain('c', 'create');
    await bench.anchor();
    expect(await witness().run()).toBe(1);
  });
});
