import type { Reader } from '../../../kernel/database/reader.js';
import { DISPUTABLE_DAYS, isDisputedSql, movedLatelySql } from '../comparison/kept-words.queries.js';

/** An opening key without whose private half bids stay sealed. */
interface NeededOpeningKey {
  /** Name of the key. */
  key: string;
  /** Purchases whose bids or final offers may still be sealed under it. */
  purchases: number;
}

/**
 * The opening keys that are still needed: those of purchases with a lot that is not opened, or of whose talks final offers may
 * still come. A lot that failed in its talks has them anew where its failure is annulled (Order 94 article 32), which may be
 * for as long as somebody disputes it, or can.
 */
export function listNeededOpeningKeys(reader: Reader): Promise<NeededOpeningKey[]> {
  return reader.query<NeededOpeningKey[]>(
    `SELECT k.wrapped_by AS key, count(DISTINCT k.tender_id)::int AS purchases
     FROM tender_key k JOIN tender t ON t.id = k.tender_id JOIN lot l ON l.tender_id = t.id
     WHERE l.state IN ('open', 'closed', 'in_consultation', 'final_offers_requested', 'final_offers_in', 'suspended')
       OR t.method <> 'OPEN_TENDER' AND (l.state = 'opened' OR l.state = 'failed' AND l.ended_from IN ('opened', 'in_consultation')
         AND (${isDisputedSql()} OR ${movedLatelySql('$1')}))
     GROUP BY k.wrapped_by ORDER BY k.wrapped_by`,
    [DISPUTABLE_DAYS],
  );
}
