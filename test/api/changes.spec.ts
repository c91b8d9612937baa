import { MAKE_BLOCKS } from '../../src/kernel/outbox/blocks.js';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import type { Change } from '../../src/kernel/outbox/change.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { QueueBench, until } from '../queue/bench.js';
import { startPlatformApi, type Api } from './platform-bench.js';

interface Item {
  position: number;
  event: string;
  id: string;
  data: { n?: number };
}
interface Page {
  items: Item[];
  next: string | null;
  position: number;
}

describe('GET /changes', () => {
  const mine = randomUUID();
  const theirs = randomUUID();
  let database: TestDatabase;
  let bench: QueueBench;
  let api: Api;

  beforeAll(async () => {
    database = await createDatabase();
    bench = await QueueBench.open(database.url, { kind: 'postgres' });
    bench.relay.start();
    api = await startPlatformApi({ dataSource: bench.dataSource });
    const seat = (organisation: string, role = 'integrator', region: string | null = null) => ({
      organisation,
      role,
      region,
      overseesRegion: role === 'supervisor',
      permissions: new Set(['changes.read']),
    });
    api.callers.add('mine', ['changes.read'], [seat(mine)]);
    api.callers.add('theirs', ['changes.read'], [seat(theirs)]);
    api.callers.add('nobody', ['changes.read'], [seat(randomUUID())]);
    api.callers.add('supervisor', ['changes.read'], [seat(randomUUID(), 'supervisor', '990200')]);
    api.callers.add('powerless', ['jobs.read'], [seat(mine)]);
  });
  afterAll(async () => {
    await api.close();
    await bench.close();
    await database.drop();
  });

  const record = (change: Partial<Change>) =>
    bench.transactions.run(SYSTEM, (tx) =>
      tx.record({ aggregate: 'tender', id: randomUUID(), action: 'issue', ...change }),
    );
  const page = async (token: string, query: string) => (await api.get<Page>(token, `/api/v1/changes?${query}`)).body;
  const head = async (): Promise<number> => {
    await until(async () => {
      const [row] = await bench.rows<{ n: string }>(`SELECT count(*) AS n FROM outbox WHERE position IS NULL`);
      return row?.n === '0';
    });
    const [row] = await bench.rows<{ head: string | null }>(`SELECT max(position) AS head FROM outbox`);
    return Number(row?.head ?? 0);
  };

  it('loses and repeats nothing with sixteen writers, one slow transaction and a crawler that starts over', async () => {
    const from = await head();
    const expected = new Set<string>();
    const release = slowTransaction(expected);
    const writers = Promise.all(Array.from({ length: 16 }, (_, w) => writer(w, expected)));
    const seen: Item[] = [];
    let position = from;
    let slowSeenAt = 0;
    const crawl = async (rounds: number) => {
      for (let round = 0; round < rounds; round++) {
        const answer = await page('mine', `after=${position}&limit=7&wait=1`);
        seen.push(...answer.items);
        position = answer.position;
        if (answer.items.some((i) => i.event === 'tender.slow')) slowSeenAt = Date.now();
        if (seen.length >= 16 * 20 + 1) return;
      }
    };
    await crawl(15); // the first crawler dies here, after what it has stored
    await writers;
    await pause(300);
    const committedAt = Date.now();
    await release();
    await crawl(500); // the second goes on from the stored position
    expect(seen.map((i) => `${i.id} ${i.data.n ?? 0}`).sort()).toEqual([...expected].sort());
    expect(seen.map((i) => i.position)).toEqual([...seen].map((i) => i.position).sort((a, b) => a - b));
    expect(new Set(seen.map((i) => i.position)).size).toBe(seen.length);
    expect(slowSeenAt).toBeGreaterThanOrEqual(committedAt);
    const slow = seen.find((i) => i.event === 'tender.slow');
    const [late] = await bench.rows<{ n: string }>(
      `SELECT count(*) AS n FROM outbox o JOIN outbox s ON s.position = $1 WHERE o.position < s.position AND o.id > s.id`,
      [slow?.position],
    );
    expect(Number(late?.n)).toBeGreaterThan(500); // written first, readable last
    for (let w = 0; w < 16; w++) {
      const own = seen.filter((i) => i.id === `writer-${w}`).map((i) => i.data.n);
      expect(own).toEqual(Array.from({ length: 20 }, (_, n) => n));
    }
  });

  it('gives committed rows positions without a gap', async () => {
    await head();
    const [row] = await bench.rows<{ n: string; head: string }>(
      `SELECT count(*) AS n, max(position) AS head FROM outbox`,
    );
    expect(row?.n).toBe(row?.head);
  });

  it('shows each caller the own bodies, the own regions and what is public, and nothing else', async () => {
    const after = await head();
    await record({ id: 'of-mine', tenants: [mine] });
    await record({ id: 'of-both', tenants: [mine, theirs] });
    await record({ id: 'of-theirs', tenants: [theirs], region: '990203' });
    await record({ id: 'published', public: true, tenants: [randomUUID()] });
    await record({ id: 'of-nobody' });
    await head();
    const ids = async (token: string) => (await page(token, `after=${after}`)).items.map((i) => i.id);
    expect(await ids('mine')).toEqual(['of-mine', 'of-both', 'published']);
    expect(await ids('theirs')).toEqual(['of-both', 'of-theirs', 'published']);
    expect(await ids('nobody')).toEqual(['published']);
    expect(await ids('supervisor')).toEqual(['of-theirs', 'published']);
  });

  it('never shows the reason or the person', async () => {
    const after = await head();
    await record({ id: 'why', tenants: [mine], reason: '家属投诉', from: 'draft', to: 'open', data: { lots: 2 } });
    await head();
    const answer = await page('mine', `after=${after}`);
    expect(answer.items).toEqual([
      {
        position: after + 1,
        event: 'tender.issue',
        kind: 'change',
        aggregate: 'tender',
        id: 'why',
        action: 'issue',
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        from: 'draft',
        to: 'open',
        data: { lots: 2 },
        dataset: null,
      },
    ]);
  });

  it('filters by dataset and pages by next', async () => {
    const after = await head();
    for (let n = 0; n < 5; n++) await record({ id: `d${n}`, tenants: [mine], dataset: n % 2 ? 'live' : 'study' });
    await head();
    const first = await page('mine', `after=${after}&limit=2&dataset=study`);
    expect(first.items.map((i) => i.id)).toEqual(['d0', 'd2']);
    expect(first.next).toBe(`/api/v1/changes?after=${after + 3}&limit=2&dataset=study`);
    const second = (await api.get<Page>('mine', first.next ?? '')).body;
    expect(second).toMatchObject({ next: null, position: after + 5 });
    expect(second.items.map((i) => i.id)).toEqual(['d4']);
  });

  it('waits for the first event, and answers with none when the time is over', async () => {
    const after = await head();
    const started = Date.now();
    const waiting = page('mine', `after=${after}&wait=20`);
    await pause(200);
    await record({ id: 'not-for-me', tenants: [theirs] });
    await pause(300);
    await record({ id: 'awaited', tenants: [mine] });
    expect((await waiting).items.map((i) => i.id)).toEqual(['awaited']);
    expect(Date.now() - started).toBeLessThan(19_000); // before the wait was over
    const end = await head();
    const before = Date.now();
    expect(await page('mine', `after=${end}&wait=1`)).toEqual({ items: [], next: null, epoch: '0.0', position: end });
    expect(Date.now() - before).toBeGreaterThanOrEqual(950);
  });

  it('lets a server stop while callers wait', async () => {
    const other = await startPlatformApi({ dataSource: bench.dataSource });
    other.callers.add('mine', ['changes.read'], []);
    const after = await head();
    const waiting = other.get<Page>('mine', `/api/v1/changes?after=${after}&wait=30`);
    await pause(3_000);
    const started = Date.now();
    await Promise.all([other.close(), waiting]);
    expect(Date.now() - started).toBeLessThan(28_000); // before the wait was over
    expect((await waiting).body).toEqual({ items: [], next: null, epoch: '0.0', position: after });
  });

  it('takes a caller with few events through many of others in bounded steps', async () => {
    const after = await head();
    await bench.relay.stop();
    await bench.rows(
      `INSERT INTO outbox (position, aggregate_type, aggregate_id, action, at, payload, tenants, public, audit_id)
       SELECT $1 + n, 'tender', 'other', 'issue', now(), '{"data": {}, "from": null, "to": null}', ARRAY[$2::uuid], false, 0
       FROM generate_series(1, 25000) n`,
      [after, theirs],
    );
    bench.relay = bench.newRelay();
    bench.relay.start();
    await record({ id: 'far', tenants: [mine] });
    await head();
    const found: string[] = [];
    let position = after;
    for (let next: string | null = 'first'; next;) {
      const answer: Page = await page('mine', `after=${position}`);
      found.push(...answer.items.map((i) => i.id));
      expect(answer.position).toBeGreaterThan(position);
      ({ next, position } = answer);
    }
    expect(found).toEqual(['far']);
    expect(position).toBe(after + 25_001);
  });

  it('gives each caller, from wherever it reads on, all that it may see of a long feed and nothing of others', async () => {
    const from = await head();
    await bench.relay.stop();
    const some = [mine, theirs, randomUUID(), randomUUID()];
    const places = ['990203', '990203004000', '990200', '990301', '440304'];
    await bench.rows(
      `INSERT INTO outbox (position, aggregate_type, aggregate_id, action, at, payload, tenants, region, public, audit_id)
       SELECT $1 + n, 'tender', n::text, 'issue', now(), '{"data": {}, "from": null, "to": null}',
         CASE WHEN n % 7 = 0 AND n / 1500 % 2 = 0 THEN ARRAY[($2::uuid[])[(hashint4(n) & 3) + 1]] ELSE '{}' END,
         CASE WHEN n / 2300 % 3 = 1 AND n % 11 = 0 THEN ($3::text[])[abs(hashint4(n + 1)) % 5 + 1] END, n % 4321 = 0, 0
       FROM generate_series(1, 12345) n`,
      [from, some, places],
    );
    bench.relay = bench.newRelay();
    bench.relay.start();
    const end = from + 12_345;
    await until(async () => {
      const [row] = await bench.rows<{ no: number | null }>(`SELECT max(no) AS no FROM outbox_block`);
      return (row?.no ?? -1) + 1 === Math.floor(end / 1_000);
    });
    const seen = async (condition: string) =>
      (
        await bench.rows<{ position: string }>(
          `SELECT position FROM outbox WHERE position > $1 AND (public OR ${condition}) ORDER BY position`,
          [from],
        )
      ).map(({ position }) => Number(position));
    const callers = {
      mine: await seen(`tenants && ARRAY['${mine}'::uuid]`),
      theirs: await seen(`tenants && ARRAY['${theirs}'::uuid]`),
      nobody: await seen('false'),
      supervisor: await seen(`region LIKE '9902%'`),
    };
    for (const [caller, expected] of Object.entries(callers)) {
      expect(expected.length).toBeGreaterThan(caller === 'nobody' ? 1 : 100);
      for (const [after, limit] of [
        [from, 200],
        [from + 999, 7],
        [expected[0] as number, 50],
        [end - 1_500, 3],
      ] as const) {
        const found: number[] = [];
        let position = after;
        for (let next: string | null = 'first'; next && found.length < 400;) {
          const answer: Page = await page(caller, `after=${position}&limit=${limit}`);
          found.push(...answer.items.map((item) => item.position));
          ({ next, position } = answer);
        }
        const all = expected.filter((each) => each > after);
        expect([caller, after, found]).toEqual([caller, after, all.slice(0, found.length)]);
        expect(found.length).toBeGreaterThanOrEqual(Math.min(all.length, 400));
      }
    }
  });

  it('looks through none of the events of others for a caller who may see nothing of them', async () => {
    const after = await head();
    await bench.relay.stop();
    await bench.rows(
      `INSERT INTO outbox (position, aggregate_type, aggregate_id, action, at, payload, tenants, public, audit_id)
       SELECT $1 + n, 'tender', 'other', 'issue', now(), '{"data": {}, "from": null, "to": null}', ARRAY[$2::uuid], false, 0
       FROM generate_series(1, 25000) n`,
      [after, theirs],
    );
    bench.relay = bench.newRelay();
    bench.relay.start();
    await until(async () => {
      const [row] = await bench.rows<{ no: number | null }>(`SELECT max(no) AS no FROM outbox_block`);
      return (row?.no ?? -1) + 1 === Math.floor((after + 25_000) / 1_000);
    });
    const windows = jest.spyOn(bench.dataSource, 'query');
    try {
      expect(await page('nobody', `after=${after}`)).toEqual({
        items: [],
        next: null,
        epoch: '0.0',
        position: after + 25_000,
      });
      const looks = windows.mock.calls.filter(([text]) => text.includes('FROM outbox o'));
      const looked = looks.map(([, values]) => Number((values as string[])[1]) - Number((values as string[])[0]));
      expect(looked.reduce((a, b) => a + b, 0)).toBeLessThan(2_000);
    } finally {
      windows.mockRestore();
    }
  });

  it.each([
    ['after=-1', 'after'],
    ['after=1.5', 'after'],
    ['after=abc', 'after'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['wait=31', 'wait'],
    ['dataset=nowhere', 'dataset'],
    ['cursor=1', 'cursor'],
    ['after=999999999', 'after'],
  ])('refuses %s with the parameter named', async (query, parameter) => {
    const answer = await api.get<{ code: string; errors: { pointer: string }[] }>('mine', `/api/v1/changes?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('validation_failed');
    expect(answer.body.errors[0]?.pointer).toMatch(new RegExp(`^[?/]${parameter}$`));
  });

  it('is closed to callers without the permission and to strangers', async () => {
    expect((await api.get('powerless', '/api/v1/changes')).status).toBe(403);
    expect((await api.get(null, '/api/v1/changes')).status).toBe(401);
    expect((await api.get('forged', '/api/v1/changes')).status).toBe(401);
  });

  it('gives nothing twice where blocks are made while a page is read', async () => {
    const after = await head();
    await bench.relay.stop();
    const add = (from: number, count: number) =>
      bench.rows(
        `INSERT INTO outbox (position, aggregate_type, aggregate_id, action, at, payload, tenants, public, audit_id)
         SELECT $1 + n, 'tender', 'during', 'issue', now(), '{"data": {}, "from": null, "to": null}',
           CASE WHEN n % 40 = 0 THEN ARRAY[$3::uuid] ELSE '{}' END, false, 0 FROM generate_series(1, $2) n`,
        [from, count, mine],
      );
    await add(after, 2_700);
    await bench.rows(MAKE_BLOCKS);
    const query = bench.dataSource.query.bind(bench.dataSource);
    let made = false;
    const spy = jest.spyOn(bench.dataSource, 'query').mockImplementation(async (text, values) => {
      if (text.includes('FROM outbox_block b') && !made) {
        made = true;
        await add(after + 2_700, 1_000);
        await bench.rows(MAKE_BLOCKS);
      }
      return query(text, values);
    });
    const found: number[] = [];
    try {
      for (let position = after, next: string | null = 'first'; next;) {
        const answer: Page = await page('mine', `after=${position}&limit=200`);
        found.push(...answer.items.map((item) => item.position));
        ({ next, position } = answer);
      }
    } finally {
      spy.mockRestore();
      bench.relay = bench.newRelay();
      bench.relay.start();
    }
    expect(made).toBe(true);
    expect(found).toEqual([...new Set(found)].toSorted((a, b) => a - b));
  });

  it('makes no blocks of positions that a restore left free', async () => {
    const after = await head();
    const [before] = await bench.rows<{ n: number }>(`SELECT count(*)::int AS n FROM outbox_block`);
    await bench.relay.stop();
    const start = after + 3_000_000_000;
    await bench.rows(
      `INSERT INTO outbox (position, aggregate_type, aggregate_id, action, at, payload, tenants, public, audit_id)
       SELECT $1::bigint + n, 'tender', 'restored', 'issue', now(), '{"data": {}, "from": null, "to": null}', '{}', false, 0
       FROM generate_series(1, 2500) n`,
      [start],
    );
    bench.relay = bench.newRelay();
    bench.relay.start();
    await until(async () => {
      const [row] = await bench.rows<{ no: number }>(`SELECT max(no) AS no FROM outbox_block`);
      return row?.no === Math.floor((start + 2_500) / 1_000) - 1;
    });
    const [made] = await bench.rows<{ n: number }>(`SELECT count(*)::int AS n FROM outbox_block`);
    expect((made?.n ?? 0) - (before?.n ?? 0)).toBeLessThan(50);
  });

  /** Twenty changes of one aggregate for the caller, and as many that are not the caller's. */
  async function writer(w: number, expected: Set<string>): Promise<void> {
    for (let n = 0; n < 20; n++) {
      expected.add(`writer-${w} ${n}`);
      await record({ id: `writer-${w}`, action: 'correct', tenants: [mine], data: { n } });
      await record({ id: `hidden-${w}`, action: 'correct', tenants: [theirs], data: { n } });
      await pause(Math.random() * 10);
    }
  }

  /** Writes its row first and commits last: its id is lower than those of rows that are already in the feed. */
  function slowTransaction(expected: Set<string>): () => Promise<void> {
    expected.add('slow 0');
    let commit: () => void = () => undefined;
    const told = new Promise<void>((resolve) => (commit = resolve));
    const done = bench.transactions.run(SYSTEM, async (tx) => {
      await tx.record({ aggregate: 'tender', id: 'slow', action: 'slow', tenants: [mine] });
      await told;
    });
    return () => (commit(), done);
  }
});
