import { shareCalls } from '../../kernel/database/batches/side-by-side.js';
import { parseYuan } from '../../kernel/money/money.js';
import { storeRecordedBids } from '../tenders/purchases/projection.js';
import type { TenderFactData } from '../tenders/recording/fact-types.js';
import { findPublishedWords } from '../tenders/recording/published-words.rules.js';

/** A recorded bid has the id of the fact that states it. */
storeRecordedBids.contribute(async (tx, tender, lots, bids) => {
  const rows = bids.map(({ fact, lot, data, published }) => ({
    id: fact,
    tender,
    lot: lots.get(lot),
    bidder: data.bidder?.organisation ?? null,
    first: data.finalPrice === undefined ? null : toFen(data.price),
    technical: data.technicalScore ?? null,
    prices: data.priceScore ?? null,
    receipt: data.receivedAt ?? null,
    ...toPublicColumns(data),
    as: findPublishedWords(toPublicColumns(data), published && toPublicColumns(published)),
  }));
  await putBids(tx, rows);
});

/** What everybody is shown of a bid that was published, by column. */
const toPublicColumns = (data: TenderFactData['bid']) => ({
  price: toFen(data.finalPrice ?? data.price),
  rank: data.rank ?? null,
  score: data.score ?? null,
  status: data.status ?? null,
  rejected_for: data.rejectedFor ?? null,
});

/** The bids of each tender whole: a bid that is none of them is gone, and one that says what it said is left alone. */
const putBids = shareCalls(async (tx, calls: readonly (readonly { id: string; tender: string }[])[]) => {
  const rows = calls.flat();
  await tx.runPreparedQuery(
    `WITH gone AS (DELETE FROM bid WHERE tender_id = ANY($2::uuid[]) AND NOT (id = ANY($3::uuid[])))
     INSERT INTO bid (id, tender_id, lot_id, bidder_id, price, first_price, rank, score, technical_score, price_score, status,
       rejected_for, receipt, published_as, bidder_version)
     SELECT g.id, g.tender, g.lot, g.bidder, g.price, g.first, g.rank, g.score, g.technical, g.prices, g.status, g.rejected_for, g.receipt, g."as", 1
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, tender uuid, lot uuid, bidder uuid, price bigint, first bigint, rank integer, score numeric,
       technical numeric, prices numeric, status text, rejected_for text, receipt text, "as" jsonb)
     WHERE NOT EXISTS (SELECT FROM bid b WHERE b.id = g.id AND (b.bidder_id, b.price, b.first_price, b.rank, b.score, b.technical_score,
         b.price_score, b.status, b.rejected_for, b.receipt, b.published_as) IS NOT DISTINCT FROM (g.bidder, g.price, g.first, g.rank, g.score,
         g.technical, g.prices, g.status, g.rejected_for, g.receipt, g."as"))
     ON CONFLICT (id) DO UPDATE SET bidder_id = EXCLUDED.bidder_id, price = EXCLUDED.price, rank = EXCLUDED.rank,
       score = EXCLUDED.score, status = EXCLUDED.status, rejected_for = EXCLUDED.rejected_for,
       first_price = EXCLUDED.first_price, technical_score = EXCLUDED.technical_score, price_score = EXCLUDED.price_score,
       receipt = EXCLUDED.receipt, published_as = EXCLUDED.published_as`,
    [JSON.stringify(rows), [...new Set(rows.map((bid) => bid.tender))], rows.map((bid) => bid.id)],
  );
  return calls.map(() => undefined);
});

function toFen(yuan: string | undefined): string | null {
  return yuan === undefined ? null : parseYuan(yuan).toString();
}
