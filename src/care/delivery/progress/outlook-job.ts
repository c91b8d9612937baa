import { defineJob } from '../../../kernel/queue/jobs/job.js';

/** A day is over: what running contracts will have done at their end is told anew. */
export const lookAhead = defineJob({ kind: 'sweep', name: 'look-ahead', queue: 'sweeps', every: 300_000 });
