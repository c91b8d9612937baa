-- Refuses to change the terms of a requested instalment; an amendment changes only scheduled ones.
CREATE FUNCTION payment_keeps_its_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an instalment that was asked for keeps its terms' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER payment_keeps_its_terms BEFORE UPDATE ON payment
FOR EACH ROW
WHEN (old.state <> 'scheduled' AND new.state <> 'scheduled'
  AND (old.contract_id, old.amount, old.trigger, old.trigger_of, old.share, old.claimed)
    IS DISTINCT FROM (new.contract_id, new.amount, new.trigger, new.trigger_of, new.share, new.claimed))
EXECUTE FUNCTION payment_keeps_its_terms();

-- Refuses payments beyond what was accepted, or before an acceptance beyond the contract with its supplements. A
-- failed transfer asks for nothing more.
CREATE FUNCTION payment_within_contract() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whole bigint; asked bigint;
BEGIN
  SELECT coalesce(c.accepted_amount, c.amount + c.supplements) INTO whole FROM contract c
    WHERE c.id = NEW.contract_id FOR NO KEY UPDATE;
  SELECT sum(p.claimed) INTO asked FROM payment p
    WHERE p.contract_id = NEW.contract_id AND p.state IN ('due', 'approved', 'failed', 'paid');
  IF asked > coalesce(whole, 0) THEN
    RAISE EXCEPTION 'payments of % exceed the contract of %', asked, whole USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER payment_within_contract AFTER INSERT OR UPDATE OF state, claimed, contract_id ON payment
FOR EACH ROW
WHEN (new.state IN ('due', 'approved', 'paid'))
EXECUTE FUNCTION payment_within_contract();
