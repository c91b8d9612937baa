-- Refuses every change of a table that is only added to.
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON audit_anchor
FOR EACH ROW EXECUTE FUNCTION append_only();

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_anchor
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON audit_anchor_leaf
FOR EACH ROW EXECUTE FUNCTION append_only();

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_anchor_leaf
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION append_only();

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON flag_event
FOR EACH ROW EXECUTE FUNCTION append_only();
