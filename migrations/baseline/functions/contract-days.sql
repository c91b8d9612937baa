-- First day of a date that is known to the day, the month or the year.
CREATE FUNCTION earliest_day(partial text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT make_date(left(partial, 4)::int, coalesce(nullif(substr(partial, 6, 2), '')::int, 1),
    coalesce(nullif(substr(partial, 9, 2), '')::int, 1))
$$;

-- Last day of such a date.
CREATE FUNCTION latest_day(partial text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE length(partial)
    WHEN 10 THEN earliest_day(partial)
    WHEN 7 THEN (earliest_day(partial) + interval '1 month')::date - 1
    ELSE make_date(left(partial, 4)::int, 12, 31) END
$$;

-- Days of a contract: its window, up to its termination. Null where an end is not known to the day, or the range is
-- empty.
CREATE FUNCTION contract_days(starts text, ends text, terminated text) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN length(starts) = 10
      AND least(earliest_day(ends), earliest_day(terminated)) = least(latest_day(ends), latest_day(terminated))
      AND least(earliest_day(ends), earliest_day(terminated)) >= earliest_day(starts)
    THEN daterange(earliest_day(starts), least(earliest_day(ends), earliest_day(terminated)), '[]') END
$$;

-- Number of days in ranges.
CREATE FUNCTION days_in(days datemultirange) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(sum(upper(d) - lower(d)), 0) FROM unnest(days) AS u (d)
$$;
