CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON opening_instant
FOR EACH ROW EXECUTE FUNCTION append_only();

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON opening_instant
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
