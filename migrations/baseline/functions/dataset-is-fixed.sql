-- Refuses to move a root to another dataset.
CREATE FUNCTION dataset_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.dataset <> OLD.dataset THEN
    RAISE EXCEPTION 'a dataset never changes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER dataset_is_fixed BEFORE UPDATE OF dataset ON community
FOR EACH ROW EXECUTE FUNCTION dataset_is_fixed();

CREATE TRIGGER dataset_is_fixed BEFORE UPDATE OF dataset ON contract
FOR EACH ROW EXECUTE FUNCTION dataset_is_fixed();

CREATE TRIGGER dataset_is_fixed BEFORE UPDATE OF dataset ON need
FOR EACH ROW EXECUTE FUNCTION dataset_is_fixed();

CREATE TRIGGER dataset_is_fixed BEFORE UPDATE OF dataset ON organisation
FOR EACH ROW EXECUTE FUNCTION dataset_is_fixed();

CREATE TRIGGER dataset_is_fixed BEFORE UPDATE OF dataset ON programme
FOR EACH ROW EXECUTE FUNCTION dataset_is_fixed();

CREATE TRIGGER dataset_is_fixed BEFORE UPDATE OF dataset ON service_line
FOR EACH ROW EXECUTE FUNCTION dataset_is_fixed();

CREATE TRIGGER dataset_is_fixed BEFORE UPDATE OF dataset ON tender
FOR EACH ROW EXECUTE FUNCTION dataset_is_fixed();
