DROP VIEW IF EXISTS tenders, lots, tender_service_lines, facts, facts_in_force, tender_findings, tender_opinions, method_approvals, clarifications;

-- The conflicts of a purchase or a contract, each with the facts that make it.
CREATE OR REPLACE FUNCTION name_facts_in(conflicts jsonb) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('code', c ->> 'code', 'fields', c -> 'fields', 'facts',
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'lot', f.lot)), '[]') FROM fact f
     WHERE f.id = ANY (ARRAY(SELECT jsonb_array_elements_text(c -> 'facts')::uuid))))), '[]')
  FROM jsonb_array_elements(conflicts) c
$$;

-- A row is a purchase, drafts included. `overseen` is the region whose supervisors it is for, `key` what another system calls it,
-- else its OCID; `conflicts` name the facts that make them. `recorded_at` is when it was put on record, `first_fact_at` and
-- `last_fact_at` when something was first and last said of it, and `source` who said it first.
CREATE VIEW tenders AS
SELECT t.id, t.dataset, t.title, t.conducted, t.state, t.published, t.method, t.category, t.region, t.budget_level, t.programme_id,
  t.buyer_id, t.agent_id, t.plan, t.terms, t.window_start, t.window_end, t.term_text, t.deadline_at, t.updated_at, t.approved_at,
  t.written_by || t.approved_by AS writers, t.suspended_from, t.suspended_at, t.suspension_counts_from,
  overseen_region(t.region, (SELECT o.region FROM organisation o WHERE o.id = t.buyer_id)) AS overseen,
  coalesce((SELECT min(e.system || ':' || e.value) FROM external_id e WHERE e.root_id = t.id AND e.root_type = 'tender'), t.ocid) AS key,
  CASE WHEN t.conflicts = '[]' THEN t.conflicts ELSE name_facts_in(t.conflicts) END AS conflicts,
  coalesce((SELECT e.at FROM audit_entry e WHERE e.aggregate_type = 'tender' AND e.aggregate_id = t.id::text AND e.seq = 1),
    t.created_at + coalesce((SELECT behind FROM business_time), interval '0')) AS recorded_at,
  (SELECT min(f.recorded_at) FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = t.id) AS first_fact_at,
  (SELECT max(f.recorded_at) FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = t.id) AS last_fact_at,
  (SELECT f.source ->> 'kind' FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = t.id ORDER BY f.seq LIMIT 1) AS source
FROM tender t;

-- A row is a lot of a purchase; `label` says which to a reader. Window, words of the term and terms are those in force: the lot's own,
-- else its tender's.
CREATE VIEW lots AS
SELECT l.id, l.tender_id, l.no, l.state, l.pricing, l.ceiling, l.bid_count, l.ending, l.suspended_at, l.suspension_counts_from,
  t.dataset, concat(t.title, ' #', l.no, ' ' || l.name) AS label, coalesce(l.window_start, t.window_start) AS window_start,
  coalesce(l.window_end, t.window_end) AS window_end, coalesce(l.term_text, t.term_text) AS term_text, t.terms || l.terms AS terms
FROM lot l LEFT JOIN tender t ON t.id = l.tender_id;

-- A row is a service line that a lot is for: its own, else each of its tender's.
CREATE VIEW lot_service_lines AS
SELECT l.id AS lot_id, l.tender_id, x.service_line_id
FROM lot l JOIN tender_service_line x ON x.tender_id = l.tender_id
WHERE EXISTS (SELECT FROM lot_service_line s WHERE s.lot_id = l.id AND s.service_line_id = x.service_line_id)
  OR NOT EXISTS (SELECT FROM lot_service_line s WHERE s.lot_id = l.id);

-- A row is a service line that a purchase is for.
CREATE VIEW tender_service_lines AS
SELECT l.tender_id, l.service_line_id, t.dataset, t.buyer_id
FROM tender_service_line l LEFT JOIN tender t ON t.id = l.tender_id;

-- A row is what was recorded of a purchase or a contract, also where a later fact replaced it. `source` is the kind of its source.
CREATE VIEW facts AS
SELECT f.id, f.seq, f.subject_type, f.subject_id, f.kind, f.lot, f.data, f.source ->> 'kind' AS source, f.replaces, f.recorded_at
FROM fact f;

-- A row is a fact that no later one replaced.
CREATE VIEW facts_in_force AS
SELECT f.id, f.seq, f.subject_type, f.subject_id, f.kind, f.lot, f.data, f.source ->> 'kind' AS source, f.recorded_at
FROM fact f WHERE NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id);

-- A row is what an indicator said of a draft when it was submitted, and the approver's reason to go on in spite of it.
CREATE VIEW tender_findings AS
SELECT f.tender_id, f.indicator, f.subject_id, f.state, f.severity, f.reason, f.explained_by FROM tender_finding f;

-- A row is an occasion on which others were heard before a purchase; not what they said.
CREATE VIEW tender_opinions AS
SELECT o.id, o.tender_id, o.kind, o.held_on, o.participants FROM tender_opinion o;

-- A row asks the finance department to approve of a method.
CREATE VIEW method_approvals AS
SELECT m.tender_id, m.state, m.requested_at FROM method_approval m;

-- A row is a question about the documents of a purchase; not who asked, nor what.
CREATE VIEW clarifications AS
SELECT c.id, c.tender_id, c.asked_at, c.answer IS NOT NULL AS answered FROM clarification c;
