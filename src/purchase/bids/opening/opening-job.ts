import { defineJob } from '../../../kernel/queue/jobs/job.js';

/** Opens the bids of a tender, where two persons have ordered it. */
export const openBids = defineJob({
  kind: 'event',
  name: 'open-bids',
  queue: 'openings',
  on: (event) => event.aggregate === 'tender' && event.action === 'open_bids',
  unfinished: { aggregate: 'tender', ids: `SELECT tender_id::text FROM opening WHERE state = 'ordered'` },
});

/** Tries openings again that were stopped, because what the database said was not what was signed. */
export const retryStoppedOpenings = defineJob({
  kind: 'sweep',
  name: 'retry-stopped-openings',
  queue: 'openings',
  every: 60_000,
});

/** Says which envelopes were written, as an anchor covers it soon after. */
export const registerEnvelopes = defineJob({
  kind: 'sweep',
  name: 'register-envelopes',
  queue: 'openings',
  every: 300_000,
});
