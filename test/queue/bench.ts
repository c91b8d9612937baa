import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { setTimeout as pause } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { ChangeLog } from '../../src/kernel/audit/change-log.js';
import { Keys, type KeyRing } from '../../src/kernel/config/keys.js';
import { Transactions, type Tx } from '../../src/kernel/database/transactions.js';
import { Nudge } from '../../src/kernel/outbox/nudge.js';
import { Relay } from '../../src/kernel/outbox/relay.js';
import { openBackend } from '../../src/kernel/queue/backends/backend-open.js';
import type { BackendOptions } from '../../src/kernel/queue/backends/backend.js';
import { FailedJobs } from '../../src/kernel/queue/jobs/failed-jobs.js';
import { defineJob, type EventRef } from '../../src/kernel/queue/jobs/job.js';
import { JobQueues } from '../../src/kernel/queue/jobs/job-queues.js';
import { JobRegistry } from '../../src/kernel/queue/jobs/job-registry.js';
import { JobWorkers } from '../../src/kernel/queue/jobs/job-workers.js';
import { OwedSweep, owedSubjects } from '../../src/kernel/queue/owed-sweep.js';
import { ScheduleKeeper } from '../../src/kernel/queue/schedule-keeper.js';
import { WORKER_POLICY, type WorkerPolicy } from '../../src/kernel/queue/queue-policy.js';

/** Works on a tender, one failure and it is out. */
export const assess = defineJob({
  kind: 'subject',
  name: 'assess',
  queue: 'screening',
  attempts: 1,
  on: (event) => (event.aggregate === 'tender' ? [`tender:${event.aggregateId}`] : []),
});
/** Tells of each creation. */
const announce = defineJob({
  kind: 'event',
  name: 'announce',
  queue: 'announcements',
  attempts: 1,
  on: (event) => event.action === 'create',
  unfinished: {
    aggregate: 'tender',
    ids: `SELECT replace(name, 'untold ', '') FROM effect WHERE name LIKE 'untold %'`,
  },
});
/** Asked for by an assessment, by no event; a moment later. */
export const detail = defineJob({ kind: 'subject', name: 'detail', queue: 'screening', attempts: 1, delay: 100 });
/** Works on lots, many at once. */
const weigh = defineJob({
  kind: 'subject',
  name: 'weigh',
  queue: 'screening',
  attempts: 1,
  together: { most: 10, lanes: 2 },
  on: (event) => (event.aggregate === 'lot' ? [`lot:${event.aggregateId}`] : []),
});
const JOBS = [owedSubjects, assess, announce, detail, weigh];

/** Short locks: a killed worker's jobs are back within seconds. */
const FAST: WorkerPolicy = { ...WORKER_POLICY, lockDuration: 2_000, stalledInterval: 1_000, concurrency: 4 };

/** What jobs leave behind: one row per subject or event, counting how often it was written. */
const EFFECTS = `
  CREATE TABLE IF NOT EXISTS effect (
    name text PRIMARY KEY, runs int NOT NULL DEFAULT 1, changes int NOT NULL DEFAULT 0, at timestamptz NOT NULL DEFAULT now())`;

/** Writes the effect of an assessment: how many changes of the tender it has seen. */
export async function assessed(tx: Tx, subject: string): Promise<void> {
  await tx.query(
    `INSERT INTO effect (name, changes) VALUES ($1, (SELECT count(*) FROM audit_entry WHERE aggregate_id = $2))
     ON CONFLICT (name) DO UPDATE SET runs = effect.runs + 1, changes = excluded.changes`,
    [subject, subject.slice('tender:'.length)],
  );
}

