import { defineJob } from '../../../../kernel/queue/jobs/job.js';

/** Opens the final offers of every lot whose deadline for them has passed. Runs beside the opening of bids: it needs its key. */
export const closeFinalOffers = defineJob({
  kind: 'sweep',
  name: 'close-final-offers',
  queue: 'openings',
  every: 30_000,
});
