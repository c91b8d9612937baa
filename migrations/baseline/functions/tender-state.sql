-- State of a recorded tender at an instant: a deadline closes it without a change of its row.
CREATE FUNCTION tender_state_at(state text, deadline_at timestamptz, at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN deadline_at <= at AND (state IS NULL OR state IN ('intent_published', 'open')) THEN 'closed'
    ELSE state END
$$;
