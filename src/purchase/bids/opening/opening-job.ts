import { defineJob } from '../../../kernel/queue/jobs/job.js';

/** Opens the bids of a tender, where two persons have ordered it. */
export const openBids = defineJob({
  kind: 'event',
  name: 'open-bids',
  queue: 'openings',
  on: (event) => event.aggregate === 'tender' && event.action === 'open_bids',
  unfinished: { aggregate: 'tender', ids: `SELECT tender_id::text FROM opening WHERE state = 'ordered'` },
});
