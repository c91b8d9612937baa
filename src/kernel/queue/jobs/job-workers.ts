import { Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { PoolReader } from '../../database/reader.js';
import type { Transactions } from '../../database/transactions.js';
import { WriteCheck } from '../../health/write-check.js';
import type { StoredJob, StoredWorker } from '../backends/backend.js';
import type { JobQueues } from './job-queues.js';
import { isTogether, type EventJob, type EventRef, type SubjectJob, type SubjectRef, type TogetherJob } from './job.js';
import { WORKER_POLICY, type WorkerPolicy } from '../queue-policy.js';
import { isUnfinished, recordSuccess, recordFailure } from '../failure-ledger.js';
import { isStoreOutage } from '../outage.js';
import { followJob } from '../job-trail.js';
import { SET_APART } from '../subject-ledger.js';
import { runSubject, runTogether } from '../subject-runner.js';

const DRAIN_MS = 20_000;
/** How long workers without a job may take to say goodbye to their store. */
const IDLE_MS = 3_000;
const LOOK_MS = 50;
/** Pause before the first look for a store that is away; twice as long before what broke off again although both stores write. */
const OUTAGE_LOOK_MS = 500;
const MOST_DOUBLINGS = 6;
/**
 * Outages that one attempt outlasts. A store that stays away is one, however long; work that takes the store down with it, or
 * alone finds no room in it, fails in the end.
 */
const MOST_OUTAGES = 10;

/** Runs the handlers: one worker per queue. */
export class JobWorkers {
  private readonly logger = new Logger('Worker');
  private workers: StoredWorker[] = [];
  private running = 0;
  /** Jobs whose failure stands in the database. */
  private readonly recorded = new WeakSet<StoredJob>();
  private readonly writing: WriteCheck;

  constructor(
    private readonly queues: JobQueues,
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
    private readonly policy: WorkerPolicy = WORKER_POLICY,
  ) {
    this.writing = new WriteCheck(new PoolReader(dataSource).pool);
  }

  /** Refuses to start while a declared job has no handler. */
  async start(): Promise<void> {
    const { registry, backend } = this.queues;
    registry.assertComplete();
    this.workers = registry.queues.map((name) =>
      backend.worker(name, (job) => this.attempt(name, job), this.policy, {
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
    const end = performance.now() + graceMs;
    for (let idleSince = performance.now(); performance.now() < end && !signal.aborted; await pause(LOOK_MS)) {
      if (this.running > 0) idleSince = performance.now();
      if (performance.now() - idleSince > IDLE_MS) return;
    }
  }

  /** One attempt. What fails for good is recorded before the store is told. */
  private async attempt(queue: string, stored: StoredJob): Promise<void> {
    this.running++;
    try {
      await this.insist(`${queue}/${stored.name}`, () => this.process(stored), MOST_OUTAGES);
    } catch (error) {
      if (stored.attemptsMade + 1 >= (stored.opts.attempts ?? 1)) await this.recordFailure(queue, stored, error);
      throw error;
    } finally {
      this.running--;
    }
  }

  /** An outage of a store says nothing of the work: it waits for its end and begins again. */
  private async insist<T>(name: string, work: () => Promise<T>, most = Infinity): Promise<T> {
    for (let outages = 0; ; outages++)
      try {
        return await work();
      } catch (error) {
        if (outages >= most || !isStoreOutage(error)) throw error;
        await this.outlast(name, error as Error, OUTAGE_LOOK_MS * 2 ** Math.min(outages, MOST_DOUBLINGS));
      }
  }

  /** A full store keeps no failure off the list: the job is not given back before its row is there. */
  private async recordFailure(queue: string, stored: StoredJob, error: unknown): Promise<void> {
    this.recorded.add(stored);
    const { attemptsMade } = stored;
    const record = () => recordFailure(this.dataSource, queue, stored, attemptsMade + 1, error as Error);
    await this.insist(`the failure of ${queue}/${stored.name}`, record).catch((cause: Error) => {
      this.recorded.delete(stored);
      this.logger.error(`${queue}/${stored.name}: its failure could not be recorded yet: ${cause.message}`);
    });
  }

  /**
   * Waits until both stores take what is written. In a process that is about to end the work is left as it is: nothing of it is
   * committed, and the store gives it to another worker when its lock runs out.
   */
  private async outlast(name: string, error: Error, pauseMs: number): Promise<void> {
    this.logger.warn(`${name} waits for a store: ${error.message}`);
    for (const end = performance.now() + pauseMs; ;) {
      await pause(OUTAGE_LOOK_MS, undefined, { ref: false });
      if (this.workers.length === 0) {
        this.running--;
        return new Promise(() => undefined);
      }
      if (performance.now() < end) continue;
      const isBack = await Promise.all([this.writing.check(), this.queues.backend.tryWriting()]).then(
        () => true,
        () => false,
      );
      if (isBack) return;
    }
  }

  private async process(stored: StoredJob): Promise<void> {
    const { registry } = this.queues;
    const job = registry.job(stored.name);
    switch (job?.kind) {
      case 'subject':
        return this.processSubjects(job, stored);
      case 'event':
        await this.processEvent(job, stored.data as EventRef);
        return recordSuccess(this.dataSource, job, stored.data);
      case 'sweep':
        await registry.getHandler(job)();
        return recordSuccess(this.dataSource, job, stored.data);
      case undefined:
        throw new Error(`Job ${stored.name} is not known to this version`);
    }
  }

  private processEvent(job: EventJob, event: EventRef): Promise<void> {
    const origin = { request: event.request ?? null, trace: event.trace ?? null };
    const handler = this.queues.registry.getHandler(job);
    return followJob(job.name, [`${event.aggregate}:${event.id}`], [origin], () => handler(event));
  }

  private processSubjects(job: SubjectJob, { data }: StoredJob): Promise<void> {
    const { registry } = this.queues;
    if (!isTogether(job))
      return runSubject(this.transactions, job, registry.getHandler(job), (data as SubjectRef).subject);
    const handler = registry.getHandler(job);
    return 'lane' in data
      ? this.processLane(job, data.lane).then(() => recordSuccess(this.dataSource, job, data))
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

  /** Called after every failed attempt; only the last one ends the job. One that its worker was lost to is recorded here. */
  private async logFailure(queue: string, stored: StoredJob | undefined, error: Error): Promise<void> {
    const name = `${queue}/${stored?.name ?? '?'} ${stored?.id ?? '?'}`;
    if (stored?.finishedOn === undefined)
      return this.logger.warn(`${name} failed, will be tried again: ${error.message}`);
    this.logger.error(`${name} failed for good: ${error.message}`);
    if (this.recorded.has(stored)) return;
    this.running++;
    try {
      await this.insist(`the failure of ${name}`, async () => {
        const job = this.queues.registry.job(stored.name);
        if (job?.kind === 'event' && !(await isUnfinished(this.dataSource, job, (stored.data as EventRef).id))) return;
        await recordFailure(this.dataSource, queue, stored, stored.attemptsMade, error);
      });
    } catch (cause) {
      this.logger.error(`${name}: its failure could not be recorded: ${(cause as Error).message}`);
    } finally {
      this.running--;
    }
  }
}
