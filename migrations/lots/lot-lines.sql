-- Holds the lines of lots within those of their tender, which lists and searches read.
CREATE FUNCTION lot_line_is_of_its_tender() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM lot l JOIN tender_service_line t ON t.tender_id = l.tender_id
    WHERE l.id = NEW.lot_id AND t.service_line_id = NEW.service_line_id
  ) THEN
    RAISE EXCEPTION 'a lot serves no line that its tender does not serve' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER lot_line_is_of_its_tender BEFORE INSERT OR UPDATE ON lot_service_line
FOR EACH ROW EXECUTE FUNCTION lot_line_is_of_its_tender();

CREATE FUNCTION tender_keeps_lines_of_lots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM lot_service_line s JOIN lot l ON l.id = s.lot_id
    WHERE l.tender_id = OLD.tender_id AND s.service_line_id = OLD.service_line_id
  ) THEN
    RAISE EXCEPTION 'a lot of the tender serves this line' USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END
$$;

CREATE TRIGGER tender_keeps_lines_of_lots BEFORE DELETE OR UPDATE ON tender_service_line
FOR EACH ROW EXECUTE FUNCTION tender_keeps_lines_of_lots();
