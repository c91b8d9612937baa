-- Refuses every change of an approved report.
CREATE FUNCTION progress_report_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'approved' THEN
    RAISE EXCEPTION 'an approved report is adjusted by another, never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER progress_report_is_kept BEFORE UPDATE OR DELETE ON progress_report
FOR EACH ROW EXECUTE FUNCTION progress_report_is_kept();
