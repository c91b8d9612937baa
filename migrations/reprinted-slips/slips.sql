-- A slip that was used stays used. Its code may end and another be printed, as that of any slip: who prints again learns
-- nothing of who answered.
CREATE OR REPLACE FUNCTION survey_slip_is_used_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a code that was used stays used' USING ERRCODE = 'check_violation';
END
$$;

DROP TRIGGER survey_slip_is_used_once ON survey_slip;
CREATE TRIGGER survey_slip_is_used_once BEFORE UPDATE ON survey_slip
FOR EACH ROW
WHEN (old.used AND (NOT new.used OR (new.survey_id, new.no, new.stratum) IS DISTINCT FROM (old.survey_id, old.no, old.stratum)))
EXECUTE FUNCTION survey_slip_is_used_once();
