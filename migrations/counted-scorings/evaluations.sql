-- A row says who scored an evaluation, when and for which body, in the set that is worked on or the one that was published; not what. Points
-- of an evaluator that was replaced are nobody's any more.
CREATE OR REPLACE VIEW evaluation_scorings AS
SELECT x.evaluation_id, x.scored_by, x.scored_at,
  CASE WHEN x.set_no = e.set_no THEN e.evaluator_id
    ELSE (SELECT p.evaluator::uuid FROM published_evaluations p WHERE p.id = e.fact_id) END AS evaluator_id
FROM evaluation_score x JOIN evaluation e ON e.id = x.evaluation_id AND x.set_no IN (e.set_no, e.published_set);
