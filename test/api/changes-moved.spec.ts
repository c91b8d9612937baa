import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Anchors } from '../../src/kernel/audit/anchors/anchors.js';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { Keys } from '../../src/kernel/config/keys.js';
import { Deliveries } from '../../src/kernel/deliveries/deliveries.js';
import { Feed } from '../../src/kernel/outbox/feed.js';
import { OldEntries } from '../../src/kernel/moved/old-entries.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendDue } from '../support/deliveries.js';
import { placed } from '../support/feed.js';
import { maintainOf } from '../support/maintenance.js';
import { until } from '../queue/bench.js';

/** The receiver of a test stands here. */
const LISTED = '127.0.0.11';

interface Endpoint {
  id: string;
  version: number;
}
interface Page {
  items: { position: number; event: string }[];
  position: number;
}

describe('a feed whose old events were moved', () => {
  let app: TestApp;
  let integrator: TestAccount;
  let body: string;
  let border: number;
  beforeAll(async () => {
    app = await startTestApp({ worker: true, env: { WEBHOOK_ALLOWED_NETWORKS: `${LISTED}/32` } });
    body = await makeBody(app, { kind: 'agency' });
    integrator = await makeUser(app, 'integrator', body);
    await placed(app);
    await app.running.app.get(Anchors).run(() => new Date('2020-01-01T00:00:00Z'));
    const [{ head }] = await app.dataSource.query<[{ head: string }]>(`SELECT max(position) AS head FROM outbox`);
    border = Number(head);
    await makeUser(app, 'agency_worker', body);
    await placed(app);
    await until(async () => {
      const rows = await app.dataSource.query<unknown[]>(`SELECT FROM outbox_relay WHERE enqueued > $1`, [border]);
      return rows.length > 0;
    });
  });
  afterAll(() => app.close());

  const changes = (after: number | null) =>
    app.http.get(`/api/v1/changes?limit=200${after === null ? '' : `&after=${after}`}`).set(integrator.auth);
  /** Moves what is old; what a test does between the sealed border and the events comes first. */
  const move = (between?: () => Promise<unknown>) => {
    const { app: inside } = app.running;
    const mover = new OldEntries(maintainOf(app), inside.get(AuditVerifier), inside.get(Anchors), inside.get(Keys));
    if (between) {
      const moves = mover as unknown as { moveHeads(until: number): Promise<number> };
      const moveHeads = moves.moveHeads.bind(mover);
      moves.moveHeads = async (until) => {
        await between();
        return moveHeads(until);
      };
    }
    return mover.move(36);
  };
  const send = (path: string, given: object) => app.http.post(`/api/v1/${path}`).set(integrator.auth).send(given);
  const replay = ({ id, version }: Endpoint, given: object) =>
    send(`webhook-endpoints/${id}/actions/replay`, given).set('If-Match', `"${version}"`);
  async function makeEndpoint(url: string): Promise<Endpoint> {
    const { body: key } = await send('api-keys', { name: '对接', scopes: ['changes.read'] }).expect(201);
    const apiKey = (key as { id: string }).id;
    return (await send('webhook-endpoints', { name: '对接', url, apiKey }).expect(201)).body as Endpoint;
  }

  it('begins at the first event as long as none was moved', async () => {
    const { status, body: page } = await changes(null);
    expect([status, (page as Page).items.length > 0]).toEqual([200, true]);
  });

  it('loses nothing in silence for a reader who is met by the move: it is told so', async () => {
    const feed = app.running.app.get(Feed);
    const read = feed.read.bind(feed);
    let moved: Awaited<ReturnType<typeof move>> | undefined;
    feed.read = async (...args) => {
      moved ??= await move();
      return read(...args);
    };
    try {
      const { status, body: problem } = await changes(0);
      expect(moved).toMatchObject({ upTo: { position: String(border) } });
      expect([status, problem]).toEqual([
        409,
        expect.objectContaining({ code: 'feed_moved', facts: { position: border } }),
      ]);
    } finally {
      feed.read = read;
    }
  });

  it.each([
    ['who begins', null],
    ['from the first position', 0],
    ['from a position that was moved', 1],
  ])('answers 409 to a reader %s, and says from where to go on', async (_, after) => {
    const { status, body: problem } = await changes(after);
    const { code, facts } = problem as { code: string; facts: object };
    expect([status, code, facts]).toEqual([409, 'feed_moved', { position: border }]);
    const { status: then, body: page } = await changes(border);
    expect([then, (page as Page).items.every(({ position }) => position > border)]).toEqual([200, true]);
  });

  it('goes on for a reader who was up to date, and gives positions behind those that were moved', async () => {
    const { body: page } = await changes(border);
    const { position } = page as Page;
    await makeUser(app, 'agency_worker', body);
    await placed(app);
    const { status, body: later } = await changes(position);
    expect([status, (later as Page).items.every((item) => item.position > position)]).toEqual([200, true]);
    const [{ gap }] = await app.dataSource.query<[{ gap: number }]>(
      `SELECT (max(position) - min(position) + 1 - count(*))::int AS gap FROM outbox`,
    );
    expect(gap).toBe(0);
  });

  it('refuses a replay to an endpoint from a position that was moved alike, and makes one of all that is kept', async () => {
    const endpoint = await makeEndpoint('https://hooks.invalid/');
    const refused = await replay(endpoint, { after: border - 1 });
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({ code: 'feed_moved', facts: { position: border } }),
    ]);
    const taken = await replay(endpoint, { after: border }).expect(200);
    await replay(taken.body as Endpoint, {}).expect(200);
  });

  it('keeps what a replay asks for while old rows move until it is delivered, each event once', async () => {
    await app.dataSource.query(`UPDATE delivery_target SET active = false`);
    const received: number[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        received.push((JSON.parse(text) as { position: number }).position);
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((listening) => server.listen(0, LISTED, listening));
    await makeUser(app, 'agency_worker', body);
    await placed(app);
    await app.running.app.get(Anchors).run(() => new Date('2020-01-02T00:00:00Z'));
    const head = await app.running.app.get(Feed).head();
    await makeUser(app, 'agency_worker', body);
    await placed(app);
    try {
      const endpoint = await makeEndpoint(`http://${LISTED}:${(server.address() as AddressInfo).port}/`);
      const deliveries = app.running.app.get(Deliveries);
      const takeDue = deliveries.takeDue.bind(deliveries);
      deliveries.takeDue = () => Promise.resolve([]);
      while (await deliveries.follow());
      await until(
        async () => (await app.dataSource.query(`SELECT FROM outbox_relay WHERE enqueued > $1`, [head])).length > 0,
      );
      const { body: page } = await changes(border);
      const positions = (page as Page).items.map(({ position }) => position);
      const moved = await move(() => replay(endpoint, {}).expect(200));
      expect([moved.upTo?.position, moved.events]).toEqual([String(head), (positions[0] ?? 0) - 1 - border]);
      const { body: kept } = await changes((positions[0] ?? 0) - 1);
      expect((kept as Page).items.map(({ position }) => position).slice(0, positions.length)).toEqual(positions);
      deliveries.takeDue = takeDue;
      await until(async () => {
        await sendDue(app);
        return received.length >= positions.length;
      });
      expect(received.sort((a, b) => a - b).slice(0, positions.length)).toEqual(positions);
      expect(new Set(received).size).toBe(received.length);
      expect((await move()).events).toBe(Number(head) - (positions[0] ?? 0) + 1);
    } finally {
      await new Promise((closed) => server.close(closed));
    }
  });
});
