import type { Tx } from '../../../kernel/database/transactions.js';
import type { Declarant } from '../../bids/declarations/declaration.rules.js';
import { exceedsUnitPrices } from '../../tenders/conducted/terms/prices/offered-price.rules.js';
import type { OfferedUnitPrice } from '../../tenders/conducted/terms/price-types.js';
import type { TenderTerms } from '../../tenders/conducted/terms/terms-types.js';

/** A bid that has been opened and not rejected. Its price is in fen, and null where it could not be read. */
export interface StandingBid {
  id: string;
  /** What its bidder knows it by, and its audit rows: the id of its envelope. */
  root: string;
  bidder_id: string;
  price: bigint | null;
  /** `unreadable`: its ciphertext was altered; `valid`: it passed the check of conformity. */
  state: 'opened' | 'unreadable' | 'valid';
  qualified: boolean;
  /** A unit of it is asked more for than the documents allow. */
  unitAbove: boolean;
  /** The size that it declared, and what its credit code says of it. */
  declarant: Declarant;
}
type StandingRow = Omit<StandingBid, 'price' | 'unitAbove'> & {
  price: string | null;
  unit_prices: OfferedUnitPrice[] | null;
  fixed_part: string | null;
};

/** Bids that stand in a lot, held against the unit prices that its documents announce. */
export async function loadStandingBids(tx: Tx, lot: string, announced: TenderTerms['price']): Promise<StandingBid[]> {
  const rows = await tx.query<StandingRow>(
    `SELECT d.id, coalesce(d.envelope_id, d.id) AS root, d.bidder_id, d.price::text, d.state,
       d.content -> 'unitPrices' AS unit_prices, d.content ->> 'fixedPart' AS fixed_part,
       jsonb_build_object('declaration', d.content -> 'declaration', 'creditCode', o.credit_code) AS declarant,
       EXISTS (SELECT FROM bid_check c WHERE c.bid_id = d.id AND c.stage = 'qualification' AND c.passed) AS qualified
     FROM bid d LEFT JOIN organisation o ON o.id = d.bidder_id
     WHERE d.lot_id = $1 AND d.state IN ('opened', 'unreadable', 'valid') ORDER BY d.id`,
    [lot],
  );
  return rows.map(({ unit_prices: unitPrices, fixed_part: fixedPart, ...bid }) => ({
    ...bid,
    price: bid.price === null ? null : BigInt(bid.price),
    unitAbove: exceedsUnitPrices(announced, {
      price: bid.price,
      ...(unitPrices && { unitPrices }),
      ...(fixedPart && { fixedPart }),
    }),
  }));
}
