-- A row is the latest answer of a rule about a subject, `created_at` when that was first assessed. One that found nothing stands
-- with those that were given together with it and has no words (`kept` is false): they are computed anew from the facts. Those of
-- groups rest on the current screening of their market, on none while that waits for one.
CREATE OR REPLACE VIEW assessments AS
SELECT a.id, coalesce(s.created_at, g.created_at, a.created_at) AS created_at, a.dataset, a.indicator, a.version, a.severity, a.subject_type,
  a.subject_id, a.state, a.value, a.threshold, a.unit, a.p_value, a.title, a.explanation, a.limitation, a.basis, a.evidence, a.reason, a.inputs_hash, a.region, a.programme_id,
  a.assessed_at, a.run_id, a.baseline_id, true AS kept
FROM assessment a LEFT JOIN risk_subject s ON s.subject_type = a.subject_type AND s.subject_id = a.subject_id
LEFT JOIN bidder_group g ON g.id = a.subject_id AND g.kind = a.subject_type
UNION ALL
SELECT md5(concat_ws(' ', e.indicator, s.subject_type, s.subject_id))::uuid, s.created_at, s.dataset, e.indicator, e.version, e.severity,
  s.subject_type, s.subject_id, e.state, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  CASE WHEN e.code IS NOT NULL THEN jsonb_build_object('code', e.code)
    WHEN e.missing IS NOT NULL THEN jsonb_build_object('missing', to_jsonb(e.missing)) END,
  NULL, s.region, s.programme_id, s.assessed_at, s.run_id, NULL, false
FROM risk_subject s JOIN answer_set e ON e.set_id = s.answers
UNION ALL
SELECT md5(concat_ws(' ', e.indicator, g.kind, g.id))::uuid, g.created_at, m.dataset, e.indicator, e.version, e.severity,
  g.kind, g.id, e.state, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  CASE WHEN e.code <> '' THEN jsonb_build_object('code', e.code)
    WHEN cardinality(e.missing) > 0 THEN jsonb_build_object('missing', to_jsonb(e.missing)) END,
  NULL, m.region, NULL, g.assessed_at, r.id, r.baseline_id, false
FROM bidder_group g JOIN market m ON m.id = g.market_id
LEFT JOIN screening_run r ON r.market_id = m.id AND r.current AND m.unscreened_since IS NULL
CROSS JOIN LATERAL unnest(g.answers) AS said(answer) JOIN group_answer e ON e.id = said.answer
-- The release before writes a row an answer, which is then the newer one.
WHERE NOT EXISTS (SELECT FROM assessment a WHERE a.indicator = e.indicator AND a.subject_type = g.kind AND a.subject_id = g.id);
