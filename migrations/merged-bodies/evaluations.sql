-- A row is an evaluation of a contract as it was published, here or elsewhere. `score` stands where it is a number;
-- `evaluator` is the id of the body that evaluated, where that is known, by the record in which it goes on.
CREATE OR REPLACE VIEW published_evaluations AS
SELECT f.id, f.seq, f.subject_id AS contract_id, f.data ->> 'kind' AS kind, f.data ->> 'on' AS published_on,
  CASE WHEN f.data ->> 'score' ~ '^\d{1,3}(\.\d{1,2})?$' THEN f.data ->> 'score' END AS score,
  coalesce((SELECT o.merged_into::text FROM organisation o WHERE o.id = (f.data #>> '{evaluator,organisation}')::uuid),
    f.data #>> '{evaluator,organisation}') AS evaluator
FROM fact f WHERE f.subject_type = 'contract' AND f.kind = 'evaluation' AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id);
