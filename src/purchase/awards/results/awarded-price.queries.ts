import type { Reader } from '../../../kernel/database/reader.js';
import type { BidContent } from '../../bids/bid-content.rules.js';
import { lotTermsSql } from '../../tenders/conducted/terms/lot-terms.queries.js';
import { deriveAwardedPrice } from '../../tenders/conducted/terms/prices/offered-price.rules.js';
import type { PriceTerm } from '../../tenders/conducted/terms/price-types.js';

/** SQL: what was offered by the bid `d` for the lot `l` (aliases): of a consultation the final offer. */
export const offerSql = (bid: string, lot: string): string => `
  coalesce((SELECT f.content FROM final_offer f WHERE f.bid_id = ${bid}.id AND f.round = ${lot}.consultation), ${bid}.content)`;

/** SQL: yuan of the fixed part of what was awarded by `award` for the lot `lot` (aliases); null: of no mixed price. */
export const fixedPartSql = (award: string, lot: string): string =>
  `(SELECT ${offerSql('d', lot)} ->> 'fixedPart' FROM bid d WHERE d.id = ${award}.bid_id)`;

/** How the contract of a bid would be priced; null: by one sum. */
export async function loadAwardedPrice(reader: Pick<Reader, 'query'>, bid: string): Promise<PriceTerm | null> {
  const rows: { announced: PriceTerm | null; offer: BidContent | null }[] = await reader.query(
    `SELECT ${lotTermsSql('t', 'l')} -> 'price' AS announced, ${offerSql('d', 'l')} AS offer
     FROM bid d JOIN lot l ON l.id = d.lot_id JOIN tender t ON t.id = d.tender_id WHERE d.id = $1`,
    [bid],
  );
  const { announced = null, offer = null } = rows[0] ?? {};
  return offer && deriveAwardedPrice(announced, offer);
}
