-- Lets a tender with a new question be assessed tomorrow: the answer is due within three working days (Regulation
-- article 52). A question leaves no event, so that nobody learns who asks.
CREATE FUNCTION tender_is_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE risk_subject SET due_on = least(due_on, business_today() + 1)
  WHERE subject_type = 'tender' AND subject_id = NEW.tender_id;
  RETURN NULL;
END
$$;

CREATE TRIGGER tender_is_asked AFTER INSERT ON clarification
FOR EACH ROW EXECUTE FUNCTION tender_is_asked();
