-- What every request asks is planned once a connection: a function in SQL is planned anew by every statement, at each place that
-- calls it.
CREATE OR REPLACE FUNCTION business_now() RETURNS timestamptz LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE AS $$
DECLARE
  ahead interval;
BEGIN
  SELECT behind INTO ahead FROM business_time;
  RETURN clock_timestamp() + coalesce(ahead, interval '0');
END
$$;

CREATE OR REPLACE FUNCTION business_today() RETURNS date LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE AS $$
BEGIN
  RETURN (business_now() AT TIME ZONE 'Asia/Shanghai')::date;
END
$$;

-- For one tender, planning takes longer than writing its public row.
ALTER FUNCTION publish_tenders(uuid[]) SET plan_cache_mode = force_generic_plan;
