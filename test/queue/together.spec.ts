import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { gate, QueueBench, until, weighed } from './bench.js';
import { count } from './looks.js';

describe('subjects that are worked on together', () => {
  let database: TestDatabase;
  let bench: QueueBench;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    bench = await QueueBench.open(database.url, { kind: 'postgres' });
  });
  afterEach(() => bench.close());

  const name = (group: string, n: number): string => `${group}-${n}`;
  const changeAll = (group: string, lots: number): Promise<unknown> =>
    Promise.all(Array.from({ length: lots }, (_, n) => bench.change(name(group, n), 'correct', 'lot')));
  const effects = (group: string) =>
    bench.rows<{ runs: number; changes: number }>(
      `SELECT runs, changes FROM effect WHERE name LIKE 'lot:${group}-%' ORDER BY name`,
    );
  const ledger = async (group: string, n: number) =>
    (
      await bench.rows<{ wanted: string; done: string; failed: string | null; apart: string | null }>(
        `SELECT wanted, done, failed, apart FROM job_subject WHERE subject = $1`,
        [`lot:${name(group, n)}`],
      )
    )[0];
  const once = { runs: 1, changes: 1 };

  it('take as many transactions as there is need for, and each is worked on once', async () => {
    const sizes: number[] = [];
    bench.onWeigh = (tx, subjects) => {
      sizes.push(subjects.length);
      return weighed(tx, subjects);
    };
    await changeAll('many', 45);
    await bench.start();
    await bench.settled();
    expect(await effects('many')).toEqual(Array.from({ length: 45 }, () => once));
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(45);
    expect(Math.max(...sizes)).toBe(10);
  });

  it('are worked on again where they change meanwhile', async () => {
    const door = gate();
    bench.onWeigh = async (tx, subjects) => {
      await weighed(tx, subjects);
      bench.onWeigh = weighed;
      await door.pass();
    };
    await bench.start();
    await bench.change('again-0', 'correct', 'lot');
    await door.arrived;
    await changeAll('again', 2);
    await until(async () => (await ledger('again', 0))?.wanted === '2');
    door.open();
    await bench.settled();
    expect(await effects('again')).toEqual([{ runs: 2, changes: 2 }, once]);
  });

  it('do not fail with one that breaks their work: it alone is kept as failed, and done when it is retried', async () => {
    let isBroken = true;
    bench.onWeigh = async (tx, subjects) => {
      await weighed(tx, subjects);
      if (isBroken && subjects.includes('lot:poison-3')) throw new Error('it breaks');
    };
    await changeAll('poison', 6);
    await bench.start();
    await until(async () => (await ledger('poison', 3))?.failed === '1');
    await bench.settled();
    expect(await effects('poison')).toEqual(Array.from({ length: 5 }, () => once));
    expect(await ledger('poison', 3)).toMatchObject({ wanted: '1', done: '0', apart: '1' });
    const { jobs } = await bench.failedJobs.list(50, null);
    expect(jobs.map(({ data }) => data)).toEqual([{ subject: 'lot:poison-3' }]);
    isBroken = false;
    await bench.failedJobs.retry(jobs[0]?.id ?? '');
    await bench.settled();
    expect(await effects('poison')).toEqual(Array.from({ length: 6 }, () => once));
    await bench.change('poison-3', 'correct', 'lot');
    await bench.settled();
    expect(await ledger('poison', 3)).toMatchObject({ wanted: '2', done: '2', failed: null });
  });

  it('are found by the sweep when the store lost their call, also those that go one by one', async () => {
    await bench.start();
    await bench.stopWorkers();
    await changeAll('lost', 12);
    const waiting = async () => (await bench.queues.queue('screening').getJobCounts('waiting'))['waiting'] ?? 0;
    await until(
      async () => (await count(bench, `SELECT count(*) AS n FROM job_subject WHERE subject LIKE 'lot:lost-%'`)) === 12,
    );
    await until(async () => (await waiting()) > 0);
    await bench.rows(`UPDATE job_subject SET apart = wanted WHERE subject = 'lot:lost-7'`);
    await bench.rows(`TRUNCATE bullmq.job, bullmq.dedup, bullmq.dedup_next CASCADE`);
    const second = await QueueBench.open(database.url, { kind: 'postgres' });
    try {
      await second.sweep.run(0);
      await second.start();
      await second.settled();
      expect(await effects('lost')).toEqual(Array.from({ length: 12 }, () => once));
    } finally {
      await second.close();
    }
  });

  it('are not lost when their work ends with the process, and leave nothing half done', async () => {
    bench.onWeigh = async (tx, subjects) => {
      await weighed(tx, subjects);
      // As a killed process ends: its connection goes, and with it the transaction.
      await tx.query(`SELECT pg_terminate_backend(pg_backend_pid())`).catch(() => undefined);
    };
    await changeAll('killed', 4);
    await bench.start();
    await until(async () => (await ledger('killed', 0))?.apart === '1');
    expect(await effects('killed')).toEqual([]);
    bench.onWeigh = weighed;
    for (let n = 0; n < 4; n++) await bench.change(name('killed', n), 'correct', 'lot');
    await bench.settled();
    expect((await effects('killed')).map(({ changes }) => changes)).toEqual([2, 2, 2, 2]);
  });
});
