import { defineJob } from '../../../kernel/queue/jobs/job.js';

/** Writes down which days have passed. Whoever reads or acts before it runs is answered by the day all the same. */
export const missMilestones = defineJob({ kind: 'sweep', name: 'miss-milestones', queue: 'sweeps', every: 60_000 });
