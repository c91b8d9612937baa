import { defineJob } from '../../../kernel/queue/jobs/job.js';

/** Reads and compares the bids of a tender behind their opening: whatever a file does to its reader, the opening has been held. */
export const compareBids = defineJob({
  kind: 'event',
  name: 'compare-bids',
  queue: 'openings',
  on: (event) => event.aggregate === 'tender' && event.action === 'opening_held',
  unfinished: {
    aggregate: 'tender',
    ids: `SELECT DISTINCT b.tender_id::text FROM bid b
          WHERE b.content IS NOT NULL AND b.envelope_id IS NOT NULL AND NOT EXISTS (SELECT FROM bid_text x WHERE x.bid_id = b.id AND x.no = 0)`,
  },
});
