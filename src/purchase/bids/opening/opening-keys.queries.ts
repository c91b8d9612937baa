import type { Reader } from '../../../kernel/database/reader.js';

/** An opening key without whose private half bids stay sealed. */
interface NeededOpeningKey {
  /** Name of the key. */
  key: string;
  /** Purchases whose bids or final offers may still be sealed under it. */
  purchases: number;
}

/** The opening keys that are still needed: those of purchases with a lot that is not opened, or that awaits final offers. */
export function listNeededOpeningKeys(reader: Reader): Promise<NeededOpeningKey[]> {
  return reader.query<NeededOpeningKey[]>(
    `SELECT k.wrapped_by AS key, count(DISTINCT k.tender_id)::int AS purchases
     FROM tender_key k JOIN lot l ON l.tender_id = k.tender_id
     WHERE l.state IN ('open', 'closed', 'in_consultation', 'final_offers_requested', 'final_offers_in', 'suspended')
     GROUP BY k.wrapped_by ORDER BY k.wrapped_by`,
  );
}
