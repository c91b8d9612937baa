import { Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Transactions } from '../../database/transactions.js';
import type { StoredJob, StoredWorker } from '../backends/backend.js';
import type { JobQueues } from './job-queues.js';
import { isTogether, type EventRef, type SubjectJob, type SubjectRef, type TogetherJob } from './job.js';
import { WORKER_POLICY, type WorkerPolicy } from '../queue-policy.js';
import { FAIL_SUBJECT, SET_APART } from '../subject-ledger.js';
import { runSubject, runTogether } from '../subject-runner.js';

const DRAIN_MS = 20_000;
/** How long workers without a job may take to say goodbye to their store. */
const IDLE_MS = 3_000;
const LOOK_MS = 50;

/** Runs the handlers: one worker per queue. */
export class JobWorkers {
  private readonly logger = new Logger('Worker');
  private workers: StoredWorker[] = [];
  private running = 0;

  constructor(
    private readonly queues: JobQueues,
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
    private readonly policy: WorkerPolicy = WORKER_POLICY,
  ) {}

  /** Refuses to start while a declared job has no handler. */
  async start(): Promise<void> {
    const { registry, backend } = this.queues;
    registry.assertComplete();
    await this.schedule();
    this.workers = registry.queues.map((name) =>
      backend.worker(name, (job) => this.processCounting(job), this.policy, {
        failed: (job, error) => void this.logFailure(name, job, error),
        error: (error) => this.logger.error(`${name}: ${error.message}`),
      }),
    );
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
  }

  /** Lets running jobs end; those that take too long are given back when their lock runs out. */
  async stop(graceMs = DRAIN_MS): Promise<void> {
    const workers = this.workers;
    this.workers = [];
    const closed = Promise.all(workers.map((worker) => worker.close())).then(() => true);
    const late = new AbortController();
    const stillOpen = this.patience(graceMs, late.signal).then(() => false);
    if (!(await Promise.race([closed, stillOpen]))) {
      this.logger.warn(`${this.running} jobs still running or the store away; unfinished jobs go back to the queue`);
      for (const worker of workers) worker.cut();
    }
    late.abort();
  }

  /** Waits for running jobs up to the grace; for a store that does not answer, only a moment. */
  private async patience(graceMs: number, signal: AbortSignal): Promise<void> {
    const end = Date.now() + graceMs;
    for (let idleSince = Date.now(); Date.now() < end && !signal.aborted; await pause(LOOK_MS)) {
      if (this.running > 0) idleSince = Date.now();
      if (Date.now() - idleSince > IDLE_MS) return;
    }
  }

  private async processCounting(stored: StoredJob): Promise<void> {
    this.running++;
    try {
      await this.process(stored);
    } finally {
      this.running--;
    }
  }

  private async process(stored: StoredJob): Promise<void> {
    const { registry } = this.queues;
    const job = registry.job(stored.name);
    switch (job?.kind) {
      case 'subject':
        return this.processSubjects(job, stored);
      case 'event':
        return registry.getHandler(job)(stored.data as EventRef);
      case 'sweep':
        return registry.getHandler(job)();
      case undefined:
        throw new Error(`Job ${stored.name} is not known to this version`);
    }
  }

  private processSubjects(job: SubjectJob, { data }: StoredJob): Promise<void> {
    const { registry } = this.queues;
    if (!isTogether(job))
      return runSubject(this.transactions, job, registry.getHandler(job), (data as SubjectRef).subject);
    const handler = registry.getHandler(job);
    return 'lane' in data
      ? this.processLane(job, data.lane)
      : runSubject(this.transactions, job, (tx, subject) => handler(tx, [subject]), (data as SubjectRef).subject);
  }

  /** A work that breaks leaves its subjects to jobs of their own; the lane goes on with others. */
  private async processLane(job: TogetherJob, lane: number): Promise<void> {
    const hasMore = await runTogether(this.transactions, job, this.queues.registry.getHandler(job), {
      isStopping: () => this.workers.length === 0,
      apart: async (subjects, error) => {
        this.logger.warn(`${job.name}: ${subjects.length} subjects go one by one: ${error.message}`);
        await this.dataSource.query(SET_APART, [job.name, subjects]);
        await this.queues.enqueueApart(job, subjects);
      },
    });
    if (hasMore) await this.queues.callLane(job, lane);
  }

  /** Called after every failed attempt; only the last one ends the job. */
  private async logFailure(queue: string, stored: StoredJob | undefined, error: Error): Promise<void> {
    const name = `${queue}/${stored?.name ?? '?'} ${stored?.id ?? '?'}`;
    if (stored?.finishedOn === undefined)
      return this.logger.warn(`${name} failed, will be tried again: ${error.message}`);
    this.logger.error(`${name} failed for good: ${error.message}`);
    if (!('subject' in stored.data)) return;
    try {
      await this.dataSource.query(FAIL_SUBJECT, [stored.name, stored.data.subject]);
    } catch (cause) {
      this.logger.error(`${name}: its failure could not be recorded: ${(cause as Error).message}`);
    }
  }

  /** Upserts the sweeps that are declared and removes those that no longer are. */
  private async schedule(): Promise<void> {
    const { registry } = this.queues;
    for (const job of registry.sweepJobs) {
      const repeat = typeof job.every === 'number' ? { every: job.every } : { pattern: job.every, tz: 'Asia/Shanghai' };
      const opts = job.attempts === undefined ? {} : { attempts: job.attempts };
      await this.queues.queue(job.queue).upsertJobScheduler(job.name, repeat, { name: job.name, data: {}, opts });
    }
    for (const name of registry.queues)
      for (const { key } of await this.queues.queue(name).getJobSchedulers())
        if (!registry.sweepJobs.some((job) => job.name === key && job.queue === name))
          await this.queues.queue(name).removeJobScheduler(key);
  }
}
