import type { Reader } from '../../../kernel/database/reader.js';
import type { KnownRecord } from './disclosure.rules.js';

/** A bid or a contract that evidence names, as it is on record. */
export interface CitedRecord extends KnownRecord {
  /** Of a bid that is none any more: the bid that stands in its place, `bid:id`; null: none does. */
  replacedBy: string | null;
  /** Of a bid in force, in fen, where it may be told. */
  price: string | null;
  /** Of a bid in force. */
  status: string | null;
}

/**
 * Bids on record, those that are none any more, with the one that stands in their place at the end of all corrections, and
 * contracts. Several facts of one bidder make one bid, which has the id of one of them; a bid that was opened here keeps its id
 * when it is said anew. A bid that is none any more is as public as the one that stands in its place, and its bidder's as it was
 * said, but where a correction gives it to another body: then it is nobody's.
 */
const READ = `
  WITH RECURSIVE said AS (
    SELECT f.id, f.id AS by FROM facts f
    WHERE f.id = ANY ($1::uuid[]) AND f.kind = 'bid' AND NOT EXISTS (SELECT FROM published_bids b WHERE b.id = f.id)
    UNION ALL
    SELECT s.id, k.id FROM said s JOIN facts k ON k.replaces = s.by
  ),
  bidders AS (
    SELECT s.id, s.by, n.subject_id AS tender, n.lot, coalesce(was.merged_into, was.id) AS was, coalesce(now.merged_into, now.id) AS now
    FROM said s JOIN facts f ON f.id = s.id JOIN facts n ON n.id = s.by
    LEFT JOIN organisations was ON was.id = (f.data #>> '{bidder,organisation}')::uuid
    LEFT JOIN organisations now ON now.id = (n.data #>> '{bidder,organisation}')::uuid
    WHERE NOT EXISTS (SELECT FROM facts later WHERE later.replaces = s.by)
  ),
  replaced AS (
    SELECT n.id, n.tender, CASE WHEN n.was = n.now THEN n.was END AS owner, b.id AS by, b.price
    FROM bidders n LEFT JOIN LATERAL (
      SELECT b.id, b.price FROM lots l JOIN published_bids b ON b.lot_id = l.id LEFT JOIN organisations o ON o.id = b.bidder_id
      WHERE l.tender_id = n.tender AND (b.id = n.by OR coalesce(o.merged_into, o.id) = n.now
        AND l.no = coalesce(n.lot, (SELECT max(x.no) FROM lots x WHERE x.tender_id = n.tender HAVING count(*) = 1)))
      ORDER BY b.id = n.by DESC LIMIT 1) b ON true
  )
  SELECT 'bid:' || b.id AS record, array_remove(ARRAY[coalesce(o.merged_into, o.id)], NULL) AS owners,
    b.price IS NOT NULL OR t.conducted <> 'here' AS published, NULL AS "replacedBy", b.price::text AS price, b.status
  FROM published_bids b LEFT JOIN lots l ON l.id = b.lot_id LEFT JOIN tenders t ON t.id = l.tender_id
  LEFT JOIN organisations o ON o.id = b.bidder_id
  WHERE b.id = ANY ($1::uuid[]) OR b.id IN (SELECT r.by FROM replaced r)
  UNION ALL
  SELECT 'bid:' || r.id, array_remove(ARRAY[r.owner], NULL), r.price IS NOT NULL OR t.conducted <> 'here', 'bid:' || r.by, NULL, NULL
  FROM replaced r JOIN tenders t ON t.id = r.tender
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
