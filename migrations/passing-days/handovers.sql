-- A process of a version before, which acknowledges handovers beside this one during an upgrade, passes the recipients on at once and does
-- not say so.
CREATE FUNCTION handover_passes_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.passes_on := NEW.acknowledged_on;
  NEW.passed_at := NEW.since;
  RETURN NEW;
END
$$;

CREATE TRIGGER handover_passes_at_once BEFORE UPDATE ON handover FOR EACH ROW
WHEN (new.acknowledged_on IS NOT NULL AND new.passes_on IS NULL) EXECUTE FUNCTION handover_passes_at_once();
