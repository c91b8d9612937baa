import { loadConsentedSubcontracts } from '../../../../purchase/contracts/contributions/subcontracts.queries.js';
import type { NamedBody } from '../../handed-in-facts.js';
import type { Reader } from '../../loading/frame-types.js';

interface NamedRow {
  bid: string;
  bodies: NamedBody[];
}

/** What facts of the bid itself, of its award and of its contract say. One that says nothing of it has no row. */
const NAMED = `
  SELECT b.id AS bid, coalesce(jsonb_agg(DISTINCT jsonb_build_object('key', o.body_key, 'name', o.name))
      FILTER (WHERE o.id IS NOT NULL), '[]') AS bodies
  FROM published_bids b JOIN lots l ON l.id = b.lot_id
  JOIN facts_in_force f ON f.subject_type = 'tender' AND f.subject_id = l.tender_id AND jsonb_typeof(f.data -> 'subcontractors') = 'array'
    AND (f.id = b.id OR (f.kind IN ('award', 'contract') AND (f.lot IS NULL OR f.lot = l.no)
      AND (SELECT coalesce(r.merged_into, r.id) FROM organisations r WHERE r.id = (f.data #>> '{supplier,organisation}')::uuid) = b.bidder_id))
  LEFT JOIN LATERAL jsonb_array_elements(f.data -> 'subcontractors') s ON true
  LEFT JOIN organisations r ON r.id = (s ->> 'organisation')::uuid
  LEFT JOIN organisations o ON o.id = coalesce(r.merged_into, r.id)
  WHERE b.lot_id = ANY ($1::uuid[]) GROUP BY b.id ORDER BY b.id`;

/** Whom the bidders of lots name or take as subcontractors, by bid: as recorded, and as consented to under contracts here. */
export async function loadSubcontractors(
  reader: Reader,
  lots: readonly string[],
): Promise<ReadonlyMap<string, NamedBody[]>[]> {
  const recorded = await reader.query<NamedRow>(NAMED, [lots]);
  const consented = await loadConsentedSubcontracts(reader, lots);
  return [recorded, consented].map((rows) => new Map(rows.map(({ bid, bodies }) => [bid, bodies])));
}
