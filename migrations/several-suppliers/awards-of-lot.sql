-- Holds the awards of a lot to what the lot says of its suppliers: one of several only where it has several, and no more than it has.
-- It waits for the end of the transaction, in which the lot and its awards change one after the other.
CREATE FUNCTION awards_agree_with_lot(checked uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE places integer;
BEGIN
  SELECT coalesce(l.suppliers_most, 1) INTO places FROM lot l WHERE l.id = checked FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM award a
    WHERE a.lot_id = checked AND a.state IN ('pending', 'active', 'contracted') AND a.several <> (places > 1)
  ) THEN
    RAISE EXCEPTION 'an award is one of several exactly where its lot has several suppliers' USING ERRCODE = 'check_violation';
  END IF;
  IF places > 1 AND places < (
    SELECT count(*) FROM award a WHERE a.lot_id = checked AND a.state IN ('pending', 'active', 'contracted')
  ) THEN
    RAISE EXCEPTION 'a lot for % suppliers has more awards', places USING ERRCODE = 'check_violation';
  END IF;
END
$$;

CREATE FUNCTION award_agrees_with_lot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM awards_agree_with_lot(NEW.lot_id);
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER award_agrees_with_lot AFTER INSERT OR UPDATE OF lot_id, several, state ON award
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (new.state IN ('pending', 'active', 'contracted'))
EXECUTE FUNCTION award_agrees_with_lot();

CREATE FUNCTION lot_agrees_with_awards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM awards_agree_with_lot(NEW.id);
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER lot_agrees_with_awards AFTER UPDATE OF suppliers_most ON lot
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (old.suppliers_most IS DISTINCT FROM new.suppliers_most)
EXECUTE FUNCTION lot_agrees_with_awards();
