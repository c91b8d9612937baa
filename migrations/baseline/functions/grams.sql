-- One- and two-character grams of a text. Chinese has no spaces between words, and a database of locale C makes no
-- Chinese trigrams.
CREATE FUNCTION grams(text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT coalesce(array_agg(DISTINCT g), '{}') FROM (
    SELECT substr(s, i, n) AS g
    FROM (SELECT lower(regexp_replace($1, '\s+', ' ', 'g')) AS s) t, generate_series(1, length(s)) i, generate_series(1, 2) n
    WHERE i + n - 1 <= length(s)
  ) x
$$;
