import type { Reader } from '../../../kernel/database/reader.js';
import type { KnownRecord } from './disclosure.rules.js';

/** A bid or a contract that evidence names, as it is on record. */
export interface CitedRecord extends KnownRecord {
  /** Of a bid whose fact was replaced: the bid that stands in its place, `bid:id`. */
  replacedBy: string | null;
  /** Of a bid in force, in fen, where it may be told. */
  price: string | null;
  /** Of a bid in force. */
  status: string | null;
}

/**
 * Bids in force, bids whose facts were replaced, with those that stand in their place at the end of all corrections, and
 * contracts. A bid that was replaced is its bidder's as it was said, and as public as what stands in its place.
 */
const READ = `
  WITH RECURSIVE replaced AS (
    SELECT k.replaces AS id, k.id AS by FROM facts k WHERE k.replaces = ANY ($1::uuid[])
    UNION ALL
    SELECT r.id, k.id FROM replaced r JOIN facts k ON k.replaces = r.by
  ),
  newest AS (SELECT r.id, r.by FROM replaced r WHERE NOT EXISTS (SELECT FROM facts later WHERE later.replaces = r.by))
  SELECT 'bid:' || b.id AS record, array_remove(ARRAY[b.bidder_id], NULL) AS owners,
    b.price IS NOT NULL OR t.conducted <> 'here' AS published, NULL AS "replacedBy", b.price::text AS price, b.status
  FROM published_bids b LEFT JOIN lots l ON l.id = b.lot_id LEFT JOIN tenders t ON t.id = l.tender_id
  WHERE b.id = ANY ($1::uuid[]) OR b.id IN (SELECT n.by FROM newest n)
  UNION ALL
  SELECT 'bid:' || f.id, array_remove(ARRAY[coalesce(o.merged_into, o.id)], NULL),
    b.price IS NOT NULL OR t.conducted <> 'here', 'bid:' || n.by, NULL, NULL
  FROM newest n JOIN facts f ON f.id = n.id AND f.kind = 'bid' JOIN tenders t ON t.id = f.subject_id
  LEFT JOIN organisations o ON o.id = (f.data #>> '{bidder,organisation}')::uuid LEFT JOIN published_bids b ON b.id = n.by
  UNION ALL
  SELECT 'contract:' || c.id, array_remove(ARRAY[c.buyer_id, c.supplier_id], NULL), c.published OR c.conducted <> 'here', NULL, NULL, NULL
  FROM contracts c WHERE c.id = ANY ($1::uuid[])`;

/** Of some records, `type:id`, those that are bids or contracts, and what replaced them; by `type:id`. */
export async function loadCitedRecords(reader: Reader, cited: readonly string[]): Promise<Map<string, CitedRecord>> {
  const ids = cited.flatMap((record) => /^(?:bid|contract):([0-9a-f-]{36})$/.exec(record)?.[1] ?? []);
  if (ids.length === 0) return new Map();
  const found = await reader.query<(CitedRecord & { record: string })[]>(READ, [[...new Set(ids)]]);
  return new Map(found.map(({ record, ...known }) => [record, known]));
}
