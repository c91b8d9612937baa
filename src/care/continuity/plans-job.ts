import { defineJob } from '../../kernel/queue/jobs/job.js';

/** Writes down which plans have lapsed. Whoever reads or acts before it runs is answered by the day all the same. */
export const lapsePlans = defineJob({ kind: 'sweep', name: 'lapse-plans', queue: 'sweeps', every: 60_000 });
