-- A body that a fact names, under the record in which it goes on: `organisation` is that record, `recordedAs` the one that the fact
-- was recorded of.
CREATE OR REPLACE FUNCTION merged_party(party jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT party || jsonb_build_object('organisation', o.merged_into, 'recordedAs', o.id) FROM organisation o
    WHERE o.id = (party ->> 'organisation')::uuid AND o.merged_into IS NOT NULL), party)
$$;

-- What a fact says, with every body that it names so. Most facts name none that was merged, and are answered as they are.
CREATE OR REPLACE FUNCTION merged_parties(data jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  named uuid[] := ARRAY(SELECT (x #>> '{}')::uuid FROM jsonb_path_query(data, '$.*[*].organisation') AS x);
BEGIN
  IF cardinality(named) = 0 OR NOT EXISTS (SELECT FROM organisation o WHERE o.id = ANY (named) AND o.merged_into IS NOT NULL) THEN
    RETURN data;
  END IF;
  RETURN data || (SELECT jsonb_object_agg(e.key, CASE jsonb_typeof(e.value)
      WHEN 'object' THEN merged_party(e.value)
      WHEN 'array' THEN (SELECT coalesce(jsonb_agg(merged_party(x.party) ORDER BY x.n), '[]')
        FROM jsonb_array_elements(e.value) WITH ORDINALITY AS x(party, n))
      ELSE e.value END)
    FROM jsonb_each(data) AS e WHERE e.key IN ('bidder', 'supplier', 'evaluator', 'members', 'subcontractors'));
END
$$;
