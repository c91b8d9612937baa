-- What tables need before they can be made.

-- Similar names are found by trigrams; the periods of thresholds exclude each other.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Business time: the wall clock and how far it was moved. Columns have it as default, and it reads a table itself.
SET check_function_bodies = off;
CREATE FUNCTION business_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL UNSAFE AS $$
  SELECT clock_timestamp() + coalesce((SELECT behind FROM business_time), interval '0')
$$;
RESET check_function_bodies;
