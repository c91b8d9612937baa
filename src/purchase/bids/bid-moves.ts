import type { RowOf } from '../../kernel/database/row-types.js';
import { updateRow } from '../../kernel/database/rows.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Bid } from './bid.entity.js';
import type { BidResultDto } from './bid.dto.js';
import type { BidState } from './bid.lifecycle.js';

/** A bid that changed its state. Its life before the opening is told under the id of its envelope, `root`. */
export interface MovedBid {
  id: string;
  root: string;
  bidder: string | null;
  from: string | null;
  to: string | null;
}

/** Writes one state into many bids. */
export const setBidStates = (tx: Tx, to: BidState, ids: readonly string[]): Promise<MovedBid[]> =>
  tx.query<MovedBid>(
    `UPDATE bid b SET state = $1, version = b.version + 1 FROM bid d WHERE d.id = b.id AND d.id = ANY ($2::uuid[])
     RETURNING b.id, coalesce(b.envelope_id, b.id) AS root, b.bidder_id AS bidder, d.state AS from, b.state AS to`,
    [to, ids],
  );

/** Counts the version of a bid up and changes what is given of it. */
export const updateBid = (
  tx: Tx,
  id: string,
  changes: Partial<Pick<RowOf<Bid>, 'state' | 'price'>> = {},
): Promise<boolean> => updateRow(tx, Bid, { id }, changes, { newVersion: true });

/**
 * Bids of a lot that are looked at again: those of which the condition `which` on a bid `d` holds. What could not be read
 * when it was opened cannot be read now. Only whoever was told how the bid fared (`wasTold`, a condition as well) learns that.
 */
export const reconsiderBids = (
  tx: Tx,
  lot: string,
  to: 'opened' | 'valid',
  which: string,
  wasTold: string,
): Promise<MovedBid[]> =>
  tx.query<MovedBid>(
    `UPDATE bid b SET version = b.version + 1, told = NULL,
       bidder_version = CASE WHEN d.told IS NOT NULL OR ${wasTold} THEN b.version + 1 ELSE b.bidder_version END,
       state = CASE WHEN $2 = 'opened' AND d.envelope_id IS NOT NULL AND d.content IS NULL THEN 'unreadable' ELSE $2 END
     FROM bid d WHERE d.id = b.id AND d.lot_id = $1 AND ${which}
     RETURNING b.id, coalesce(b.envelope_id, b.id) AS root, b.bidder_id AS bidder, d.state AS from, b.state AS to`,
    [lot, to],
  );

/** The final price is the price of the bid from now on: scores, low prices, award and contract go by it. */
export const setFinalPrices = (tx: Tx, prices: readonly { bid: string; price: string | null }[]): Promise<unknown> =>
  tx.query(
    `UPDATE bid SET price = g.price, version = version + 1
     FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, price bigint) WHERE bid.id = g.bid`,
    [JSON.stringify(prices)],
  );

/** In a consultation the price of a bid is that of its final offer: where talks begin anew there is none. */
export const forgetFinalPrices = (tx: Tx, lot: string): Promise<unknown> =>
  tx.query(
    `UPDATE bid SET price = NULL FROM tender t
     WHERE t.id = bid.tender_id AND t.method = 'COMPETITIVE_CONSULTATION' AND bid.lot_id = $1`,
    [lot],
  );

/** Each bidder learns its own rank and score, or why it was rejected, and nobody's else (Order 87 article 69). */
export const tellBidders = (
  tx: Tx,
  lot: string,
  results: readonly { bid: string; told: BidResultDto }[],
): Promise<unknown> =>
  tx.query(
    `UPDATE bid SET told = g.told FROM jsonb_to_recordset($2::jsonb) AS g(bid uuid, told jsonb)
     WHERE bid.id = g.bid AND bid.lot_id = $1`,
    [lot, JSON.stringify(results)],
  );

/** What bidders were told of a report stands no more, except a rejection: it stands unless its bid is looked at again. */
export const untellBidders = (tx: Tx, lot: string): Promise<unknown> =>
  tx.query(
    `UPDATE bid SET told = NULL, version = version + 1, bidder_version = version + 1
     WHERE lot_id = $1 AND told IS NOT NULL AND state <> 'rejected'`,
    [lot],
  );

/** An opening that no lot waits for any more is not held. */
export const withdrawIdleOpening = (tx: Tx, tender: string): Promise<unknown> =>
  tx.query(
    `UPDATE opening SET state = 'withdrawn' WHERE tender_id = $1 AND state IN ('requested', 'ordered')
       AND NOT EXISTS (SELECT FROM lot WHERE tender_id = $1 AND state = 'open')`,
    [tender],
  );
