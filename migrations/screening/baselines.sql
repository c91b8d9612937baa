-- A baseline is never changed: what rests on it can be computed again.
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON baseline
FOR EACH ROW EXECUTE FUNCTION append_only();

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON baseline
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
