-- A row is a scheme by which services are evaluated. `key` is what another system calls it, else how its owner names it.
CREATE VIEW evaluation_schemes AS
SELECT s.id, s.dataset, s.owner_id, s.series_id, s.state, s.dimensions, o.region, concat(s.name, ' #', s.no) AS label,
  coalesce((SELECT min(e.system || ':' || e.value) FROM external_id e WHERE e.root_id = s.id AND e.root_type = 'evaluation_scheme'),
    concat_ws('/', s.dataset, coalesce(o.credit_code, o.name), s.name, s.no)) AS key
FROM evaluation_scheme s LEFT JOIN organisation o ON o.id = s.owner_id;

-- A row is an evaluation of a contract that is conducted here; no points.
CREATE VIEW evaluations AS
SELECT e.id, e.contract_id, e.kind, e.state, e.buyer_id, e.supplier_id, e.proposed_id, e.evaluator_id, e.scheme_id, e.due_on, e.set_no,
  e.confirmed_set, e.published_at, e.updated_at
FROM evaluation e;

-- A row says by what evidence a leaf of the scheme was scored in an evaluation as it was published; not how high.
CREATE VIEW published_scores AS
SELECT x.evaluation_id, x.leaf, x.evidence
FROM evaluation_score x JOIN evaluation e ON e.id = x.evaluation_id AND e.published_set = x.set_no;

-- A row says who scored an evaluation and when; not what.
CREATE VIEW evaluation_scorings AS
SELECT x.evaluation_id, x.scored_by, x.scored_at FROM evaluation_score x;

-- A row is an evaluation of a contract as it was published, here or elsewhere. `score` stands where it is a number;
-- `evaluator` is the id of the body that evaluated, where that is known.
CREATE VIEW published_evaluations AS
SELECT f.id, f.seq, f.subject_id AS contract_id, f.data ->> 'kind' AS kind, f.data ->> 'on' AS published_on,
  CASE WHEN f.data ->> 'score' ~ '^\d{1,3}(\.\d{1,2})?$' THEN f.data ->> 'score' END AS score,
  f.data #>> '{evaluator,organisation}' AS evaluator
FROM fact f WHERE f.subject_type = 'contract' AND f.kind = 'evaluation' AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id);

-- A row is what a meeting resolved that somebody is to do.
CREATE VIEW meeting_resolutions AS
SELECT s.id, s.state, s.owner_id, s.due_on, m.subject_type, m.subject_id, m.title, m.minuted_at
FROM meeting_resolution s JOIN meeting m ON m.id = s.meeting_id;
