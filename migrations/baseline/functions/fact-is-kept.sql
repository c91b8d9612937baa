-- Refuses every change of a fact.
CREATE FUNCTION fact_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a fact is corrected by another, never changed' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER fact_is_kept BEFORE UPDATE OR DELETE ON fact
FOR EACH ROW EXECUTE FUNCTION fact_is_kept();
