import { defineJob } from '../queue/jobs/job.js';

/** Makes deliveries of new events and sends those that are due. */
export const deliver = defineJob({ kind: 'sweep', name: 'deliver', queue: 'sweeps', every: 5_000 });
