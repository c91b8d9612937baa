-- Who buys together with the buyer is found as a buyer is, from the issue on: by its id, and by its name as the last one that was
-- committed. What a draft says of them nobody is shown.
CREATE OR REPLACE FUNCTION public_tender_has_names() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  buyer text;
  joint jsonb;
  others text;
  lots text;
  lines text;
  intended jsonb;
  drafted boolean;
BEGIN
  SELECT o.name, t.intended -> 'lots', t.intended IS NOT NULL AND t.revision IS NULL,
    CASE WHEN t.revision IS NOT NULL THEN t.terms -> 'jointBuyers' END INTO buyer, intended, drafted, joint
  FROM tender t LEFT JOIN organisation o ON o.id = NEW.buyer_id WHERE t.id = NEW.id;
  NEW.joint_buyers := '{}';
  IF jsonb_typeof(joint) = 'array' THEN
    SELECT coalesce(array_agg(o.id ORDER BY j.n), '{}'), string_agg(o.name, ' ' ORDER BY j.n) INTO NEW.joint_buyers, others
    FROM jsonb_array_elements_text(joint) WITH ORDINALITY AS j(id, n) JOIN organisation o ON o.id = j.id::uuid
    WHERE o.id IS DISTINCT FROM NEW.buyer_id;
  END IF;
  IF drafted THEN
    SELECT string_agg(i ->> 'name', ' ' ORDER BY (i ->> 'no')::integer) INTO lots
    FROM jsonb_array_elements(intended) AS i WHERE strpos(NEW.title, i ->> 'name') = 0;
  ELSE
    SELECT string_agg(l.name, ' ' ORDER BY l.no) INTO lots FROM lot l WHERE l.tender_id = NEW.id AND strpos(NEW.title, l.name) = 0;
  END IF;
  IF NEW.service_lines <> '{}' THEN
    SELECT string_agg(s.name, ' ' ORDER BY s.id) INTO lines FROM service_line s WHERE s.id = ANY (NEW.service_lines);
  END IF;
  NEW.names := concat_ws(' ', buyer, others, lots, lines);
  RETURN NEW;
END
$$;

-- A new name takes the tenders that say it, by their ids, and then the row of its body or line, as before. A tender may have come to
-- say it in between, and somebody may hold that one and wait for the row: then all of them are given back and taken anew.
CREATE OR REPLACE FUNCTION name_changes_alone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  taken uuid[];
BEGIN
  LOOP
    BEGIN
      IF TG_TABLE_NAME = 'organisation' THEN
        taken := ARRAY(SELECT t.id FROM tender t WHERE t.buyer_id = NEW.id OR t.terms -> 'jointBuyers' ? NEW.id::text
          ORDER BY t.id FOR NO KEY UPDATE);
        PERFORM FROM organisation WHERE id = NEW.id FOR UPDATE;
        EXIT WHEN NOT EXISTS (
          SELECT t.id FROM tender t WHERE t.buyer_id = NEW.id OR t.terms -> 'jointBuyers' ? NEW.id::text
          EXCEPT SELECT unnest(taken));
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

CREATE OR REPLACE FUNCTION name_of_buyer_is_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM publish_tenders_again(ARRAY(SELECT id FROM tender WHERE buyer_id = NEW.id OR terms -> 'jointBuyers' ? NEW.id::text));
  RETURN NULL;
END
$$;

-- Few are bought so: whoever asks for them says that the row names somebody.
CREATE INDEX public_tender_joint_buyers ON public_tender USING gin (joint_buyers) WHERE joint_buyers <> '{}';

-- Rows that stand are written as those that come.
UPDATE public_tender p SET names = '' FROM tender t WHERE t.id = p.id AND t.revision IS NOT NULL AND t.terms -> 'jointBuyers' <> 'null';
