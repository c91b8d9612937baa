-- Refuses to change what was confirmed: a correction of an old record changes the next settlement.
CREATE FUNCTION settlement_keeps_its_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a settlement that was confirmed stays as it is' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER settlement_keeps_its_sum BEFORE UPDATE OR DELETE ON settlement
FOR EACH ROW
WHEN (old.state = 'confirmed')
EXECUTE FUNCTION settlement_keeps_its_sum();

-- Refuses settlements that together with the fixed part go beyond what was accepted, or before an acceptance beyond the
-- contract with its supplements.
CREATE FUNCTION settlement_within_cap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cap bigint; settled bigint;
BEGIN
  SELECT coalesce(c.accepted_amount, c.amount + c.supplements)
      - coalesce(round((c.content #>> '{price,fixed}')::numeric * 100)::bigint, 0) INTO cap
    FROM contract c WHERE c.id = NEW.contract_id FOR NO KEY UPDATE;
  SELECT sum(s.total) INTO settled FROM settlement s WHERE s.contract_id = NEW.contract_id AND s.state = 'confirmed';
  IF settled > coalesce(cap, 0) THEN
    RAISE EXCEPTION 'settlements of % exceed the cap of %', settled, cap USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER settlement_within_cap AFTER INSERT OR UPDATE ON settlement
FOR EACH ROW
WHEN (new.state = 'confirmed' AND new.total > 0)
EXECUTE FUNCTION settlement_within_cap();
