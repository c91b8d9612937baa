import { mergeParts } from '../../../people/organisations/merges/merge-parts.js';
import type { MergeUse } from '../../../people/organisations/merges/merge-uses.js';

/**
 * Whoever takes part in a purchase or a contract that is conducted here is one record for good; what was recorded follows by itself, and who serves
 * during a halt is shown by the record in which that body goes on.
 */
mergeParts.contribute({
  fields: [
    'award.supplier_id',
    'bid.bidder_id',
    'challenge.agent_id',
    'challenge.buyer_id',
    'challenge.challenger_id',
    'challenge.recorder_id',
    'clarification.organisation_id',
    'complaint.agent_id',
    'complaint.authority_id',
    'complaint.buyer_id',
    'complaint.complainant_id',
    'complaint_notice.organisation_id',
    'contract.buyer_id',
    'contract.supplier_id',
    'contract_halt.served_by',
    'document_request.organisation_id',
    'envelope_check.bidder_id',
    'expert.organisation_id',
    'tender.agent_id',
    'tender.buyer_id',
  ],
  async findUses(tx, record) {
    const [row] = await tx.query<{ uses: MergeUse[] }>(
      `SELECT array_remove(ARRAY[
         CASE WHEN EXISTS (SELECT FROM tender WHERE conducted = 'here' AND (buyer_id = $1 OR agent_id = $1 OR terms -> 'jointBuyers' ? $1::text OR terms ->> 'complaintAuthority' = $1::text)) THEN 'purchases_here' END,
         CASE WHEN EXISTS (SELECT FROM clarification WHERE organisation_id = $1) OR EXISTS (SELECT FROM document_request WHERE organisation_id = $1) THEN 'questions' END,
         CASE WHEN EXISTS (SELECT FROM bid b JOIN tender t ON t.id = b.tender_id WHERE b.bidder_id = $1 AND t.conducted = 'here')
           OR EXISTS (SELECT FROM award a JOIN tender t ON t.id = a.tender_id WHERE a.supplier_id = $1 AND t.conducted = 'here')
           OR EXISTS (SELECT FROM envelope_check WHERE bidder_id = $1) THEN 'bids_here' END,
         CASE WHEN EXISTS (SELECT FROM expert WHERE organisation_id = $1 OR $1 = ANY (ties)) THEN 'experts' END,
         CASE WHEN EXISTS (SELECT FROM challenge WHERE $1 IN (buyer_id, agent_id, challenger_id, recorder_id))
           OR EXISTS (SELECT FROM complaint WHERE $1 IN (buyer_id, agent_id, complainant_id, authority_id))
           OR EXISTS (SELECT FROM complaint_notice WHERE organisation_id = $1) THEN 'remedies' END,
         CASE WHEN EXISTS (SELECT FROM contract WHERE conducted = 'here' AND $1 IN (buyer_id, supplier_id)) THEN 'contracts_here' END], NULL) AS uses`,
      [record],
    );
    return row?.uses ?? [];
  },
  async findDependents(tx, merge) {
    const rows = await tx.query<{ id: string }>(
      `SELECT c.id FROM organisation_merge_reference r JOIN contract c ON r.root_type = 'tender' AND c.tender_id = r.root_id::uuid
       WHERE r.merge_id = $1 AND r.moved AND c.conducted = 'here' AND c.state <> 'void'
       UNION SELECT t.id FROM organisation_merge_reference r JOIN tender t ON r.root_type = 'programme' AND t.programme_id = r.root_id::uuid
       WHERE r.merge_id = $1 AND r.moved AND t.conducted = 'here' ORDER BY 1 LIMIT 20`,
      [merge],
    );
    return rows.map(({ id }) => id);
  },
  async findMeetings(tx, one, other) {
    const rows = await tx.query<{ id: string }>(
      `WITH side AS (SELECT unnest($1::uuid[]) AS record, 1 AS body UNION ALL SELECT unnest($2::uuid[]), 2),
       named AS (
         SELECT b.tender_id, b.lot_id, 'bids' AS part, s.body FROM side s JOIN bid b ON b.bidder_id = s.record
         UNION SELECT t.id, l.id, 'bids', s.body FROM fact f CROSS JOIN jsonb_array_elements(f.data -> 'members') g
           JOIN side s ON s.record = (g ->> 'organisation')::uuid
           JOIN tender t ON t.id = f.subject_id JOIN lot l ON l.tender_id = t.id AND l.no = coalesce(f.lot, 1)
           WHERE f.kind = 'bid' AND jsonb_typeof(f.data -> 'members') = 'array'
             AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id)
         UNION SELECT a.tender_id, a.lot_id, 'wins', s.body FROM side s JOIN award a ON a.supplier_id = s.record WHERE a.state <> 'cancelled'
         UNION SELECT c.tender_id, c.lot_id, 'sells', s.body FROM side s JOIN contract c ON c.supplier_id = s.record
           WHERE c.state <> 'void' AND c.renewal_of IS NULL
         UNION SELECT t.id, NULL, 'buys', s.body FROM side s JOIN tender t ON t.buyer_id = s.record
         UNION SELECT t.id, NULL, 'buys', s.body FROM side s JOIN tender t ON t.agent_id = s.record
         UNION SELECT t.id, NULL, 'buys', s.body FROM side s JOIN tender t ON t.terms -> 'jointBuyers' ? s.record::text
       )
       SELECT DISTINCT x.tender_id AS id FROM named x JOIN named y ON y.tender_id = x.tender_id AND y.body <> x.body
         AND x.part <> 'buys' AND (y.part = 'buys' OR y.part = x.part AND y.lot_id = x.lot_id)
       ORDER BY 1 LIMIT 20`,
      [one, other],
    );
    return rows.map(({ id }) => id);
  },
});