/** Writes the effect of a work on lots: how many changes of each it has seen. */
export async function weighed(tx: Tx, subjects: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO effect (name, changes)
     SELECT s, (SELECT count(*) FROM audit_entry WHERE aggregate_id = split_part(s, ':', 2)) FROM unnest($1::text[]) s
     ON CONFLICT (name) DO UPDATE SET runs = effect.runs + 1, changes = excluded.changes`,
    [subjects],
  );
}

/** Writes the effect of an announcement: how often its event was told. */
export const noteEvent = (bench: QueueBench, event: EventRef): Promise<unknown> =>
  bench.rows(`INSERT INTO effect (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET runs = effect.runs + 1`, [
    `event:${event.event}`,
  ]);

export type Store = Omit<BackendOptions, 'databaseUrl' | 'workers'>;

/** A relay and a worker around one database, without an application. */
export class QueueBench {
  readonly nudge = new Nudge();
  readonly registry = new JobRegistry(JOBS);
  readonly queues: JobQueues;
  readonly transactions: Transactions;
  readonly failedJobs: FailedJobs;
  readonly sweep: OwedSweep;
  readonly announced: EventRef[] = [];
  relay: Relay;
  readonly schedules: ScheduleKeeper;
  private readonly workers: JobWorkers;

  /** What the assessment does; a test may put another here. */
  onAssess: (tx: Tx, subject: string) => Promise<void> = assessed;
  onWeigh: (tx: Tx, subjects: readonly string[]) => Promise<void> = weighed;
  onAnnounce: (event: EventRef) => Promise<unknown> = () => Promise.resolve();

  private constructor(
    readonly dataSource: DataSource,
    private readonly databaseUrl: string,
    store: Store,
    policy: WorkerPolicy,
  ) {
    const ring: KeyRing = [{ id: 'k1', bytes: randomBytes(32) }];
    this.transactions = new Transactions(dataSource, new ChangeLog(new Keys(ring, ring, ring)), this.nudge);
    this.queues = new JobQueues(
      openBackend({ ...store, databaseUrl, workers: this.registry.queues.length }),
      this.registry,
    );
    this.failedJobs = new FailedJobs(this.queues, this.transactions, dataSource);
    this.sweep = new OwedSweep(this.registry, this.queues, dataSource);
    this.sweep.onModuleInit();
    this.registry.handle(assess, (tx, subject) => this.onAssess(tx, subject));
    this.registry.handle(detail, async (tx, subject) => {
      await tx.query(`INSERT INTO effect (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET runs = effect.runs + 1`, [
        `detail of ${subject}`,
      ]);
    });
    this.registry.handle(weigh, (tx, subjects) => this.onWeigh(tx, subjects));
    this.registry.handle(announce, async (event) => {
      await this.onAnnounce(event);
      this.announced.push(event);
    });
    this.workers = new JobWorkers(this.queues, this.transactions, dataSource, policy);
    this.schedules = new ScheduleKeeper(this.queues, dataSource, this.sweep, {
      checkMs: 60_000,
      maxPeriodMs: 3_600_000,
    });
    this.relay = this.newRelay();
  }

  /** Failures here are made on purpose; `log` shows what the parts say about them. */
  static async open(
    databaseUrl: string,
    store: Store,
    log = false,
    lockDuration = FAST.lockDuration,
  ): Promise<QueueBench> {
    if (!log) Logger.overrideLogger(false);
    const dataSource = await new DataSource({ type: 'postgres', url: databaseUrl, extra: { max: 20 } }).initialize();
    await dataSource.query(EFFECTS);
    const bench = new QueueBench(dataSource, databaseUrl, store, { ...FAST, lockDuration });
    await bench.queues.prepare();
    return bench;
  }

  newRelay(): Relay {
    return new Relay({ databaseUrl: this.databaseUrl, pollMs: 50 }, this.queues, this.nudge);
  }

  async start(): Promise<this> {
    await this.workers.start();
    await this.schedules.start();
    this.relay.start();
    return this;
  }

  async stopWorkers(): Promise<void> {
    await this.schedules.stop();
    await this.workers.stop();
  }

  async close(): Promise<void> {
    await this.relay.stop();
    await this.stopWorkers();
    await this.queues.close();
    await this.queues.backend.close();
    await this.dataSource.destroy();
  }

  change(id: string, action = 'correct', aggregate: 'tender' | 'lot' = 'tender'): Promise<unknown> {
    return this.transactions.run(SYSTEM, (tx) => tx.record({ aggregate, id, action }));
  }

  async rows<T>(sql: string, params: unknown[] = []): Promise<T[]> {
    return this.dataSource.query<T[]>(sql, params);
  }

  /** Runs and changes seen of a tender's assessment. */
  async effect(id: string): Promise<{ runs: number; changes: number } | undefined> {
    return (
      await this.rows<{ runs: number; changes: number }>(`SELECT runs, changes FROM effect WHERE name = $1`, [
        `tender:${id}`,
      ])
    )[0];
  }

  /** Until nothing is owed, everything is enqueued and no job waits or runs. */
  async settled(timeoutMs = 120_000): Promise<void> {
    await until(async () => {
      const [left] = await this.rows<{ n: number }>(
        `SELECT (SELECT count(*) FROM outbox o, outbox_relay r WHERE o.position IS NULL OR o.position > r.enqueued)
              + (SELECT count(*) FROM job_subject WHERE done < wanted AND failed IS DISTINCT FROM wanted) AS n`,
      );
      if (Number(left?.n) > 0) return false;
      for (const name of this.registry.queues) {
        const counts = await this.queues.queue(name).getJobCounts('waiting', 'active');
        if (Object.values(counts).some((n) => n > 0)) return false;
      }
      return true;
    }, timeoutMs);
  }
}

/** Polls until the answer is true. */
export async function until(ask: () => Promise<boolean>, timeoutMs = 120_000): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !(await ask()); await pause(25))
    if (Date.now() > deadline) throw new Error('it did not come about in time');
}

/** A door that a job waits at. */
export function gate() {
  let arrive: () => void = () => undefined;
  let open: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { arrived, open, pass: () => (arrive(), opened) };
}
