import { defineJob } from '../../../kernel/queue/jobs/job.js';

/** Days passed: the first rank of reports that nobody confirmed in time is confirmed by the clock. */
export const confirmDeemed = defineJob({ kind: 'sweep', name: 'confirm-deemed', queue: 'sweeps', every: 60_000 });

/** A challenge that came in a year whose calendar was not known is in time or late once it is. */
export const dateChallenges = defineJob({ kind: 'sweep', name: 'date-challenges', queue: 'sweeps', every: 60_000 });
