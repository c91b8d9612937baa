-- Refuses to change an activated version of a scheme.
CREATE FUNCTION evaluation_scheme_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an evaluation scheme is retired, never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> 'draft' AND (NEW.dimensions, NEW.name, NEW.no, NEW.series_id, NEW.owner_id, NEW.category)
       IS DISTINCT FROM (OLD.dimensions, OLD.name, OLD.no, OLD.series_id, OLD.owner_id, OLD.category) THEN
    RAISE EXCEPTION 'a scheme that was activated never changes; a change is a new version' USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.state = 'active' AND NEW.state = 'draft') OR (OLD.state = 'retired' AND NEW.state <> 'retired') THEN
    RAISE EXCEPTION 'a scheme does not go back' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER evaluation_scheme_is_kept BEFORE UPDATE OR DELETE ON evaluation_scheme
FOR EACH ROW EXECUTE FUNCTION evaluation_scheme_is_kept();

-- Refuses to change points that were sent.
CREATE FUNCTION evaluation_score_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NOT EXISTS (SELECT FROM evaluation e WHERE e.id = OLD.evaluation_id
       AND e.set_no = OLD.set_no AND e.state IN ('in_field', 'appealed')) THEN
    RAISE EXCEPTION 'points that were sent are kept as they were' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER evaluation_score_is_kept BEFORE UPDATE OR DELETE ON evaluation_score
FOR EACH ROW EXECUTE FUNCTION evaluation_score_is_kept();

-- Refuses to change a rating.
CREATE FUNCTION rating_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a rating is given once and never changed' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER rating_is_kept BEFORE UPDATE OR DELETE ON rating
FOR EACH ROW EXECUTE FUNCTION rating_is_kept();
