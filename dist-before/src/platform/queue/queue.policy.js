/** What every job gets. Set on purpose, none by the library's default. */
export const JOB_OPTIONS = {
    attempts: 5,
    /** About 1, 2, 4, 8 s, spread so that jobs that failed together do not come back together. */
    backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
    /** Long enough that an event enqueued twice around a crash meets its own finished job. */
    removeOnComplete: { age: 600 },
    /** Failures stay until somebody retries them. */
    removeOnFail: false,
    stackTraceLimit: 3,
};
/** Subject jobs leave nothing behind: their ledger says what is done. */
export const SUBJECT_JOB_OPTIONS = { removeOnComplete: true };
export const WORKER_POLICY = {
    lockDuration: 30_000,
    stalledInterval: 10_000,
    maxStalledCount: 5,
    concurrency: 4,
};
/** Seconds an idle Redis worker blocks in one wait; PostgreSQL workers are woken by NOTIFY. */
export const WORKER_WAIT = { drainDelay: 5, runRetryDelay: 2_000 };
//# sourceMappingURL=queue.policy.js.map