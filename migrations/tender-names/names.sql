-- Words of a published tender are looked for in its names too: the buyer's, those of its lots and of its service lines. Of a draft
-- the lots are those that its intent said (Caiku [2020] 10). What the title holds already is not kept a second time.
CREATE FUNCTION public_tender_has_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.names := (
    SELECT concat_ws(' ', (SELECT o.name FROM organisation o WHERE o.id = NEW.buyer_id),
      (SELECT string_agg(n.name, ' ' ORDER BY n.no) FROM (
          SELECT l.no, l.name FROM lot l WHERE l.tender_id = t.id AND (t.intended IS NULL OR t.revision IS NOT NULL)
          UNION ALL
          SELECT (i ->> 'no')::integer, i ->> 'name' FROM jsonb_array_elements(t.intended -> 'lots') AS i WHERE t.revision IS NULL
        ) n WHERE strpos(NEW.title, n.name) = 0),
      (SELECT string_agg(s.name, ' ' ORDER BY s.id) FROM service_line s WHERE s.id = ANY (NEW.service_lines)))
    FROM tender t WHERE t.id = NEW.id);
  RETURN NEW;
END
$$;

CREATE TRIGGER public_tender_has_names BEFORE INSERT OR UPDATE ON public_tender FOR EACH ROW
EXECUTE FUNCTION public_tender_has_names();

-- The rows that stand have their names before the index is built over them.
DROP INDEX public_tender_words;
UPDATE public_tender SET names = '';
CREATE INDEX public_tender_words ON public_tender
USING gin (grams(title || ' ' || coalesce(project_no, '') || ' ' || coalesce(region_text, '') || ' ' || names));

-- Lots of a tender that is published already.
CREATE TRIGGER tender_lots_are_published AFTER INSERT ON lot REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION tender_lines_are_published();
CREATE TRIGGER tender_lots_are_removed AFTER DELETE ON lot REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION tender_lines_are_published();
CREATE TRIGGER lot_name_is_published AFTER UPDATE OF name ON lot FOR EACH ROW
WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION tender_confirmation_moves();

-- Who writes a tender of a body or for a service line holds its row as a foreign key does. A new name waits for them, and whoever
-- comes later for it: so each of them reads the last name that was committed.
CREATE FUNCTION name_changes_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'organisation' THEN
    PERFORM FROM organisation WHERE id = NEW.id FOR UPDATE;
  ELSE
    PERFORM FROM service_line WHERE id = NEW.id FOR UPDATE;
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER organisation_name_changes_alone BEFORE UPDATE OF name ON organisation FOR EACH ROW
WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION name_changes_alone();
CREATE TRIGGER service_line_name_changes_alone BEFORE UPDATE OF name ON service_line FOR EACH ROW
WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION name_changes_alone();

-- Unpublished ones are locked too: one that is being published is not seen yet, and is waited for.
CREATE FUNCTION name_of_buyer_is_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM publish_tenders_again(ARRAY(SELECT id FROM tender WHERE buyer_id = NEW.id));
  RETURN NULL;
END
$$;

CREATE TRIGGER name_of_buyer_is_published AFTER UPDATE OF name ON organisation FOR EACH ROW
WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION name_of_buyer_is_published();

CREATE FUNCTION name_of_line_is_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM publish_tenders_again(ARRAY(SELECT tender_id FROM tender_service_line WHERE service_line_id = NEW.id
    UNION SELECT id FROM public_tender WHERE service_lines @> ARRAY[NEW.id]));
  RETURN NULL;
END
$$;

CREATE TRIGGER name_of_line_is_published AFTER UPDATE OF name ON service_line FOR EACH ROW
WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION name_of_line_is_published();
