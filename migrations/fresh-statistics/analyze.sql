-- Counts the tables that this transaction has written rows of and that the planner takes for small: nothing else tells it of rows that are
-- not committed, and a vacuum meanwhile tells it that there are none. What is counted of the columns goes with a transaction that is
-- taken back, how many rows there were stays until the next vacuum, which waits for the end of this transaction. The columns are
-- named, or PostgreSQL would forget what was committed and not counted yet. A table that another session counts is left to it. Only an
-- owner may count.
CREATE FUNCTION analyze_written_tables(fewest bigint, most real) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET default_statistics_target = 10 AS $$
DECLARE
  written oid;
BEGIN
  FOR written IN
    SELECT c.oid FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND pg_stat_get_xact_tuples_inserted(c.oid) >= fewest AND c.reltuples <= most ORDER BY c.relname
  LOOP
    EXECUTE format('ANALYZE (SKIP_LOCKED) %s (%s)', written::regclass,
      (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
       WHERE a.attrelid = written AND a.attnum > 0 AND NOT a.attisdropped));
  END LOOP;
END;
$$;
REVOKE EXECUTE ON FUNCTION analyze_written_tables(bigint, real) FROM PUBLIC;
