-- A row is a report on a period of a contract; not its text. `outdated`: it waits for its approval, and the records of its
-- period are no more those that its figures come from (the hash is that of `recordsHash` in care/delivery/reports). They are
-- hashed only where one was recorded, corrected or withdrawn since the figures were taken: records are never changed in place.
-- A record counts from an hour before, as it has the time at which its transaction began.
CREATE OR REPLACE VIEW progress_reports AS
SELECT r.id, r.contract_id, r.no, r.state, r.period_from, r.period_to, r.figures_as_of, r.submitted_at, r.decided_at,
  CASE WHEN r.state = 'submitted' AND (
    EXISTS (SELECT FROM service_record s WHERE s.contract_id = r.contract_id AND s.served_on BETWEEN r.period_from AND r.period_to
      AND s.recorded_at >= r.figures_as_of - interval '1 hour')
    OR EXISTS (SELECT FROM service_record s JOIN service_record n ON n.corrects = s.id WHERE s.contract_id = r.contract_id
      AND s.served_on BETWEEN r.period_from AND r.period_to AND n.recorded_at >= r.figures_as_of - interval '1 hour'))
  THEN r.records_hash <> (
    SELECT encode(sha256(convert_to(coalesce(string_agg(s.id::text || ' ' || s.content_hash, E'\n' ORDER BY s.id), ''), 'UTF8')), 'hex')
    FROM service_record s WHERE s.contract_id = r.contract_id AND s.served_on BETWEEN r.period_from AND r.period_to
      AND NOT s.withdrawn AND NOT EXISTS (SELECT FROM service_record n WHERE n.corrects = s.id)) ELSE false END AS outdated
FROM progress_report r;
