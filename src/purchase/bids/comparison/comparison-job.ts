import { defineJob } from '../../../kernel/queue/jobs/job.js';

/**
 * SQL: the bid `b` was opened, and nobody has looked into its words yet, while those of the others are kept. It is asked each minute of
 * all bids, so that it reads two indexes alone, `bid_opened` and `bid_text_of_content`.
 */
const UNCOMPARED = `b.content IS NOT NULL AND b.envelope_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM bid_text x WHERE x.bid_id = b.id AND x.no = 0)
  AND NOT EXISTS (SELECT FROM lot_comparison c WHERE c.lot_id = b.lot_id AND c.words_deleted_at IS NOT NULL)`;

/**
 * Reads and compares the bids of a tender behind their opening: whatever a file does to its reader, the opening has been held.
 * It takes minutes where bids are long, so that it stands among the imports and no opening waits for it.
 */
export const compareBids = defineJob({
  kind: 'event',
  name: 'compare-bids',
  queue: 'imports',
  on: (event) => event.aggregate === 'tender' && event.action === 'opening_held',
  unfinished: { aggregate: 'tender', ids: `SELECT b.tender_id::text FROM bid b WHERE ${UNCOMPARED}` },
});

/** A bid that could not be read at the opening, and of which its bidder gave the copy, is compared as the others were. */
export const compareRestoredBid = defineJob({
  kind: 'event',
  name: 'compare-restored-bid',
  queue: 'imports',
  on: (event) => event.aggregate === 'bid' && event.action === 'restore',
  unfinished: { aggregate: 'bid', ids: `SELECT b.envelope_id::text FROM bid b WHERE ${UNCOMPARED}` },
});

/** Words of bids whose time is over. */
export const deleteBidWords = defineJob({ kind: 'sweep', name: 'delete-bid-words', queue: 'sweeps', every: 3_600_000 });
