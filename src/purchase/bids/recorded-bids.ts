import { parseYuan } from '../../kernel/money/money.js';
import { storeRecordedBids } from '../tenders/purchases/projection.js';

/** A recorded bid has the id of the fact that states it. */
storeRecordedBids.contribute(async (tx, tender, lots, bids) => {
  const rows = bids.map(({ fact, lot, data }) => ({
    id: fact,
    lot: lots.get(lot),
    bidder: data.bidder?.organisation ?? null,
    price: data.price === undefined ? null : parseYuan(data.price).toString(),
    rank: data.rank ?? null,
    score: data.score ?? null,
    status: data.status ?? null,
    rejected: data.rejectedFor ?? null,
  }));
  await tx.runPreparedQuery(
    `WITH gone AS (DELETE FROM bid WHERE tender_id = $1 AND NOT (id = ANY($3::uuid[])))
     INSERT INTO bid (id, tender_id, lot_id, bidder_id, price, rank, score, status, rejected_for)
     SELECT g.id, $1, g.lot, g.bidder, g.price, g.rank, g.score, g.status, g.rejected FROM jsonb_to_recordset($2::jsonb)
       AS g(id uuid, lot uuid, bidder uuid, price bigint, rank integer, score numeric, status text, rejected text)
     ON CONFLICT (id) DO UPDATE SET bidder_id = EXCLUDED.bidder_id, price = EXCLUDED.price, rank = EXCLUDED.rank,
       score = EXCLUDED.score, status = EXCLUDED.status, rejected_for = EXCLUDED.rejected_for`,
    [tender, JSON.stringify(rows), rows.map((bid) => bid.id)],
  );
});
