-- A line is new, or begins, ends or is known otherwise.
CREATE FUNCTION coverage_of_line_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO coverage_change (service_line_id) VALUES (NEW.id);
  RETURN NULL;
END
$$;

CREATE TRIGGER coverage_of_line_begins AFTER INSERT ON service_line
FOR EACH ROW EXECUTE FUNCTION coverage_of_line_changes();

CREATE TRIGGER coverage_of_line_changes AFTER UPDATE ON service_line
FOR EACH ROW WHEN ((OLD.since, OLD.until, OLD.known_until) IS DISTINCT FROM (NEW.since, NEW.until, NEW.known_until))
EXECUTE FUNCTION coverage_of_line_changes();

-- A contract serves a line, or serves it no more.
CREATE FUNCTION coverage_by_contract_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO coverage_change (service_line_id) VALUES (OLD.service_line_id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO coverage_change (service_line_id) VALUES (NEW.service_line_id);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER coverage_by_contract_changes AFTER INSERT OR UPDATE OR DELETE ON contract_service_line
FOR EACH ROW EXECUTE FUNCTION coverage_by_contract_changes();

-- A contract has other days, is signed or is void.
CREATE FUNCTION coverage_in_contract_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO coverage_change (service_line_id) SELECT l.service_line_id FROM contract_service_line l WHERE l.contract_id = NEW.id;
  RETURN NULL;
END
$$;

CREATE TRIGGER coverage_in_contract_changes AFTER UPDATE ON contract
FOR EACH ROW WHEN (
  (OLD.window_start, OLD.window_end, OLD.terminated_on, OLD.dataset) IS DISTINCT FROM (NEW.window_start, NEW.window_end, NEW.terminated_on, NEW.dataset)
  OR (OLD.state IN ('draft', 'void')) IS DISTINCT FROM (NEW.state IN ('draft', 'void'))
) EXECUTE FUNCTION coverage_in_contract_changes();

-- Service was recorded.
CREATE FUNCTION coverage_by_records_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO coverage_change (service_line_id)
  SELECT DISTINCT l.service_line_id FROM (SELECT DISTINCT contract_id FROM new_records) s JOIN contract_service_line l USING (contract_id);
  RETURN NULL;
END
$$;

CREATE TRIGGER coverage_by_records_changes AFTER INSERT ON service_record
REFERENCING NEW TABLE AS new_records FOR EACH STATEMENT EXECUTE FUNCTION coverage_by_records_changes();
