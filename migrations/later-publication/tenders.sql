-- A batch changes a tender several times in one transaction: its public row is written once, when the batch is through, or at the
-- latest by the commit. Which tenders wait is kept in a setting, which goes back with a savepoint; what waits cannot be forgotten,
-- because the deferred trigger of each of them writes all.
CREATE OR REPLACE FUNCTION tenders_are_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[] := ARRAY(SELECT id FROM changed WHERE published);
BEGIN
  IF ids = '{}' THEN
    RETURN NULL;
  END IF;
  IF current_setting('throughline.batch', true) = 'on' THEN
    PERFORM set_config(
      'throughline.published_later',
      (coalesce(nullif(current_setting('throughline.published_later', true), ''), '{}')::uuid[] || ids)::text, true
    );
  ELSE
    PERFORM publish_tenders(ids);
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION tender_is_published_later() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[] := nullif(current_setting('throughline.published_later', true), '');
BEGIN
  IF ids IS NOT NULL THEN
    PERFORM set_config('throughline.published_later', '', true);
    PERFORM publish_tenders(ARRAY(SELECT DISTINCT unnest(ids)));
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER tender_is_published_later AFTER INSERT OR UPDATE ON tender
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (new.published)
EXECUTE FUNCTION tender_is_published_later();
