-- Public lists read rows of their own, which triggers write in the transaction that publishes or changes something:
-- whoever writes a tender cannot forget its public row, and an import of many rows costs one statement.

CREATE INDEX public_tender_service_line ON public_tender USING gin (service_lines);

-- The instant at which every reviewed lot of a tender is deemed confirmed; null: never, as things stand.
CREATE FUNCTION lots_confirmed_at(tender uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN bool_and(l.at IS NOT NULL) THEN max(l.at) END
  FROM (SELECT lot_deemed_at(id) AS at FROM lot WHERE tender_id = $1 AND state = 'reviewed') l
$$;

-- Writes the public rows of these tenders as they stand now, and removes those of tenders that are no longer published.
-- Answers how many rows it changed.
--
-- A draft whose intent is published is shown as the intent said (Caiku [2020] 10), whatever became of the draft since.
-- Of a purchase that is conducted elsewhere the state is what its published facts prove. A deadline closes what is open,
-- and five working days without an objection confirm what is reviewed, without a change of the tender.
CREATE FUNCTION publish_tenders(ids uuid[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  removed integer;
  written integer;
BEGIN
  DELETE FROM public_tender p USING tender r WHERE p.id = ANY (ids) AND r.id = p.id AND NOT r.published;
  GET DIAGNOSTICS removed = ROW_COUNT;
  INSERT INTO public_tender AS p (id, version, dataset, created_at, updated_at, ocid, purchase_id, round, conducted, buyer_id,
    programme_id, title, method, category, region, region_text, budget_level, project_no, budget, window_start, window_end,
    term_text, state, state_until, state_after, service_lines)
  SELECT r.id, r.version, r.dataset, r.created_at, r.updated_at, r.ocid, r.purchase_id, r.round, r.conducted, r.buyer_id,
    d.programme_id, d.title, d.method, d.category, d.region, d.region_text, d.budget_level, d.project_no, d.budget,
    d.window_start, d.window_end, d.term_text, s.state, coalesce(c.at, 'infinity'), CASE WHEN c.at IS NOT NULL THEN c.state END,
    d.service_lines
  FROM tender r
  CROSS JOIN LATERAL (
    SELECT r.programme_id, r.title, r.method, r.category, r.region, r.region_text, r.budget_level, r.project_no, r.budget,
      r.window_start, r.window_end, r.term_text,
      ARRAY(SELECT service_line_id FROM tender_service_line WHERE tender_id = r.id ORDER BY 1) AS service_lines
    WHERE r.intended IS NULL OR r.revision IS NOT NULL
    UNION ALL
    SELECT (i ->> 'programme')::uuid, i ->> 'title', i ->> 'method', i ->> 'category', i ->> 'region', i ->> 'regionText',
      i ->> 'budgetLevel', i ->> 'projectNo', ((i ->> 'budget')::numeric * 100)::bigint, i #>> '{window,start}',
      i #>> '{window,end}', i ->> 'termText',
      ARRAY(SELECT line::uuid FROM jsonb_array_elements_text(i -> 'serviceLines') AS line ORDER BY 1)
    FROM (SELECT r.intended AS i) intent WHERE r.intended IS NOT NULL AND r.revision IS NULL
  ) d
  CROSS JOIN LATERAL (SELECT r.intended IS NOT NULL AND r.state IN ('draft', 'in_review', 'planned') AS drafted) w
  CROSS JOIN LATERAL (SELECT CASE WHEN w.drafted THEN 'intent_published' WHEN r.conducted = 'here' THEN r.state
    ELSE r.published_state END AS state) s
  CROSS JOIN LATERAL (
    SELECT CASE WHEN w.drafted THEN NULL
        WHEN r.conducted = 'here' AND s.state = 'reviewed' THEN lots_confirmed_at(r.id)
        WHEN s.state IS NULL OR s.state IN ('intent_published', 'open') THEN r.deadline_at END AS at,
      CASE s.state WHEN 'reviewed' THEN 'confirmed' ELSE 'closed' END AS state
  ) c
  WHERE r.id = ANY (ids) AND r.published
  ON CONFLICT (id) DO UPDATE SET (version, dataset, created_at, updated_at, ocid, purchase_id, round, conducted, buyer_id,
      programme_id, title, method, category, region, region_text, budget_level, project_no, budget, window_start, window_end,
      term_text, state, state_until, state_after, service_lines)
    = (EXCLUDED.version, EXCLUDED.dataset, EXCLUDED.created_at, EXCLUDED.updated_at, EXCLUDED.ocid, EXCLUDED.purchase_id,
      EXCLUDED.round, EXCLUDED.conducted, EXCLUDED.buyer_id, EXCLUDED.programme_id, EXCLUDED.title, EXCLUDED.method,
      EXCLUDED.category, EXCLUDED.region, EXCLUDED.region_text, EXCLUDED.budget_level, EXCLUDED.project_no, EXCLUDED.budget,
      EXCLUDED.window_start, EXCLUDED.window_end, EXCLUDED.term_text, EXCLUDED.state, EXCLUDED.state_until,
      EXCLUDED.state_after, EXCLUDED.service_lines)
    WHERE p IS DISTINCT FROM EXCLUDED;
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN removed + written;
END
$$;

-- The same for rows that may be written at the same time: the lock lets what is read next be the last that was committed.
CREATE FUNCTION publish_tenders_again(ids uuid[]) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM tender WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
  RETURN publish_tenders(ids);
END
$$;

CREATE FUNCTION tenders_are_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[] := ARRAY(SELECT id FROM changed WHERE published);
BEGIN
  IF ids <> '{}' THEN
    PERFORM publish_tenders(ids);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER tenders_are_published AFTER INSERT ON tender REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION tenders_are_published();
CREATE TRIGGER tender_changes_are_published AFTER UPDATE ON tender REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION tenders_are_published();

-- Where the publications of a tender were recorded by mistake nobody is shown it any more.
CREATE FUNCTION tender_is_not_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM publish_tenders(ARRAY[NEW.id]);
  RETURN NULL;
END
$$;

CREATE TRIGGER tender_is_not_published AFTER UPDATE OF published ON tender FOR EACH ROW
WHEN (old.published AND NOT new.published) EXECUTE FUNCTION tender_is_not_published();

-- Service lines of a tender that is published already.
CREATE FUNCTION tender_lines_are_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[] := ARRAY(SELECT DISTINCT p.id FROM changed c JOIN public_tender p ON p.id = c.tender_id);
BEGIN
  IF ids <> '{}' THEN
    PERFORM publish_tenders_again(ids);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER tender_lines_are_published AFTER INSERT ON tender_service_line REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION tender_lines_are_published();
CREATE TRIGGER tender_lines_are_removed AFTER DELETE ON tender_service_line REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION tender_lines_are_published();

-- What the instant depends on at which the reviewed lots of a tender are deemed confirmed: the lots, their results, and
-- the challenges and complaints that stop the five days.
CREATE FUNCTION tender_confirmation_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM publish_tenders_again(ARRAY[NEW.tender_id]);
  RETURN NULL;
END
$$;

CREATE TRIGGER lot_moves_confirmation AFTER UPDATE OF state ON lot FOR EACH ROW
WHEN (old.state IS DISTINCT FROM new.state AND (old.state = 'reviewed' OR new.state = 'reviewed'))
EXECUTE FUNCTION tender_confirmation_moves();
CREATE TRIGGER new_lot_moves_confirmation AFTER INSERT ON lot FOR EACH ROW
WHEN (new.state = 'reviewed') EXECUTE FUNCTION tender_confirmation_moves();

CREATE TRIGGER challenge_moves_confirmation AFTER UPDATE OF result, affects_result, remedied_at ON challenge FOR EACH ROW
WHEN (old.result = 'upheld' OR new.result = 'upheld') EXECUTE FUNCTION tender_confirmation_moves();
CREATE TRIGGER new_challenge_moves_confirmation AFTER INSERT ON challenge FOR EACH ROW
WHEN (new.result = 'upheld') EXECUTE FUNCTION tender_confirmation_moves();

CREATE TRIGGER complaint_moves_confirmation AFTER UPDATE OF effect, remedied_at ON complaint FOR EACH ROW
WHEN (old.effect IS NOT NULL OR new.effect IS NOT NULL) EXECUTE FUNCTION tender_confirmation_moves();
CREATE TRIGGER new_complaint_moves_confirmation AFTER INSERT ON complaint FOR EACH ROW
WHEN (new.effect IS NOT NULL) EXECUTE FUNCTION tender_confirmation_moves();

CREATE FUNCTION lot_result_moves_confirmation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  result lot_result := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  PERFORM publish_tenders_again(ARRAY(SELECT l.tender_id FROM lot l WHERE l.id = result.lot_id));
  RETURN NULL;
END
$$;

CREATE TRIGGER lot_result_moves_confirmation AFTER UPDATE OF deems_at ON lot_result FOR EACH ROW
WHEN (old.deems_at IS DISTINCT FROM new.deems_at) EXECUTE FUNCTION lot_result_moves_confirmation();
CREATE TRIGGER new_lot_result_moves_confirmation AFTER INSERT ON lot_result FOR EACH ROW
WHEN (new.deems_at IS NOT NULL) EXECUTE FUNCTION lot_result_moves_confirmation();
CREATE TRIGGER lot_result_removed_moves_confirmation AFTER DELETE ON lot_result FOR EACH ROW
WHEN (old.deems_at IS NOT NULL) EXECUTE FUNCTION lot_result_moves_confirmation();
