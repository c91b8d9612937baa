-- Counts the tables of which this transaction has written more than twice the rows that the planner knows of: nothing else tells it
-- of rows that are not committed, and a vacuum meanwhile tells it that there are none. What is counted of the rows goes with a
-- transaction that is taken back, how many there were stays until the next vacuum, which waits for the end of this transaction.
-- A table that another session counts is left to it. Only an owner may count.
CREATE FUNCTION analyze_written_tables(fewest bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET default_statistics_target = 10 AS $$
DECLARE
  written regclass;
BEGIN
  FOR written IN
    SELECT oid::regclass FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND pg_stat_get_xact_tuples_inserted(oid) >= greatest(fewest, 2 * reltuples) ORDER BY relname
  LOOP
    EXECUTE format('ANALYZE (SKIP_LOCKED) %s', written);
  END LOOP;
END;
$$;
