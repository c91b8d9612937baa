import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { ScheduleKeeper } from '../../src/kernel/queue/schedule-keeper.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { describeWith } from '../support/describe-with.js';
import { redis } from '../support/optional-servers.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { assessed, detail, gate, noteEvent, QueueBench, until, type Store } from './bench.js';
import { count, failedGeneration, failedInStore, spawnWorker, unenqueued, wanted } from './looks.js';

/** What may befall a store: all its jobs are lost; a subject's deduplication key stays on a job that has finished. */
interface Harm {
  empty(bench: QueueBench): Promise<void>;
  hold(bench: QueueBench, dedupId: string, jobId: string): Promise<void>;
}

function suite(storeOf: () => Store, harm: Harm): void {
  let database: TestDatabase;
  let bench: QueueBench;
  /** A part of the store that no other test sees. */
  const ownStore = (): Store => ({ ...storeOf(), prefix: 'own' });
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    bench = await (await QueueBench.open(database.url, storeOf())).start();
  });
  afterEach(() => bench.close());

  describe('a change is never lost', () => {
    it('when nothing is going on', async () => {
      await bench.change('idle', 'create');
      await bench.settled();
      expect(await bench.effect('idle')).toEqual({ runs: 1, changes: 1 });
      expect(bench.announced.map((e) => [e.aggregate, e.id, e.action])).toEqual([['tender', 'idle', 'create']]);
    });

    it('while its job is active', async () => {
      const door = gate();
      bench.onAssess = async (tx, subject) => {
        await assessed(tx, subject);
        bench.onAssess = assessed;
        await door.pass();
      };
      await bench.change('active');
      await door.arrived;
      await bench.change('active');
      await bench.change('active');
      await until(async () => (await wanted(bench, 'active')) >= 2);
      door.open();
      await bench.settled();
      expect((await bench.effect('active'))?.changes).toBe(3);
    });

    it('while its job is active and fails', async () => {
      const door = gate();
      bench.onAssess = async () => {
        bench.onAssess = assessed;
        await door.pass();
        throw new Error('the first of them breaks');
      };
      await bench.change('breaks');
      await door.arrived;
      await bench.change('breaks');
      await until(async () => (await wanted(bench, 'breaks')) >= 2);
      door.open();
      await until(async () => (await bench.effect('breaks'))?.changes === 2);
    });

    it('after its job completed', async () => {
      await bench.change('completed');
      await bench.settled();
      await bench.change('completed');
      await bench.settled();
      expect(await bench.effect('completed')).toEqual({ runs: 2, changes: 2 });
    });

    it('after its job failed', async () => {
      bench.onAssess = () => Promise.reject(new Error('no figures'));
      await bench.change('failed');
      await until(async () => (await failedGeneration(bench, 'failed')) !== null);
      expect(await bench.effect('failed')).toBeUndefined();
      bench.onAssess = assessed;
      await bench.change('failed');
      await bench.settled();
      expect((await bench.effect('failed'))?.changes).toBe(2);
    });

    it('in a burst, which costs a few runs and not one for each', async () => {
      bench.onAssess = async (tx, subject) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        await assessed(tx, subject);
      };
      for (let round = 0; round < 10; round++)
        await Promise.all(Array.from({ length: 10 }, () => bench.change('burst')));
      await bench.settled();
      const effect = await bench.effect('burst');
      expect(effect?.changes).toBe(100);
      expect(effect?.runs).toBeLessThan(50);
    });

    it('when the relay broke off between enqueuing and its mark, even after the job failed', async () => {
      bench.onAssess = () => Promise.reject(new Error('no figures'));
      await bench.change('again', 'create');
      await until(async () => (await failedGeneration(bench, 'again')) !== null);
      await until(() => Promise.resolve(bench.announced.some((e) => e.id === 'again')));
      await bench.relay.stop();
      await bench.rows(`UPDATE outbox_relay SET enqueued = 0`);
      bench.onAssess = assessed;
      bench.relay = bench.newRelay();
      bench.relay.start();
      await until(async () => (await bench.effect('again'))?.changes === 1);
      await bench.settled();
      expect(bench.announced.filter((e) => e.id === 'again')).toHaveLength(1);
      await bench.change('again');
      await bench.settled();
      expect((await bench.effect('again'))?.changes).toBe(2);
    });

    it('when the store of the queue lost its jobs', async () => {
      await bench.stopWorkers();
      await bench.change('forgotten');
      await until(async () => (await wanted(bench, 'forgotten')) > 0);
      await until(async () => (await bench.queues.queue('screening').getJobCounts('waiting'))['waiting'] === 1);
      await harm.empty(bench);
      const second = await (await QueueBench.open(database.url, storeOf())).start();
      try {
        await second.sweep.run(0);
        await second.settled();
        expect((await second.effect('forgotten'))?.changes).toBe(1);
      } finally {
        await second.close();
      }
    });

    it('when the store of the queue lost the job of an event whose work is not done', async () => {
      await bench.stopWorkers();
      for (const id of ['told', 'lost']) await bench.change(id, 'create');
      await bench.rows(`INSERT INTO effect (name) VALUES ('untold lost')`);
      const waiting = async () => (await bench.queues.queue('announcements').getJobCounts('waiting'))['waiting'];
      await until(async () => (await waiting()) === 2 && (await unenqueued(bench)) === 0);
      await harm.empty(bench);
      await bench.sweep.run(0);
      expect(await waiting()).toBe(1);
      await bench.sweep.run(0);
      expect(await waiting()).toBe(1);
      const second = await (await QueueBench.open(database.url, storeOf())).start();
      try {
        await until(() => Promise.resolve(second.announced.length > 0));
        await second.settled();
        expect(second.announced.map((event) => event.id)).toEqual(['lost']);
      } finally {
        await second.rows(`DELETE FROM effect WHERE name = 'untold lost'`);
        await second.close();
      }
    });

    it('when the store lost the job of an event that comes behind a thousand others of its aggregate', async () => {
      await bench.stopWorkers();
      await bench.transactions.run(SYSTEM, async (tx) => {
        for (let n = 0; n < 1_000; n++) await tx.record({ aggregate: 'tender', id: 'long', action: 'correct' });
      });
      await bench.change('long', 'create');
      await bench.rows(`INSERT INTO effect (name) VALUES ('untold long')`);
      await until(async () => (await unenqueued(bench)) === 0);
      await harm.empty(bench);
      await bench.sweep.run(0);
      const waiting = await bench.queues.queue('announcements').getJobs(['waiting'], 0, 10, true);
      await bench.rows(`DELETE FROM effect WHERE name = 'untold long'`);
      expect(waiting.map(({ data }) => data)).toMatchObject([{ id: 'long', action: 'create' }]);
    });

    it('when a finished job still holds its subject', async () => {
      bench.onAssess = () => Promise.reject(new Error('no figures'));
      await bench.change('held');
      await until(async () => (await failedGeneration(bench, 'held')) !== null);
      const [failed] = (await bench.failedJobs.list(50, null)).jobs.filter((f) => f.key === 'tender:held');
      expect(failed).toBeDefined();
      // What failed is recorded before the store is told.
      let id = '';
      await until(async () => ([id = ''] = await failedInStore(bench, 'tender:held'))[0] !== undefined);
      await harm.hold(bench, 'assess tender:held', id);
      bench.onAssess = assessed;
      await bench.change('held');
      await until(async () => (await unenqueued(bench)) === 0);
      expect(await bench.queues.queue('screening').getDeduplicationJobId('assess tender:held')).toBe(id);
      await bench.sweep.run(0);
      await until(async () => (await bench.effect('held'))?.changes === 2);
    });
  });

  it('fans out to other subjects with the transaction that asks for it, or not at all', async () => {
    const parts = Array.from({ length: 30 }, (_, i) => `lot:fan-${i}`);
    let refuse = true;
    bench.onAssess = async (tx, subject) => {
      await bench.queues.markAndEnqueue(tx, [{ job: detail, subjects: parts }]);
      if (refuse) throw new Error('not yet');
      await assessed(tx, subject);
    };
    await bench.change('fan');
    await until(async () => (await failedGeneration(bench, 'fan')) !== null);
    expect(await count(bench, `SELECT count(*) AS n FROM job_subject WHERE job = 'detail'`)).toBe(0);
    refuse = false;
    await bench.change('fan');
    await bench.settled();
    expect(
      await count(bench, `SELECT count(*) AS n FROM effect WHERE name LIKE 'detail of lot:fan-%' AND runs = 1`),
    ).toBe(30);
  });

  it('puts what a unit of work has just asked for into its queue before it closes', async () => {
    const parts = Array.from({ length: 1_200 }, (_, i) => `lot:closing-${i}`);
    const closing = await QueueBench.open(database.url, storeOf());
    await bench.stopWorkers();
    await closing.transactions.run(SYSTEM, (tx) =>
      closing.queues.markAndEnqueue(tx, [{ job: detail, subjects: parts }]),
    );
    await closing.close();
    expect((await bench.queues.queue('screening').getJobCounts('delayed'))['delayed']).toBe(1_200);
    await bench.close();
    bench = await (await QueueBench.open(database.url, storeOf())).start();
    await bench.settled();
  });

  it('does within a sweep what a clock that ran an hour ahead has put off', async () => {
    const done = () => count(bench, `SELECT count(*) AS n FROM effect WHERE name = 'detail of lot:ahead'`);
    await bench.stopWorkers();
    const ahead = jest
      .spyOn(Date, 'now')
      .mockImplementation(() => Math.round(performance.timeOrigin + performance.now()) + 3_600_000);
    try {
      await bench.transactions.run(SYSTEM, (tx) =>
        bench.queues.markAndEnqueue(tx, [{ job: detail, subjects: ['lot:ahead'] }]),
      );
      await until(async () => (await bench.queues.queue('screening').getJobCounts('delayed'))['delayed'] === 1);
    } finally {
      ahead.mockRestore();
    }
    const second = await (await QueueBench.open(database.url, storeOf())).start();
    try {
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await done()).toBe(0);
      await second.sweep.run(0);
      await until(async () => (await done()) === 1);
    } finally {
      await second.close();
    }
  });

  it('takes up what a killed worker was at, though one whose clock ran an hour ahead has looked for such work', async () => {
    const own = await createDatabase();
    const first = await QueueBench.open(own.url, ownStore());
    const ahead = spawnWorker(own.url, ownStore(), 3_600_000);
    const hanging = spawnWorker(own.url, ownStore(), 1);
    try {
      await ahead.says(/working/);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      ahead.signal('SIGKILL');
      await ahead.ended;
      await hanging.says(/working/);
      await first.change('abandoned');
      await until(async () => (await first.queues.queue('screening').getJobCounts('active'))['active'] === 1);
    } finally {
      for (const child of [ahead, hanging]) child.signal('SIGKILL');
      await hanging.ended;
    }
    try {
      await first.start();
      await first.schedules.check();
      await until(async () => (await first.effect('abandoned'))?.changes === 1);
    } finally {
      await first.close();
      await own.drop();
    }
  });

  it('does within a sweep what a worker was at that was killed while its clock ran an hour ahead', async () => {
    const own = await createDatabase();
    const first = await QueueBench.open(own.url, ownStore());
    await first.rows(`INSERT INTO effect (name) VALUES ('untold locked')`);
    // long enough that it is not taken for abandoned before it is looked at
    const child = spawnWorker(own.url, ownStore(), 3_600_000, 10_000);
    const atWork = async (queue: string) => (await first.queues.queue(queue).getJobCounts('active'))['active'] === 1;
    try {
      await child.says(/working/);
      await first.change('locked', 'create');
      await until(async () => (await atWork('screening')) && (await atWork('announcements')));
    } finally {
      child.signal('SIGKILL');
      await child.ended;
    }
    try {
      await first.start();
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await first.effect('locked')).toBeUndefined();
      await first.sweep.run(0);
      await until(async () => (await first.effect('locked'))?.changes === 1);
      await until(() => Promise.resolve(first.announced.some(({ id }) => id === 'locked')));
    } finally {
      await first.close();
      await own.drop();
    }
  });

  describe('failed jobs', () => {
    it('are kept, listed oldest first page by page, and succeed when they are retried', async () => {
      const ids = Array.from({ length: 7 }, (_, i) => `kept-${i}`);
      bench.onAssess = () => Promise.reject(new Error('no figures'));
      for (const id of ids) await bench.change(id);
      await until(async () => (await bench.failedJobs.list(50, null)).jobs.filter(isKept).length === 7);

      const listed: string[] = [];
      let after: Parameters<typeof bench.failedJobs.list>[1] = null;
      do {
        const page = await bench.failedJobs.list(3, after);
        expect(page.jobs.length).toBeLessThanOrEqual(3);
        listed.push(...page.jobs.map((f) => f.id));
        after = page.next;
      } while (after);
      expect(new Set(listed).size).toBe(listed.length);
      const kept = (await bench.failedJobs.list(50, null)).jobs.filter(isKept);
      for (const { id } of kept) expect(listed).toContain(id);
      expect(kept[0]?.reason).toBe('no figures');

      bench.onAssess = assessed;
      for (const { id } of kept) await bench.failedJobs.retry(id);
      await bench.settled();
      for (const id of ids) expect(await bench.effect(id)).toEqual({ runs: 1, changes: 1 });
      expect((await bench.failedJobs.list(50, null)).jobs.filter(isKept)).toEqual([]);
      await expect(bench.failedJobs.retry(kept[0]?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
      await expect(bench.failedJobs.retry('nonsense')).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  it('schedules its sweeps, and takes away those that are no longer declared', async () => {
    const sweeps = bench.queues.queue('sweeps');
    await sweeps.upsertJobScheduler('bygone', { every: 60_000 }, { name: 'bygone', data: {}, opts: {} });
    await bench.close();
    bench = await (await QueueBench.open(database.url, storeOf())).start();
    const keys = (await bench.queues.queue('sweeps').getJobSchedulers()).map((s) => s.key);
    expect(keys).toEqual(['owed-subjects']);
  });

  it('calls a sweep that is late once until it has run, however often it is looked at', async () => {
    await bench.stopWorkers();
    const checkLate = async () => {
      const { queues, dataSource, sweep } = bench;
      const keeper = new ScheduleKeeper(queues, dataSource, sweep, { checkMs: 1, maxPeriodMs: 60_000 });
      await bench.rows(`UPDATE sweep_run SET known_since = now() - interval '1 day', done_at = NULL`);
      await keeper.check();
      const jobs = await queues.queue('sweeps').getJobs(['waiting'], 0, 100, true);
      return jobs.filter(({ id }) => id?.endsWith('.owed-subjects')).length;
    };
    expect([await checkLate(), await checkLate(), await checkLate()]).toEqual([1, 1, 1]);
    await bench.close();
    bench = await (await QueueBench.open(database.url, storeOf())).start();
    await until(async () => (await bench.rows(`SELECT FROM sweep_run WHERE done_at IS NULL`)).length === 0);
    await bench.settled();
    await bench.stopWorkers();
    expect(await checkLate()).toBe(1);
  });

  it('calls a sweep that failed for good again once it has waited as long as it was late, an hour at most', async () => {
    await bench.stopWorkers();
    const { queues, dataSource, sweep } = bench;
    const keeper = new ScheduleKeeper(queues, dataSource, sweep, { checkMs: 1, maxPeriodMs: 60_000 });
    const countCalls = async (done: string, failed: string) => {
      await bench.rows(`UPDATE sweep_run SET done_at = now() - $1::interval, period_ms = 60000`, [done]);
      await bench.rows(
        `INSERT INTO job_failure (job, key, queue, data, attempts, reason, queued_at, failed_at)
         VALUES ('owed-subjects', '', 'sweeps', '{}', 5, 'a row breaks it', now(), now() - $1::interval)
         ON CONFLICT (job, key) DO UPDATE SET failed_at = EXCLUDED.failed_at`,
        [failed],
      );
      await keeper.check();
      const jobs = await queues.queue('sweeps').getJobs(['waiting'], 0, 100, true);
      return jobs.filter(({ id }) => id?.endsWith('.owed-subjects')).length;
    };
    // Ten minutes late, then for nine and for eleven minutes; a day late, then for most of an hour and for more.
    expect(await countCalls('20 minutes', '9 minutes')).toBe(0);
    expect(await countCalls('1 day', '59 minutes')).toBe(0);
    expect(await countCalls('22 minutes', '11 minutes')).toBe(1);
    await bench.close();
    bench = await (await QueueBench.open(database.url, storeOf())).start();
    await until(async () => (await bench.rows(`SELECT FROM job_failure WHERE job = 'owed-subjects'`)).length === 0);
    await bench.settled();
  });

  it('enqueues every failure that was put back, however many before it no job of this version does', async () => {
    const insert = `INSERT INTO job_failure (job, key, queue, data, attempts, reason, queued_at, retried_at)
      SELECT $1, n, 'announcements', jsonb_build_object('event', n, 'aggregate', 'tender', 'id', $1::text, 'action', 'create'), 1, 'x', now(), now() - $2::interval
      FROM (SELECT ($3 * 10000 + generate_series(1, $4))::text AS n) g`;
    await bench.rows(insert, ['bygone', '2 hours', 1, 1_000]);
    await bench.rows(insert, ['announce', '1 hour', 2, 1]);
    await bench.sweep.run();
    await until(() => Promise.resolve(bench.announced.some(({ id }) => id === 'announce')), 10_000);
    await bench.rows(`DELETE FROM job_failure WHERE job = 'bygone'`);
  });

  it('lets running jobs end when it stops, and takes no new ones', async () => {
    const door = gate();
    bench.onAssess = async (tx, subject) => {
      await door.pass();
      await assessed(tx, subject);
    };
    await bench.change('drained');
    await door.arrived;
    const stopped = bench.stopWorkers();
    await bench.change('too-late');
    door.open();
    await stopped;
    expect((await bench.effect('drained'))?.changes).toBe(1);
    expect(await bench.effect('too-late')).toBeUndefined();
  });

  it('loses and doubles nothing when workers are killed among a thousand jobs', async () => {
    const ids = Array.from({ length: 1000 }, (_, i) => `killed-${i}`);
    await bench.stopWorkers();
    for (let from = 0; from < ids.length; from += 100)
      await Promise.all(ids.slice(from, from + 100).map((id) => bench.change(id, 'create')));
    await until(async () => (await unenqueued(bench)) === 0);
    const done = () => count(bench, `SELECT count(*) AS n FROM effect WHERE name LIKE 'tender:killed-%'`);
    const told = () =>
      count(
        bench,
        `SELECT count(*) AS n FROM effect e JOIN outbox o ON e.name = 'event:' || o.id WHERE o.aggregate_id LIKE 'killed-%'`,
      );
    for (const enough of [150, 500]) {
      const child = spawnWorker(database.url, storeOf());
      try {
        await child.says(/working/);
        await until(async () => (await done()) >= enough);
      } finally {
        child.signal('SIGKILL');
        await child.ended;
      }
    }
    const survivor = await QueueBench.open(database.url, storeOf());
    survivor.onAnnounce = (event) => noteEvent(survivor, event);
    await survivor.start();
    try {
      await until(async () => (await done()) === 1000 && (await told()) === 1000);
      await bench.settled();
    } finally {
      await survivor.close();
    }
    expect(await count(bench, `SELECT count(*) AS n FROM effect WHERE name LIKE 'tender:killed-%' AND runs = 1`)).toBe(
      1000,
    );
    expect(
      (await bench.failedJobs.list(50, null)).jobs.filter((f) => JSON.stringify(f.data).includes('killed-')),
    ).toEqual([]);
  });
}

const isKept = (failed: { data: object }): boolean => JSON.stringify(failed.data).includes('tender:kept-');

describe('jobs on PostgreSQL', () => {
  suite(() => ({ kind: 'postgres' }), {
    empty: async (bench) => {
      await bench.rows('TRUNCATE bullmq.job, bullmq.dedup, bullmq.dedup_next CASCADE');
    },
    // An id that the store already has: it drops the job, moves the key to the finished one and never lets go of it.
    hold: (bench, dedupId, jobId) =>
      bench.queues.addAll([
        {
          queue: 'screening',
          job: {
            name: 'assess',
            data: { subject: 'tender:held' },
            opts: { jobId, deduplication: { id: dedupId, keepLastIfActive: true } },
          },
        },
      ]),
  });
});

describeWith(redis, 'jobs on Redis', () => {
  let server: TestRedis;
  const withClient = async (work: (client: Redis) => Promise<unknown>): Promise<void> => {
    const client = new Redis(server.url);
    await work(client);
    client.disconnect();
  };
  beforeAll(async () => void (server = await startRedis()));
  afterAll(() => server.stop());
  suite(() => ({ kind: 'redis', redisUrl: server.url }), {
    empty: () => withClient((client) => client.flushall()),
    hold: (_bench, dedupId, jobId) => withClient((client) => client.set(`throughline:screening:de:${dedupId}`, jobId)),
  });
});
