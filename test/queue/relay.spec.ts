import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { outboxFigures } from '../../src/kernel/outbox/figures.js';
import { WORKER_WAIT } from '../../src/kernel/queue/queue-policy.js';
import { queueFigures, subjectFigures } from '../../src/kernel/queue/queue-figures.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { describeWith } from '../support/describe-with.js';
import { redis } from '../support/optional-servers.js';
import { startRedis } from '../support/redis.js';
import { scaleRounds } from '../support/rounds.js';
import { assessed, QueueBench, until } from './bench.js';

describe('the relay', () => {
  let database: TestDatabase;
  let bench: QueueBench;
  beforeEach(async () => {
    database = await createDatabase();
    bench = await QueueBench.open(database.url, { kind: 'postgres' });
  });
  afterEach(async () => {
    await bench.close();
    await database.drop();
  });

  it('is led by one process; another takes over when its connection is cut, and nothing is lost or placed twice', async () => {
    const second = bench.newRelay();
    bench.relay.start();
    await until(() => Promise.resolve(bench.relay.isLeader));
    second.start();
    let writing = true;
    let written = 0;
    const writer = (async () => {
      while (writing) await bench.change(`t${written++}`);
    })();
    const leader = () => [bench.relay, second].filter((relay) => relay.isLeader);
    for (let cut = 0; cut < 2; cut++) {
      await until(() => Promise.resolve(leader().length === 1));
      const [led] = leader();
      expect(leader()).toEqual([led]);
      await bench.rows(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'throughline relay' AND datname = current_database()`,
      );
      // The same one may lead again before anybody looks.
      await until(() => Promise.resolve(leader()[0] !== led), 5_000).catch(() => undefined);
    }
    writing = false;
    await writer;
    await until(async () => (await outboxFigures(bench.dataSource)).unplaced === 0);
    await until(async () => (await outboxFigures(bench.dataSource)).unenqueued === 0);
    const [row] = await bench.rows<{ rows: string; head: string }>(
      `SELECT count(*) AS rows, max(position) AS head FROM outbox`,
    );
    expect(Number(row?.rows)).toBe(written);
    expect(Number(row?.head)).toBe(written);
    const [marked] = await bench.rows<{ n: string }>(`SELECT count(*) AS n FROM job_subject`);
    expect(Number(marked?.n)).toBe(written);
    await second.stop();
  });

  it('says how far it is behind', async () => {
    expect(await outboxFigures(bench.dataSource)).toMatchObject({ unplaced: 0, unenqueued: 0, position: 0 });
    for (const id of ['a', 'b', 'c']) await bench.change(id, 'create');
    const behind = await outboxFigures(bench.dataSource);
    expect(behind).toMatchObject({ unplaced: 3, position: 0 });
    expect(behind.oldestUnplacedSeconds).toBeGreaterThan(0);
    bench.relay.start();
    await until(async () => (await outboxFigures(bench.dataSource)).position === 3);
    await until(async () => (await outboxFigures(bench.dataSource)).unenqueued === 0);
    expect(await queueFigures(bench.queues)).toMatchObject({
      screening: { waiting: 3, active: 0, delayed: 0, failed: 0 },
      announcements: { waiting: 3 },
    });
    expect(await subjectFigures(bench.dataSource)).toEqual([{ job: 'assess', owed: 3, failed: 0 }]);
  });

  it('brings every change to its job, one after another', async () => {
    await bench.start();
    const rounds = scaleRounds(40);
    for (let n = 0; n < rounds; n++) {
      const ran = new Promise<void>((resolve) => {
        bench.onAssess = async (tx, subject) => {
          await assessed(tx, subject);
          resolve();
        };
      });
      await bench.change(`quick-${n}`);
      await ran;
      await bench.settled();
    }
    expect((await bench.effect(`quick-${rounds - 1}`))?.changes).toBe(1);
  });
});

describeWith(redis, 'the relay while Redis is away', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  it('goes on giving positions, and enqueues when Redis is back', async () => {
    const server = await startRedis();
    const bench = await (await QueueBench.open(database.url, { kind: 'redis', redisUrl: server.url })).start();
    await bench.change('before');
    await bench.settled();
    await server.stop();
    for (const id of ['during-1', 'during-2']) await bench.change(id);
    await until(async () => (await outboxFigures(bench.dataSource)).position === 3);
    expect((await outboxFigures(bench.dataSource)).unenqueued).toBe(2);
    await expect(queueFigures(bench.queues)).rejects.toThrow();
    const again = await startRedis(Number(new URL(server.url).port));
    try {
      await bench.settled(30_000);
      expect((await bench.effect('during-2'))?.changes).toBe(1);
    } finally {
      await bench.close();
      await again.stop();
    }
  });

  it('stops in time though Redis does not answer', async () => {
    const server = await startRedis();
    const bench = await (await QueueBench.open(database.url, { kind: 'redis', redisUrl: server.url })).start();
    await server.stop();
    await bench.change('unheard');
    await bench.close(); // a stop that waited for Redis would never come back
    // The library's last timers run out by themselves: it waits for a job this long, and a second more.
    await pause((WORKER_WAIT.drainDelay + 1) * 1_000);
  });
});
