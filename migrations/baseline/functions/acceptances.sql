-- Refuses to change a concluded round of acceptance.
CREATE FUNCTION acceptance_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  may_change text[] := ARRAY['state', 'version', 'updated_at', 'published_on'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a round of acceptance is kept' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state IN ('concluded', 'published') AND (NEW.state NOT IN ('concluded', 'published')
      OR (OLD.state = 'published' AND NEW.state <> 'published')
      OR (to_jsonb(NEW) - may_change) <> (to_jsonb(OLD) - may_change)) THEN
    RAISE EXCEPTION 'what was concluded of a round of acceptance is not changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER acceptance_is_kept BEFORE UPDATE OR DELETE ON acceptance
FOR EACH ROW EXECUTE FUNCTION acceptance_is_kept();

-- Takes opinions only while the round is open, and refuses to change them.
CREATE FUNCTION acceptance_opinion_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM acceptance WHERE id = NEW.acceptance_id AND state IN ('open', 'itemised')) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'opinions of a round of acceptance are kept' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER acceptance_opinion_is_kept BEFORE INSERT OR UPDATE OR DELETE ON acceptance_opinion
FOR EACH ROW EXECUTE FUNCTION acceptance_opinion_is_kept();

-- The same for what single recipients said.
CREATE FUNCTION acceptance_voice_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM acceptance_opinion o JOIN acceptance a ON a.id = o.acceptance_id
      WHERE o.id = NEW.opinion_id AND a.state IN ('open', 'itemised')) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'opinions of a round of acceptance are kept' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER acceptance_voice_is_kept BEFORE INSERT OR UPDATE OR DELETE ON acceptance_voice
FOR EACH ROW EXECUTE FUNCTION acceptance_voice_is_kept();

-- Refuses to accept or settle a contract without a round of acceptance that says so, whatever leads there.
CREATE FUNCTION contract_is_accepted_by_a_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IN ('accepted', 'part_accepted') AND NOT EXISTS (SELECT FROM acceptance WHERE contract_id = NEW.id
      AND result = 'passed' AND (accepted_part IS NULL) = (NEW.state = 'accepted')) THEN
    RAISE EXCEPTION 'no round of acceptance has accepted this contract' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'settled' AND OLD.state NOT IN ('terminated', 'rescinded') AND NOT EXISTS (
      SELECT FROM acceptance WHERE contract_id = NEW.id AND result = 'passed'
        AND (state = 'published' OR NOT public_service)) THEN
    RAISE EXCEPTION 'no published round of acceptance has accepted this contract' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER contract_is_accepted_by_a_round BEFORE UPDATE OF state ON contract
FOR EACH ROW
WHEN (new.conducted = 'here' AND old.state IS DISTINCT FROM new.state)
EXECUTE FUNCTION contract_is_accepted_by_a_round();
