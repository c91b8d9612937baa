-- What several rules answered together where none of them found anything, once however many subjects they said it of.
CREATE TABLE answer_set (
  -- 60 bits of SHA-256 over its rows.
  set_id bigint NOT NULL,
  indicator text NOT NULL,
  version integer NOT NULL,
  severity text NOT NULL CHECK (severity IN ('violation', 'risk', 'notice')),
  state text NOT NULL CHECK (state IN ('clear', 'insufficient_data', 'not_applicable')),
  -- Why it did not speak: a code, or the fields that are missing.
  code text,
  missing text[],
  PRIMARY KEY (set_id, indicator)
);

ALTER TABLE risk_subject
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ADD COLUMN region text,
  ADD COLUMN programme_id uuid,
  -- The answers that found nothing: a set of them.
  ADD COLUMN answers bigint,
  -- Of everything that the rules were given and said; null in one that was stored before.
  ADD COLUMN digest bigint,
  ADD COLUMN assessed_at timestamptz,
  ADD COLUMN run_id uuid;

-- Answers that found nothing are stored with their subjects from now on. One that a flag cites keeps its row.
CREATE TEMP TABLE packed ON COMMIT DROP AS
SELECT a.id, a.subject_type, a.subject_id, a.created_at, a.region, a.programme_id, a.assessed_at, a.run_id, a.indicator, a.version,
  a.severity, a.state, a.reason ->> 'code' AS code,
  CASE WHEN jsonb_typeof(a.reason -> 'missing') = 'array'
    THEN ARRAY(SELECT m.field FROM jsonb_array_elements_text(a.reason -> 'missing') WITH ORDINALITY AS m(field, n) ORDER BY m.n) END AS missing
FROM assessment a
WHERE a.state <> 'triggered'
  AND EXISTS (SELECT FROM risk_subject r WHERE r.subject_type = a.subject_type AND r.subject_id = a.subject_id)
  AND NOT EXISTS (SELECT FROM flag_subject f WHERE f.assessment_id = a.id);

CREATE TEMP TABLE packed_set ON COMMIT DROP AS
SELECT p.subject_type, p.subject_id, min(p.created_at) AS created_at, max(p.assessed_at) AS assessed_at,
  (array_agg(p.region))[1] AS region, (array_agg(p.programme_id))[1] AS programme_id,
  (array_agg(p.run_id ORDER BY p.assessed_at DESC))[1] AS run_id,
  ('x0' || substr(encode(sha256(convert_to(string_agg(
    concat_ws('|', p.indicator, p.version, p.severity, p.state, coalesce(p.code, ''), coalesce(array_to_string(p.missing, ','), '')),
    E'\n' ORDER BY p.indicator COLLATE "C"), 'UTF8')), 'hex'), 1, 15))::bit(64)::bigint AS set_id
FROM packed p GROUP BY p.subject_type, p.subject_id;

INSERT INTO answer_set (set_id, indicator, version, severity, state, code, missing)
SELECT DISTINCT ON (s.set_id, p.indicator) s.set_id, p.indicator, p.version, p.severity, p.state, p.code, p.missing
FROM packed p JOIN packed_set s ON s.subject_type = p.subject_type AND s.subject_id = p.subject_id
ORDER BY s.set_id, p.indicator;

UPDATE risk_subject r
SET answers = s.set_id, created_at = s.created_at, region = s.region, programme_id = s.programme_id, assessed_at = s.assessed_at,
  run_id = s.run_id
FROM packed_set s WHERE s.subject_type = r.subject_type AND s.subject_id = r.subject_id;

DELETE FROM assessment a USING packed p WHERE p.id = a.id;

CREATE INDEX risk_subject_order ON risk_subject (created_at);
CREATE INDEX risk_subject_programme ON risk_subject (programme_id) WHERE programme_id IS NOT NULL;
