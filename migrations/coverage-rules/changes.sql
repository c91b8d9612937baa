-- By which rules a row was counted is said by the program that counts, for its transaction; one from before says nothing.
CREATE FUNCTION kept_coverage_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.rules := coalesce(nullif(current_setting('throughline.coverage_rules', true), ''), '1')::integer;
  RETURN NEW;
END
$$;
CREATE TRIGGER kept_coverage_rules BEFORE INSERT OR UPDATE OF days ON kept_coverage
FOR EACH ROW EXECUTE FUNCTION kept_coverage_rules();
