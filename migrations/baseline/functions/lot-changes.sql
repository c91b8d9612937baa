-- Keeps the state before a lot ended: a failure may turn out to have been declared unlawfully.
CREATE FUNCTION lot_keeps_where_it_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IN ('failed', 'cancelled') AND OLD.state NOT IN ('failed', 'cancelled') THEN
    NEW.ended_from := coalesce(OLD.suspended_from, OLD.state);
  ELSIF NEW.state NOT IN ('failed', 'cancelled') THEN
    NEW.ended_from := NULL;
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER lot_keeps_where_it_ended BEFORE UPDATE OF state ON lot
FOR EACH ROW EXECUTE FUNCTION lot_keeps_where_it_ended();

-- Ends the spell of a lot that is no longer suspended, whatever ended it: the authority, the limit, or a decision.
CREATE FUNCTION lot_ends_its_suspension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE suspension_spell SET ended = business_now() WHERE lot_id = NEW.id AND ended IS NULL;
  RETURN NULL;
END
$$;

CREATE TRIGGER lot_ends_its_suspension AFTER UPDATE OF state ON lot
FOR EACH ROW
WHEN (old.state = 'suspended' AND new.state IS DISTINCT FROM 'suspended')
EXECUTE FUNCTION lot_ends_its_suspension();

-- Drops the proposal to end a lot once its state changes: it was made for the state before.
CREATE FUNCTION lot_proposal_lapses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.ending := NULL;
  RETURN NEW;
END
$$;

CREATE TRIGGER lot_proposal_lapses BEFORE UPDATE OF state ON lot
FOR EACH ROW
WHEN (old.state IS DISTINCT FROM new.state AND old.ending IS NOT NULL)
EXECUTE FUNCTION lot_proposal_lapses();
