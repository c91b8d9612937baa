import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Anchors } from '../../src/kernel/audit/anchors/anchors.js';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { Keys } from '../../src/kernel/config/keys.js';
import { Feed } from '../../src/kernel/outbox/feed.js';
import { OldEntries } from '../../src/kernel/moved/old-entries.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { placed } from '../support/feed.js';
import { maintainOf } from '../support/maintenance.js';
import { until } from '../queue/bench.js';

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
    app = await startTestApp({ worker: true });
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
  const move = () => {
    const { app: inside } = app.running;
    const mover = new OldEntries(maintainOf(app), inside.get(AuditVerifier), inside.get(Anchors), inside.get(Keys));
    return mover.move(36);
  };

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
    const send = (path: string, given: object) => app.http.post(`/api/v1/${path}`).set(integrator.auth).send(given);
    const { body: key } = await send('api-keys', { name: '对接', scopes: ['changes.read'] }).expect(201);
    const apiKey = (key as { id: string }).id;
    const { body: made } = await send('webhook-endpoints', {
      ...{ name: '对接', url: 'https://hooks.invalid/', apiKey },
    }).expect(201);
    const { id, version } = made as { id: string; version: number };
    const replay = (given: object, no = version) =>
      send(`webhook-endpoints/${id}/actions/replay`, given).set('If-Match', `"${no}"`);
    const refused = await replay({ after: border - 1 });
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({ code: 'feed_moved', facts: { position: border } }),
    ]);
    const taken = await replay({ after: border }).expect(200);
    await replay({}, (taken.body as { version: number }).version).expect(200);
  });
});
