import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { describeWith } from '../support/describe-with.js';
import { redis } from '../support/optional-servers.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { assessed, detail, noteEvent, QueueBench, until, type Store } from './bench.js';

/** Longer than a work that was tried again at once would take to use up ten outages and its attempt. */
const A_WHILE_MS = 6_000;

/** Tables refuse what is written as PostgreSQL does where a disk is full, memory ends or a file cannot be written. */
async function fillTables(bench: QueueBench, code: string, tables: readonly string[]): Promise<void> {
  await bench.rows(`CREATE OR REPLACE FUNCTION say_full() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = TG_ARGV[0]; END $$`);
  for (const table of tables)
    await bench.rows(`CREATE TRIGGER say_full BEFORE INSERT OR UPDATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION say_full('${code}')`);
}
const emptyTables = async (bench: QueueBench): Promise<void> => {
  await bench.rows(`DROP FUNCTION IF EXISTS say_full CASCADE`);
};

const failures = (bench: QueueBench) => bench.rows<{ key: string }>(`SELECT key FROM job_failure`);
/** Also those of tests before. */
const countAllFailed = async (bench: QueueBench): Promise<number> => {
  const counts = await Promise.all(
    bench.registry.queues.map((name) => bench.queues.queue(name).getJobCounts('failed')),
  );
  return counts.reduce((sum, { failed = 0 }) => sum + failed, 0);
};

function suite(
  storeOf: () => Store,
  more: (benchOf: () => QueueBench, countFailed: () => Promise<number>) => void,
): void {
  let database: TestDatabase;
  let bench: QueueBench;
  let failedBefore: number;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    bench = await (await QueueBench.open(database.url, storeOf())).start();
    failedBefore = await countAllFailed(bench);
  });
  const countFailed = async (): Promise<number> => (await countAllFailed(bench)) - failedBefore;
  afterEach(async () => {
    await emptyTables(bench);
    await bench.rows(`DELETE FROM effect; DELETE FROM job_failure`);
    await bench.close();
  });

  it.each(['53100', '53200', '58030'])('a database that says %s uses up no attempt of work', async (code) => {
    let tries = 0;
    bench.onAssess = async (tx, subject) => {
      tries += 1;
      await assessed(tx, subject);
    };
    await fillTables(bench, code, ['effect', 'write_probe']);
    await bench.change(`full ${code}`);
    await until(() => Promise.resolve(tries > 0));
    await pause(A_WHILE_MS);
    expect([tries, await failures(bench), await countFailed()]).toEqual([1, [], 0]);
    await emptyTables(bench);
    await until(async () => (await bench.effect(`full ${code}`))?.changes === 1);
    await bench.settled();
    expect([await failures(bench), await countFailed()]).toEqual([[], 0]);
  });

  it('a database with room for all but the work lets it fail no sooner than others would', async () => {
    let tries = 0;
    bench.onAssess = async (tx, subject) => {
      tries += 1;
      await assessed(tx, subject);
    };
    await fillTables(bench, '53100', ['effect']);
    await bench.change('apart');
    await until(() => Promise.resolve(tries > 1));
    await pause(A_WHILE_MS);
    expect(await failures(bench)).toEqual([]);
    expect(tries).toBeLessThan(6);
    await emptyTables(bench);
    await until(async () => (await bench.effect('apart'))?.changes === 1);
  });

  it('what fails for good under a full database is listed once there is room, and done by a retry', async () => {
    let tries = 0;
    bench.onAnnounce = () => {
      tries += 1;
      return Promise.reject(new Error('no line'));
    };
    await fillTables(bench, '53100', ['job_failure', 'write_probe']);
    await bench.change('unlisted', 'create');
    await until(() => Promise.resolve(tries > 0));
    await pause(1_500);
    expect([await failures(bench), await countFailed()]).toEqual([[], 0]);
    await emptyTables(bench);
    await until(async () => (await bench.failedJobs.count()) === 1);
    const [failed] = (await bench.failedJobs.list(50, null)).jobs;
    expect(failed).toMatchObject({ job: 'announce', reason: 'no line' });
    bench.onAnnounce = (event) => noteEvent(bench, event);
    await until(async () => (await countFailed()) === 1);
    await bench.failedJobs.retry(failed?.id ?? '');
    await until(async () => (await bench.rows(`SELECT FROM effect WHERE name LIKE 'event:%'`)).length === 1);
    await until(async () => (await failures(bench)).length === 0);
  });

  it('what only the store knows to have failed is listed by the next sweep', async () => {
    await bench.rows(`INSERT INTO effect (name) VALUES ('untold lost')`);
    bench.onAnnounce = () => Promise.reject(new Error('no line'));
    await bench.change('lost', 'create');
    await until(async () => (await countFailed()) === 1 && (await bench.failedJobs.count()) === 1);
    await bench.rows(`DELETE FROM job_failure`);
    await bench.sweep.run(0);
    expect((await bench.failedJobs.list(50, null)).jobs).toEqual([
      expect.objectContaining({ job: 'announce', reason: 'no line', attempts: 1 }),
    ]);
  });

  more(() => bench, countFailed);
}

