import { defineJob } from '../../../kernel/queue/jobs/job.js';

/** Keeps the coverage of lines that changed, or that have a day more. Whoever reads before it runs computes what is missing. */
export const keepCoverage = defineJob({ kind: 'sweep', name: 'keep-coverage', queue: 'sweeps', every: 30_000 });
