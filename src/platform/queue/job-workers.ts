import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Transactions } from '../database/transactions.js';
import type { StoredJob, StoredWorker } from './backend.js';
import type { JobQueues } from './job-queues.js';
import type { EventRef, SubjectRef } from './job.js';
import { WORKER_POLICY, type WorkerPolicy } from './queue.policy.js';
import { FAIL_SUBJECT } from './subject-ledger.js';
import { runSubject } from './subject-runner.js';

const DRAIN_MS = 20_000;

/** Runs the handlers: one worker per queue. */
export class JobWorkers {
  private readonly logger = new Logger('Worker');
  private workers: StoredWorker[] = [];

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
      backend.worker(name, (job) => this.process(job), this.policy, {
        failed: (job, error) => void this.failed(name, job, error),
        error: (error) => this.logger.error(`${name}: ${error.message}`),
      }),
    );
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
  }

  /** Lets running jobs end; those that take too long are given back when their lock runs out. */
  async stop(graceMs = DRAIN_MS): Promise<void> {
    const workers = this.workers;
    this.workers = [];
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, graceMs, 'late')));
    const closed = Promise.all(workers.map((worker) => worker.close())).then(() => 'closed' as const);
    if ((await Promise.race([closed, late])) === 'late')
      this.logger.warn(`jobs still running after ${graceMs} ms; they go back to the queue`);
    clearTimeout(timer);
  }

  private async process(stored: StoredJob): Promise<void> {
    const { registry } = this.queues;
    const job = registry.job(stored.name);
    switch (job?.kind) {
      case 'subject':
        return runSubject(this.transactions, job, registry.handlerOf(job), (stored.data as SubjectRef).subject);
      case 'event':
        return registry.handlerOf(job)(stored.data as EventRef);
      case 'sweep':
        return registry.handlerOf(job)();
      case undefined:
        throw new Error(`Job ${stored.name} is not known to this version`);
    }
  }

  /** Called after every failed attempt; only the last one ends the job. */
  private async failed(queue: string, stored: StoredJob | undefined, error: Error): Promise<void> {
    const name = `${queue}/${stored?.name ?? '?'} ${stored?.id ?? '?'}`;
    if (stored?.finishedOn === undefined)
      return this.logger.warn(`${name} failed, will be tried again: ${error.message}`);
    this.logger.error(`${name} failed for good: ${error.message}`);
    if (this.queues.registry.job(stored.name)?.kind !== 'subject') return;
    try {
      await this.dataSource.query(FAIL_SUBJECT, [stored.name, (stored.data as SubjectRef).subject]);
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
