-- What lots of a published tender may cost, in fen, where it is another amount than the tender's budget: the highest price and the
-- budget of each, of a draft what its intent said. Most tenders have none. The index knows the least and the greatest of a row, which
-- for lots of one tender lie near each other; the budget has its own.
CREATE FUNCTION public_tender_has_amounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.lot_amounts := (
    SELECT range_agg(int8range(a.amount, a.amount, '[]'))
    FROM tender t CROSS JOIN LATERAL (
      SELECT unnest(ARRAY[l.ceiling, l.budget]) AS amount FROM lot l WHERE l.tender_id = t.id AND (t.intended IS NULL OR t.revision IS NOT NULL)
      UNION ALL
      SELECT ((i ->> 'ceiling')::numeric * 100)::bigint FROM jsonb_array_elements(t.intended -> 'lots') AS i WHERE t.revision IS NULL
    ) a WHERE t.id = NEW.id AND a.amount IS NOT NULL AND a.amount IS DISTINCT FROM NEW.budget);
  RETURN NEW;
END
$$;

CREATE TRIGGER public_tender_has_amounts BEFORE INSERT OR UPDATE ON public_tender FOR EACH ROW
EXECUTE FUNCTION public_tender_has_amounts();

-- The rows that stand have their amounts before the index is built over them.
UPDATE public_tender SET lot_amounts = NULL;
CREATE INDEX public_tender_lot_amounts ON public_tender USING gist (lot_amounts) WHERE lot_amounts IS NOT NULL;

-- Of many lots that one statement changes the tender is published once.
CREATE FUNCTION changed_lots_are_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[] := ARRAY(SELECT DISTINCT p.id FROM changed c JOIN before b ON b.id = c.id JOIN public_tender p ON p.id = c.tender_id
    WHERE (c.name, c.ceiling, c.budget) IS DISTINCT FROM (b.name, b.ceiling, b.budget));
BEGIN
  IF ids <> '{}' THEN
    PERFORM publish_tenders_again(ids);
  END IF;
  RETURN NULL;
END
$$;

DROP TRIGGER lot_name_is_published ON lot;
CREATE TRIGGER changed_lots_are_published AFTER UPDATE ON lot REFERENCING OLD TABLE AS before NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION changed_lots_are_published();
