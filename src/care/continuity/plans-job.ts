import { defineJob } from '../../kernel/queue/jobs/job.js';

/** Writes down which plans have lapsed. Whoever reads or acts before it runs is answered by the day all the same. */
export const lapsePlans = defineJob({ kind: 'sweep', name: 'lapse-plans', queue: 'sweeps', every: 60_000 });

/** Passes recipients who were taken over before the day on which what follows begins. */
export const passRecipientsOn = defineJob({ kind: 'sweep', name: 'pass-recipients', queue: 'sweeps', every: 60_000 });
