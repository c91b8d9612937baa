import { defineJob } from '../../../kernel/queue/jobs/job.js';

/** Ends halts whose last day is over, and those for danger that nobody else confirmed. An action that comes before it does the same. */
export const endHalts = defineJob({ kind: 'sweep', name: 'end-halts', queue: 'sweeps', every: 60_000 });
