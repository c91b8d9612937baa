-- A row is a contract, drafts included. `label` says which to a reader; `overseen` is the region whose supervisors it is for.
-- `recorded_at` and `source` are those of the fact it began with, `learned_at` is when something was last said of it or of its
-- tender; `conflicts` name the facts that make them. `supplier_withheld`: it was published, and who supplies was not.
CREATE OR REPLACE VIEW contracts AS
SELECT c.id, c.dataset, c.tender_id, c.lot_id, c.award_id, c.programme_id, c.buyer_id, c.supplier_id, c.category, c.region, c.conducted,
  c.state, c.published, c.title, c.number, c.renewal_no, c.amount, c.content, c.signed_on, c.window_start, c.window_end, c.term_text,
  c.started_on, c.delivered_on, c.terminated_on, c.published_on, c.filed_on, c.created_at, concat(c.title, ' (' || c.number || ')') AS label,
  overseen_region(c.region, (SELECT o.region FROM organisation o WHERE o.id = c.buyer_id)) AS overseen,
  CASE WHEN c.conflicts = '[]' THEN c.conflicts ELSE name_facts_in(c.conflicts) END AS conflicts,
  (SELECT f.recorded_at FROM fact f WHERE f.id = c.fact_id) AS recorded_at, (SELECT f.source ->> 'kind' FROM fact f WHERE f.id = c.fact_id) AS source,
  greatest((SELECT max(f.recorded_at) FROM fact f WHERE f.subject_id = c.tender_id),
    (SELECT max(f.recorded_at) FROM fact f WHERE f.subject_id = c.id)) AS learned_at,
  coalesce(c.published_as ? 'supplier_id', false) AS supplier_withheld
FROM contract c;
