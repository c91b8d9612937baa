-- A row is what was recorded of a purchase or a contract, also where a later fact replaced it. `source` is the kind of its source;
-- bodies in `data` are named by the records in which they go on, in `stored` by those that the source meant.
CREATE OR REPLACE VIEW facts AS
SELECT f.id, f.seq, f.subject_type, f.subject_id, f.kind, f.lot,
  CASE WHEN EXISTS (SELECT FROM organisation m WHERE m.merged_into IS NOT NULL) THEN merged_parties(f.data) ELSE f.data END AS data,
  f.source ->> 'kind' AS source, f.replaces, f.recorded_at, f.data AS stored
FROM fact f;

-- A row is a fact that no later one replaced.
CREATE OR REPLACE VIEW facts_in_force AS
SELECT f.id, f.seq, f.subject_type, f.subject_id, f.kind, f.lot,
  CASE WHEN EXISTS (SELECT FROM organisation m WHERE m.merged_into IS NOT NULL) THEN merged_parties(f.data) ELSE f.data END AS data,
  f.source ->> 'kind' AS source, f.recorded_at
FROM fact f WHERE NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id);
