-- A row is a contract, drafts included. `label` says which to a reader; `overseen` is the region whose supervisors it is for.
-- `recorded_at` and `source` are those of the fact it began with, `learned_at` is when something was last said of it or of its
-- tender; `conflicts` name the facts that make them.
CREATE VIEW contracts AS
SELECT c.id, c.dataset, c.tender_id, c.lot_id, c.award_id, c.programme_id, c.buyer_id, c.supplier_id, c.category, c.region, c.conducted,
  c.state, c.published, c.title, c.number, c.renewal_no, c.amount, c.content, c.signed_on, c.window_start, c.window_end, c.term_text,
  c.started_on, c.delivered_on, c.terminated_on, c.published_on, c.filed_on, c.created_at, concat(c.title, ' (' || c.number || ')') AS label,
  overseen_region(c.region, (SELECT o.region FROM organisation o WHERE o.id = c.buyer_id)) AS overseen,
  CASE WHEN c.conflicts = '[]' THEN c.conflicts ELSE name_facts_in(c.conflicts) END AS conflicts,
  (SELECT f.recorded_at FROM fact f WHERE f.id = c.fact_id) AS recorded_at, (SELECT f.source ->> 'kind' FROM fact f WHERE f.id = c.fact_id) AS source,
  greatest((SELECT max(f.recorded_at) FROM fact f WHERE f.subject_id = c.tender_id),
    (SELECT max(f.recorded_at) FROM fact f WHERE f.subject_id = c.id)) AS learned_at
FROM contract c;

-- A row is a contract that was signed and is not void. `key` is the key of its tender with lot, number and renewal, which often has
-- no number of its own.
CREATE VIEW signed_contracts AS
SELECT c.*, (SELECT l.no FROM lot l WHERE l.id = c.lot_id) AS lot_no,
  concat_ws('/', coalesce((SELECT min(e.system || ':' || e.value) FROM external_id e WHERE e.root_id = c.tender_id AND e.root_type = 'tender'),
      (SELECT t.ocid FROM tender t WHERE t.id = c.tender_id)),
    coalesce((SELECT l.no::text FROM lot l WHERE l.id = c.lot_id), '-'), coalesce(c.number, '-'), c.renewal_no) AS key,
  (SELECT CASE WHEN t.conflicts = '[]' THEN t.conflicts ELSE name_facts_in(t.conflicts) END FROM tender t WHERE t.id = c.tender_id)
    AS tender_conflicts
FROM contracts c WHERE c.state NOT IN ('draft', 'void');

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
