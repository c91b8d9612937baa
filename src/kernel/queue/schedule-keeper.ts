import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Reader } from '../database/reader.js';
import { Loop } from '../outbox/loop.js';
import type { JobQueues } from './jobs/job-queues.js';
import type { SweepJob } from './jobs/job.js';
import type { OwedSweep } from './owed-sweep.js';

export interface ScheduleOptions {
  /** Pause between two comparisons of the store with the database, in milliseconds. */
  checkMs: number;
  /** Longest period of a sweep, in milliseconds. */
  maxPeriodMs: number;
}

/** How late a sweep is. */
export interface LateSweep {
  job: string;
  /** Periods since it last came to its end; 1 is in time. */
  periods: number;
  /** It failed for good, and was not called again: it stands in the list of failed work, and waits before it is tried once more. */
  waits: boolean;
}

/** A sweep that has not run for so many periods makes the worker not ready. */
export const OVERDUE_PERIODS = 3;

const REGISTER = `
  INSERT INTO sweep_run (job, period_ms) SELECT job, period FROM unnest($1::text[], $2::bigint[]) AS g(job, period)
  ON CONFLICT (job) DO UPDATE SET period_ms = EXCLUDED.period_ms WHERE sweep_run.period_ms <> EXCLUDED.period_ms`;

/** Longest wait of a sweep that failed for good, beside its schedule. */
const MOST_WAIT = '1 hour';

/**
 * An end that lies ahead was written by a clock that ran ahead, and says nothing of when the sweep ran. One that failed for good waits as
 * long again as it was late by then, so that each wait is twice the one before.
 */
const LATE = `
  SELECT s.job, (abs(extract(epoch FROM clock_timestamp() - coalesce(s.done_at, s.known_since))) * 1000 / s.period_ms)::float8 AS periods,
    EXISTS (
      SELECT FROM job_failure f WHERE f.job = s.job AND f.key = '' AND f.retried_at IS NULL AND f.failed_at <= clock_timestamp()
        AND clock_timestamp() < f.failed_at
          + least(f.failed_at - coalesce(s.done_at, s.known_since) - s.period_ms * interval '1 ms', interval '${MOST_WAIT}')
    ) AS waits
  FROM sweep_run s WHERE s.job = ANY ($1::text[]) ORDER BY s.job`;

const AGES = `
  SELECT job, abs(extract(epoch FROM clock_timestamp() - coalesce(done_at, known_since)))::float8 AS age
  FROM sweep_run WHERE job = ANY ($1::text[])`;

/**
 * Keeps the schedules of the sweeps. What is declared and when each ran last stand in the code and in the database; the
 * store of the queue has copies, which are made anew where they are missing. A store that lost its schedules has lost its
 * jobs as well: what is owed is enqueued again at once.
 */
export class ScheduleKeeper {
  private readonly logger = new Logger('Schedules');
  private readonly loop: Loop;
  private isFresh = false;

  constructor(
    private readonly queues: JobQueues,
    private readonly dataSource: DataSource,
    private readonly owed: OwedSweep,
    private readonly options: ScheduleOptions,
  ) {
    this.loop = new Loop(() => this.look().then(() => false), {
      pauseMs: options.checkMs,
      onError: (error) => this.logger.error(error.message),
    });
  }

  async start(): Promise<void> {
    await this.register();
    await this.schedule();
    this.isFresh = true;
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** The first look comes after a pause: schedules were made a moment ago. */
  private async look(): Promise<void> {
    if (!this.isFresh) await this.check();
    this.isFresh = false;
  }

  /** How late each sweep is, as the database knows. */
  late(on: Reader = this.dataSource): Promise<LateSweep[]> {
    return on.query<LateSweep[]>(LATE, [this.sweeps.map(({ name }) => name)]);
  }

  /** Seconds since each came to its end, or is known. */
  async listAges(on: Reader = this.dataSource): Promise<Record<string, number>> {
    const rows = await on.query<{ job: string; age: number }[]>(AGES, [this.sweeps.map(({ name }) => name)]);
    return Object.fromEntries(rows.map(({ job, age }) => [job, age]));
  }

  /** Puts back schedules that the store has lost, calls sweeps that did not run when they should have, and lets abandoned work be found. */
  async check(): Promise<void> {
    await this.queues.backend.forgetLooksAhead();
    const missing = await this.listMissing();
    if (missing.length > 0) {
      this.logger.warn(`the store of the queue lost the schedules of ${missing.join(', ')}: they are made anew`);
      await this.schedule();
      await this.owed.run(0);
    }
    for (const { job: name, periods, waits } of await this.late()) {
      const job = this.sweeps.find((sweep) => sweep.name === name);
      if (!job || waits || (periods - 1) * this.period(job) < this.options.checkMs) continue;
      this.logger.warn(`${name} has not run for ${periods.toFixed(1)} periods: it is called`);
      await this.scheduleOne(job);
      await this.queues.callLateSweep(job);
    }
  }

  private get sweeps(): readonly SweepJob[] {
    return this.queues.registry.sweepJobs;
  }

  private period({ every, period }: SweepJob): number {
    return typeof every === 'number' ? Math.min(every, this.options.maxPeriodMs) : (period ?? 0);
  }

  private async register(): Promise<void> {
    await this.dataSource.query(REGISTER, [
      this.sweeps.map(({ name }) => name),
      this.sweeps.map((job) => this.period(job)),
    ]);
  }

  private async listMissing(): Promise<string[]> {
    const found = new Set<string>();
    for (const name of new Set(this.sweeps.map(({ queue }) => queue)))
      for (const { key } of await this.queues.queue(name).getJobSchedulers()) found.add(`${name} ${key}`);
    return this.sweeps.filter(({ queue, name }) => !found.has(`${queue} ${name}`)).map(({ name }) => name);
  }

  private async scheduleOne(job: SweepJob): Promise<void> {
    const repeat =
      typeof job.every === 'number' ? { every: this.period(job) } : { pattern: job.every, tz: 'Asia/Shanghai' };
    const opts = job.attempts === undefined ? {} : { attempts: job.attempts };
    await this.queues.queue(job.queue).upsertJobScheduler(job.name, repeat, { name: job.name, data: {}, opts });
  }

  /** Upserts the sweeps that are declared and removes those that no longer are. */
  private async schedule(): Promise<void> {
    for (const job of this.sweeps) await this.scheduleOne(job);
    for (const name of this.queues.registry.queues)
      for (const { key } of await this.queues.queue(name).getJobSchedulers())
        if (!this.sweeps.some((job) => job.name === key && job.queue === name))
          await this.queues.queue(name).removeJobScheduler(key);
  }
}
