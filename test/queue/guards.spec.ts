import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { openBackend } from '../../src/kernel/queue/backends/backend-open.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { describeWith } from '../support/describe-with.js';
import { redis } from '../support/optional-servers.js';
import { startRedis, type TestRedis } from '../support/redis.js';

describe('a queue on PostgreSQL at start', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  it('makes its tables once, however many processes start together', async () => {
    const backends = Array.from({ length: 4 }, () =>
      openBackend({ kind: 'postgres', databaseUrl: database.url, workers: 2 }),
    );
    await Promise.all(backends.map((backend) => backend.prepare()));
    await Promise.all(backends.map((backend) => backend.close()));
    const client = new pg.Client(database.url);
    await client.connect();
    const { rows } = await client.query(`SELECT count(*)::int AS n FROM bullmq.migration WHERE version = 1`);
    await client.end();
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('refuses an address that brings its own search_path', async () => {
    const databaseUrl = `${database.url}?options=${encodeURIComponent('-c search_path=public')}`;
    const backend = openBackend({ kind: 'postgres', databaseUrl, workers: 1 });
    await expect(backend.prepare()).rejects.toThrow('DATABASE_URL sets a search_path (public)');
    await backend.close();
  });

  it('runs as many workers as there may be queues on its own pool', async () => {
    const backend = openBackend({ kind: 'postgres', databaseUrl: database.url, workers: 6 });
    await backend.prepare();
    const policy = { lockDuration: 2000, stalledInterval: 1000, maxStalledCount: 1, concurrency: 2 };
    const done: string[] = [];
    const names = Array.from({ length: 6 }, (_, i) => `queue-${i}`);
    const events = { failed: () => undefined, error: () => undefined };
    const workers = names.map((name) =>
      backend.worker(name, (job) => (done.push(`${name} ${job.name}`), Promise.resolve()), policy, events),
    );
    const queues = names.map((name) => backend.queue(name, () => undefined));
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    await Promise.all(queues.map((queue) => queue.addBulk([{ name: 'one', data: {}, opts: { jobId: 'a' } }])));
    for (const deadline = Date.now() + 120_000; done.length < 6 && Date.now() < deadline;)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(done.sort()).toEqual(names.map((name) => `${name} one`));
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all(queues.map((queue) => queue.close()));
    await backend.close();
  });
});

describeWith(redis, 'a queue on Redis at start', () => {
  let server: TestRedis;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  it('refuses a server that may evict jobs', async () => {
    const client = new Redis(server.url);
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const backend = openBackend({ kind: 'redis', databaseUrl: '', redisUrl: server.url, workers: 1 });
    await expect(backend.prepare()).rejects.toThrow(
      'REDIS_URL: maxmemory-policy is allkeys-lru; it must be noeviction',
    );
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    await expect(backend.prepare()).resolves.toBeUndefined();
    await backend.close();
    client.disconnect();
  });

  it('says so at once when nobody is there', async () => {
    const backend = openBackend({ kind: 'redis', databaseUrl: '', redisUrl: 'redis://127.0.0.1:1', workers: 1 });
    await expect(backend.prepare()).rejects.toThrow();
    await backend.close();
  });
});
