import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import { startWorker, type Running } from '../../src/boot/bootstrap.js';
import { serveWorkerHealth } from '../../src/boot/worker/worker-health.js';
import { findFreePort } from '../support/free-port.js';
import { markSubjects } from '../../src/kernel/queue/subject-ledger.js';
import { JobQueues } from '../../src/kernel/queue/jobs/job-queues.js';
import { JobWorkers } from '../../src/kernel/queue/jobs/job-workers.js';
import { OVERDUE_PERIODS, ScheduleKeeper } from '../../src/kernel/queue/schedule-keeper.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, opening } from '../support/bidding.js';
import { describeWith } from '../support/describe-with.js';
import { makeBureau, makeThreshold } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { redis } from '../support/optional-servers.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { Resulting } from '../support/results.js';

/** A Monday, from which the fifth working day is over on the Tuesday a week later. */
const DELIVERED = '2025-11-03T09:00:00+08:00';
const DEEMED = '2025-11-11T00:00:00+08:00';
const AFTER_DEADLINE = '2025-12-01T01:30:00.000001Z';
/** What an emptied Redis may cost. */
const MOST_MS = 120_000;

describeWith(redis, 'a Redis that is emptied under running workers', () => {
  let server: TestRedis;
  let client: Redis;
  let app: TestApp;
  let worker: Running | undefined;
  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url);
    const short = { SWEEP_MAX_SECONDS: '5', SCHEDULE_CHECK_SECONDS: '1' };
    app = await startTestApp({ worker: true, env: { QUEUE_BACKEND: 'redis', REDIS_URL: server.url, ...short } });
    await allowFixedInstant(app);
  });
  afterAll(async () => {
    await worker?.close();
    await app.close();
    client.disconnect();
    await server.stop();
  });
  const until = async (ask: () => Promise<boolean>, what: string): Promise<number> => {
    const began = Date.now();
    while (!(await ask())) {
      if (Date.now() - began > MOST_MS) throw new Error(`${what}: not within ${MOST_MS / 1000} s`);
      await pause(100);
    }
    return Date.now() - began;
  };
  /** Sweeps that have not come to their end since; the nightly one waits for its night. */
  const notRunSince = (since: Date) =>
    app.dataSource.query<{ job: string }[]>(
      `SELECT job FROM sweep_run WHERE period_ms < 86400000 AND (done_at IS NULL OR done_at < $1)`,
      [since],
    );
  const schedules = async () =>
    (await app.running.app.get(JobQueues).queue('sweeps').getJobSchedulers()).map(({ key }) => key).sort();

  it('gets all its schedules back, and every sweep runs again', async () => {
    await until(async () => (await notRunSince(new Date(0))).length === 0, 'the first runs');
    const before = await schedules();
    expect(before).toEqual(
      expect.arrayContaining(['confirm-deemed', 'owed-subjects', 'screen-markets', 'anchor-audit']),
    );
    const found = await client.multi().flushall().keys('*').exec();
    expect(found?.[1]?.[1]).toEqual([]);
    const emptied = new Date();
    await until(async () => (await notRunSince(emptied)).length === 0, 'the sweeps');
    expect(await schedules()).toEqual(before);
    await until(async () => (await app.http.get('/health/ready')).status === 200, 'the readiness');
  });

  it('loses no work that is owed, and confirms what is deemed confirmed', async () => {
    await setInstant(app, DELIVERED);
    const bureau = await makeBureau(app);
    await makeThreshold(app);
    const result = await Resulting.begin(app, bureau);
    await result.deliver();
    await markSubjects(app.dataSource, [{ job: 'assess-subject', subject: `tender:${result.id}` }]);
    await client.flushall();
    await setInstant(app, DEEMED);
    const deemed = async () =>
      (
        await app.dataSource.query<unknown[]>(
          `SELECT FROM audit_entry WHERE aggregate_id = $1 AND action = 'deem_confirmed'`,
          [result.lots[0]?.id],
        )
      ).length;
    await until(async () => (await deemed()) === 1, 'the confirmation');
    const owed = async () =>
      (await app.dataSource.query<unknown[]>(`SELECT FROM job_subject WHERE done < wanted AND job NOT LIKE '%market%'`))
        .length;
    await until(async () => (await owed()) === 0, 'the owed work');
  });

  it('opens bids although it lost the job of their opening', async () => {
    await setInstant(app, '2025-11-03T09:00:00+08:00');
    const bureau = await makeBureau(app);
    const { tender, lots } = await issueTender(app, bureau);
    await bidAll(app, await makeBidders(app, 3), lots[0] as string, ['150000.00', '160000.00', '170000.00']);
    // Nobody works while two persons order the opening: its job lies in Redis, and is lost there.
    await app.running.app.get(ScheduleKeeper).stop();
    await app.running.app.get(JobWorkers).stop();
    await setInstant(app, AFTER_DEADLINE);
    for (const [by, action] of [
      [bureau.officer, 'request_opening'],
      [bureau.approver, 'open_bids'],
    ] as const)
      expect((await opening(app, tender, by, action)).status).toBe(200);
    const openings = app.running.app.get(JobQueues).queue('openings');
    await until(async () => ((await openings.getJobCounts('waiting'))['waiting'] ?? 0) > 0, 'the job');
    await client.flushall();
    worker = await startWorker(app.settings);
    const state = async () =>
      (await app.dataSource.query<{ state: string }[]>(`SELECT state FROM opening WHERE tender_id = $1`, [tender]))[0]
        ?.state;
    await until(async () => (await state()) === 'held', 'the opening');
  });

  it('is given the sweeps of a day by the clock, which no bound of a pause calls more often', async () => {
    const daily = await app.dataSource.query<{ job: string }[]>(
      `SELECT job FROM sweep_run WHERE period_ms = 86400000 ORDER BY job`,
    );
    expect(daily.map(({ job }) => job)).toEqual(['end-personal-data', 'screen-markets']);
    const schedulers = await app.running.app.get(JobQueues).queue('sweeps').getJobSchedulers();
    expect(schedulers.find(({ key }) => key === 'end-personal-data')).toMatchObject({ pattern: '30 3 * * *' });
  });

  it('is ready where sweeps run that a clock which ran ahead has first seen', async () => {
    await app.dataSource.query(`UPDATE sweep_run SET known_since = now() + interval '8 hours', done_at = now()`);
    const late = await app.running.app.get(ScheduleKeeper).late();
    expect(late.filter(({ periods }) => periods > OVERDUE_PERIODS)).toEqual([]);
    await app.dataSource.query(`UPDATE sweep_run SET known_since = now()`);
  });

  it.each([
    ['has not run for three periods', '- 1 hour'],
    ['is said to have ended hours from now, by a clock that ran ahead', '8 hours'],
  ])('is not ready while a sweep %s, says so in a figure, and calls it', async (_, end) => {
    const workers = worker?.app.get(JobWorkers);
    await worker?.app.get(ScheduleKeeper).stop();
    await workers?.stop();
    await app.dataSource.query(
      `UPDATE sweep_run SET known_since = now() - interval '1 day', done_at = now() + $1::interval WHERE job = 'confirm-deemed'`,
      [end],
    );
    const ready = await app.http.get('/health/ready');
    expect([ready.status, (ready.body as { checks: Record<string, unknown> }).checks['sweeps']]).toEqual([
      503,
      { ok: false },
    ]);
    const workerPort = await findFreePort();
    const askWorker = async (of: Running | undefined, path = '/health/ready'): Promise<number> => {
      const end = await serveWorkerHealth(of as Running, Object.assign(Object.create(app.settings), { workerPort }));
      const { status } = await fetch(`http://127.0.0.1:${workerPort}${path}`);
      await end();
      return status;
    };
    expect([await askWorker(worker), await askWorker(worker, '/health/live'), await askWorker(worker, '/')]).toEqual([
      503, 200, 404,
    ]);
    const figure = (text: string, name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
    const { text } = await app.http.get('/metrics');
    expect(figure(text, 'sweeps_overdue')).toBeGreaterThanOrEqual(1);
    expect(figure(text, 'sweeps_latest_periods')).toBeGreaterThan(500);
    await worker?.close();
    worker = await startWorker(app.settings);
    await until(async () => (await app.http.get('/health/ready')).status === 200, 'the readiness');
    await until(async () => (await askWorker(worker)) === 200, 'the readiness of the worker');
    await until(
      async () => figure((await app.http.get('/metrics')).text, 'sweeps_overdue') === 0,
      'sweeps that are in time',
    );
  });
});
