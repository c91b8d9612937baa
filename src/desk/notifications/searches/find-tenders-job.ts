import { defineJob } from '../../../kernel/queue/jobs/job.js';

/** Holds what was published against saved searches, and tells their holders. */
export const findTenders = defineJob({ kind: 'sweep', name: 'find-tenders', queue: 'sweeps', every: 60_000 });