describe('full stores under queues on PostgreSQL', () => {
  suite(
    () => ({ kind: 'postgres' }),
    (benchOf, countFailed) => {
      it('a store that cannot be told once that work is done does not call it failed', async () => {
        const bench = benchOf();
        await bench.rows(`CREATE SEQUENCE told_once`);
        await bench.rows(`CREATE FUNCTION say_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF to_jsonb(NEW) ->> 'state' IN ('completed', 'failed') AND nextval('public.told_once') = 1 THEN
            RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END IF;
          RETURN NEW; END $$`);
        await bench.rows(
          `CREATE TRIGGER say_full BEFORE UPDATE ON bullmq.job FOR EACH ROW EXECUTE FUNCTION say_full()`,
        );
        bench.onAnnounce = (event) => noteEvent(bench, event);
        await bench.change('told', 'create');
        await until(
          async () => (await bench.rows(`SELECT FROM told_once WHERE is_called AND last_value > 1`)).length > 0,
        );
        await bench.settled();
        expect([await failures(bench), await countFailed(), bench.announced.length]).toEqual([[], 0, 1]);
      });
    },
  );
});

describeWith(redis, 'full stores under queues on Redis', () => {
  let server: TestRedis;
  let operator: Redis;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-redis-'));
    server = await startRedis(undefined, folder);
    operator = new Redis(server.url);
  });
  afterAll(async () => {
    await operator.quit();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const untilSaved = async (status: 'ok' | 'err'): Promise<void> => {
    await operator.bgsave().catch(() => undefined);
    await until(async () => (await operator.info('persistence')).includes(`rdb_last_bgsave_status:${status}`));
  };
  const FAULTS = {
    OOM: {
      begin: () => operator.config('SET', 'maxmemory', '1'),
      end: () => operator.config('SET', 'maxmemory', '0'),
    },
    MISCONF: {
      begin: async () => {
        mkdirSync(join(folder, 'dump.rdb')); // where the file should go a folder stands
        await operator.config('SET', 'save', '3600 1000000');
        await untilSaved('err');
      },
      end: async () => {
        rmdirSync(join(folder, 'dump.rdb'));
        await untilSaved('ok');
        await operator.config('SET', 'save', '');
        rmSync(join(folder, 'dump.rdb'));
      },
    },
  };

  suite(
    () => ({ kind: 'redis', redisUrl: server.url }),
    (benchOf, countFailed) => {
      describe.each(Object.entries(FAULTS))('a Redis that says %s', (code, { begin, end }) => {
        it('uses up no attempt of work that enqueues more, and loses no event', async () => {
          const bench = benchOf();
          let tries = 0;
          bench.onAssess = async (tx, subject) => {
            tries += 1;
            if (tries === 1) await begin();
            await assessed(tx, subject);
            await bench.queues.enqueueSubjects(tx.manager, detail, [subject]);
          };
          await bench.change(`first ${code}`);
          await until(() => Promise.resolve(tries > 0));
          await expect(
            until(async () => (await operator.set('probe', '')) !== 'OK').catch((error: Error) => error.message),
          ).resolves.toContain(code);
          await bench.change(`second ${code}`, 'create');
          await pause(A_WHILE_MS);
          const meanwhile = [tries, await failures(bench)];
          await end();
          expect(meanwhile).toEqual([1, []]);
          for (const name of [`first ${code}`, `second ${code}`])
            await until(
              async () =>
                (await bench.rows(`SELECT FROM effect WHERE name = 'detail of tender:' || $1`, [name])).length > 0,
            );
          await until(() => Promise.resolve(bench.announced.some(({ id }) => id === `second ${code}`)));
          await bench.settled();
          expect([await failures(bench), await countFailed()]).toEqual([[], 0]);
        });
      });
    },
  );
});
