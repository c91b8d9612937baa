-- What becomes public, or open, is held against saved searches soon after. Where nobody saved one nothing is noted.

CREATE FUNCTION tenders_are_announced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM saved_search) THEN
    INSERT INTO announced_tender (tender_id) SELECT id FROM changed;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER tenders_are_announced AFTER INSERT ON public_tender REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION tenders_are_announced();

CREATE FUNCTION tender_is_announced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM saved_search) THEN
    INSERT INTO announced_tender (tender_id) VALUES (NEW.id);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER tender_is_announced AFTER UPDATE OF state ON public_tender FOR EACH ROW
WHEN (new.state = 'open' AND (old.state IS NULL OR old.state = 'intent_published')) EXECUTE FUNCTION tender_is_announced();
