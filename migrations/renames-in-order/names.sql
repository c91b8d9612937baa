-- Who writes a tender of a body or for a service line locks the tender, and then holds that row as a foreign key does. A new name
-- takes both in the same order, tenders by their ids, so that no two of them wait for each other. It waits for who writes, and
-- whoever comes later for it: so each of them reads the last name that was committed.
CREATE OR REPLACE FUNCTION name_changes_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'organisation' THEN
    PERFORM FROM tender WHERE buyer_id = NEW.id ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM organisation WHERE id = NEW.id FOR UPDATE;
  ELSE
    PERFORM FROM tender WHERE id IN (SELECT tender_id FROM tender_service_line WHERE service_line_id = NEW.id
      UNION SELECT id FROM public_tender WHERE service_lines @> ARRAY[NEW.id]) ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM service_line WHERE id = NEW.id FOR UPDATE;
  END IF;
  RETURN NEW;
END
$$;
