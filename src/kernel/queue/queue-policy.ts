import type { DefaultJobOptions, WorkerOptions } from 'bullmq';

/** What every job gets. Set on purpose, none by the library's default. */
export const JOB_OPTIONS = {
  attempts: 5,
  /** About 1, 2, 4, 8 s, spread so that jobs that failed together do not come back together. */
  backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
  /** Long enough that an event enqueued twice around a crash meets its own finished job. */
  removeOnComplete: { age: 600 },
  /** The database keeps what failed; the store keeps it a day for whoever looks there. */
  removeOnFail: { age: 86_400 },
  stackTraceLimit: 3,
} as const satisfies DefaultJobOptions;

/** Subject jobs leave nothing behind: their ledger says what is done. */
export const SUBJECT_JOB_OPTIONS = { removeOnComplete: true } as const satisfies DefaultJobOptions;

/** How a worker holds its jobs. */
export interface WorkerPolicy {
  /** A job's lock; renewed at half of it while the process lives. */
  lockDuration: number;
  /** How often abandoned jobs are looked for: one is back in the queue after lockDuration plus at most twice this. */
  stalledInterval: number;
  /** A killed worker is not the job's fault, so more than once; not for ever, so that a job that kills is kept as failed. */
  maxStalledCount: number;
  concurrency: number;
}

export const WORKER_POLICY: WorkerPolicy = {
  lockDuration: 30_000,
  stalledInterval: 10_000,
  maxStalledCount: 5,
  concurrency: 4,
};

/** Seconds an idle Redis worker blocks in one wait; PostgreSQL workers are woken by NOTIFY. */
export const WORKER_WAIT = { drainDelay: 5, runRetryDelay: 2_000 } as const satisfies Partial<WorkerOptions>;
