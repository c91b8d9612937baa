-- A new name takes the tenders that say it, by their ids, and then the row of its body or line, as before. A tender may have come to
-- say it in between, and somebody may hold that one and wait for the row: then all of them are given back and taken anew.
CREATE OR REPLACE FUNCTION name_changes_alone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  taken uuid[];
BEGIN
  LOOP
    BEGIN
      IF TG_TABLE_NAME = 'organisation' THEN
        taken := ARRAY(SELECT t.id FROM tender t WHERE t.buyer_id = NEW.id ORDER BY t.id FOR NO KEY UPDATE);
        PERFORM FROM organisation WHERE id = NEW.id FOR UPDATE;
        EXIT WHEN NOT EXISTS (SELECT t.id FROM tender t WHERE t.buyer_id = NEW.id EXCEPT SELECT unnest(taken));
      ELSE
        taken := ARRAY(SELECT t.id FROM tender t WHERE t.id IN (
            SELECT l.tender_id FROM tender_service_line l WHERE l.service_line_id = NEW.id
            UNION SELECT p.id FROM public_tender p WHERE p.service_lines @> ARRAY[NEW.id])
          ORDER BY t.id FOR NO KEY UPDATE);
        PERFORM FROM service_line WHERE id = NEW.id FOR UPDATE;
        EXIT WHEN NOT EXISTS (
          (SELECT l.tender_id FROM tender_service_line l WHERE l.service_line_id = NEW.id
            UNION SELECT p.id FROM public_tender p WHERE p.service_lines @> ARRAY[NEW.id])
          EXCEPT SELECT unnest(taken));
      END IF;
      -- Only what a block has locked before it failed is given back.
      RAISE EXCEPTION 'a tender has come to say the name' USING ERRCODE = 'serialization_failure';
    EXCEPTION WHEN serialization_failure THEN
      NULL;
    END;
  END LOOP;
  RETURN NEW;
END
$$;
