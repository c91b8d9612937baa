-- What becomes public, or open, is noted whether or not a search is saved yet: one may be saved before this is committed.

CREATE OR REPLACE FUNCTION tenders_are_announced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO announced_tender (tender_id) SELECT id FROM changed;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION tender_is_announced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO announced_tender (tender_id) VALUES (NEW.id);
  RETURN NULL;
END
$$;
