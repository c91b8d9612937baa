import { mergeParts } from '../../people/organisations/merges/merge-parts.js';
import type { MergeUse } from '../../people/organisations/merges/merge-uses.js';

/** Whoever serves, evaluates, is paid or takes recipients over here is one record for good. */
mergeParts.contribute({
  fields: [
    'approval_level.organisation_id',
    'continuity_plan_item.receiver_id',
    'evaluation.buyer_id',
    'evaluation.evaluator_id',
    'evaluation.proposed_id',
    'evaluation.supplier_id',
    'evaluation_scheme.drafted_by',
    'evaluation_scheme.owner_id',
    'handover.from_id',
    'handover.receiver_id',
    'invoice.supplier_id',
    'meeting.caller_id',
    'meeting_invited.organisation_id',
    'meeting_resolution.owner_id',
    'payee_account.organisation_id',
    'rating.rated_id',
    'rating.rater_id',
    'recipient.holder_id',
    'survey.runner_id',
    'visit.body_id',
  ],
  async findDependents(tx, merge) {
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT c.id FROM organisation_merge_reference r JOIN contract c ON r.root_type = 'tender' AND c.tender_id = r.root_id::uuid
       WHERE r.merge_id = $1 AND r.moved AND (EXISTS (SELECT FROM evaluation e WHERE e.contract_id = c.id)
         OR EXISTS (SELECT FROM invoice i WHERE i.contract_id = c.id)) ORDER BY 1 LIMIT 20`,
      [merge],
    );
    return rows.map(({ id }) => id);
  },
  async findUses(tx, record) {
    const [row] = await tx.query<{ uses: MergeUse[] }>(
      `SELECT array_remove(ARRAY[
         CASE WHEN EXISTS (SELECT FROM recipient WHERE holder_id = $1) THEN 'recipients' END,
         CASE WHEN EXISTS (SELECT FROM visit WHERE body_id = $1) THEN 'visits' END,
         CASE WHEN EXISTS (SELECT FROM continuity_plan_item WHERE receiver_id = $1) OR EXISTS (SELECT FROM handover WHERE $1 IN (from_id, receiver_id)) THEN 'handovers' END,
         CASE WHEN EXISTS (SELECT FROM survey WHERE runner_id = $1) THEN 'surveys' END,
         CASE WHEN EXISTS (SELECT FROM invoice WHERE supplier_id = $1) OR EXISTS (SELECT FROM payee_account WHERE organisation_id = $1)
           OR EXISTS (SELECT FROM approval_level WHERE organisation_id = $1) THEN 'payments' END,
         CASE WHEN EXISTS (SELECT FROM meeting WHERE caller_id = $1) OR EXISTS (SELECT FROM meeting_invited WHERE organisation_id = $1)
           OR EXISTS (SELECT FROM meeting_resolution WHERE owner_id = $1) THEN 'meetings' END,
         CASE WHEN EXISTS (SELECT FROM evaluation WHERE $1 IN (buyer_id, supplier_id, proposed_id, evaluator_id))
           OR EXISTS (SELECT FROM evaluation_scheme WHERE $1 IN (owner_id, drafted_by)) OR EXISTS (SELECT FROM rating WHERE $1 IN (rated_id, rater_id)) THEN 'evaluations' END], NULL) AS uses`,
      [record],
    );
    return row?.uses ?? [];
  },
});
