-- The day of business time in China.
CREATE FUNCTION business_today() RETURNS date LANGUAGE sql VOLATILE PARALLEL UNSAFE AS $$
  SELECT (business_now() AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- Refuses to move business time back.
CREATE FUNCTION business_time_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.behind < OLD.behind THEN
    RAISE EXCEPTION 'business time only moves forward' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER business_time_only_forward BEFORE UPDATE OR DELETE ON business_time
FOR EACH ROW EXECUTE FUNCTION business_time_only_forward();
