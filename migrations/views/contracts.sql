-- A row is a contract, drafts included. `label` says which to a reader; `overseen` is the region whose supervisors it is for.
-- `recorded_at` and `source` are those of the fact it began with, `learned_at` is when something was last said of it or of its
-- tender; `conflicts` name the facts that make them.
CREATE VIEW contracts AS
SELECT c.id, c.dataset, c.tender_id, c.lot_id, c.award_id, c.programme_id, c.buyer_id, c.supplier_id, c.category, c.region, c.conducted,
  c.state, c.published, c.title, c.number, c.renewal_no, c.amount, c.content, c.signed_on, c.window_start, c.window_end, c.term_text,
  c.started_on, c.delivered_on, c.terminated_on, c.published_on, c.filed_on, c.created_at, concat(c.title, ' (' || c.number || ')') AS label,
  overseen_region(c.region, (SELECT o.region FROM organisation o WHERE o.id = c.buyer_id)) AS overseen,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('code', g ->> 'code', 'fields', g -> 'fields', 'facts',
     (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'lot', f.lot)), '[]') FROM fact f
      WHERE f.id = ANY (ARRAY(SELECT jsonb_array_elements_text(g -> 'facts')::uuid))))), '[]')
   FROM jsonb_array_elements(c.conflicts) g) AS conflicts,
  origin.recorded_at, origin.source ->> 'kind' AS source,
  greatest((SELECT max(f.recorded_at) FROM fact f WHERE f.subject_id = c.tender_id),
    (SELECT max(f.recorded_at) FROM fact f WHERE f.subject_id = c.id)) AS learned_at
FROM contract c LEFT JOIN fact origin ON origin.id = c.fact_id;

-- A row is a contract that was signed and is not void. `key` is the key of its tender with lot, number and renewal.
CREATE VIEW signed_contracts AS
SELECT c.*, l.no AS lot_no,
  (SELECT t.key FROM tenders t WHERE t.id = c.tender_id) || '/' || coalesce(l.no::text, '-') || '/' || coalesce(c.number, '-')
    || coalesce('/' || c.renewal_no, '') AS key,
  (SELECT t.conflicts FROM tenders t WHERE t.id = c.tender_id) AS tender_conflicts
FROM contracts c LEFT JOIN lot l ON l.id = c.lot_id WHERE c.state NOT IN ('draft', 'void');

-- A row is a service line that a contract serves; `signed` as in `signed_contracts`.
CREATE VIEW contract_service_lines AS
SELECT l.contract_id, l.service_line_id, c.dataset, c.tender_id, c.buyer_id, c.supplier_id, c.state NOT IN ('draft', 'void') AS signed
FROM contract_service_line l LEFT JOIN contract c ON c.id = l.contract_id;

-- A row is a signed contract for each service line that it serves.
CREATE VIEW line_contracts AS
SELECT l.service_line_id, c.* FROM contract_service_line l JOIN signed_contracts c ON c.id = l.contract_id;

-- A row is a signature under a contract that holds.
CREATE VIEW contract_signatures AS
SELECT g.contract_id, g.side, g.user_id, g.signed_at FROM contract_signature g WHERE g.withdrawn_at IS NULL;
