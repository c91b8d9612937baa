-- One- and two-character grams of a text, for indexes that keep each once however often it is given. Told apart here they would
-- cost ten times as much, for every row that an import brings.
CREATE OR REPLACE FUNCTION grams(text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 1000 AS $$
DECLARE
  letters text[] := string_to_array(lower(regexp_replace($1, '\s+', ' ', 'g')), NULL);
BEGIN
  RETURN letters || ARRAY(SELECT a || b FROM unnest(letters[:cardinality(letters) - 1], letters[2:]) AS pair(a, b));
END
$$;
