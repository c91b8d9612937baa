-- As `told-statements/rows.sql` has it. Nearly every statement changes one row: that is told by expressions alone, which PostgreSQL
-- evaluates in a third of the time that it takes to begin and end a query.
CREATE OR REPLACE FUNCTION tell_changes(table_name text, before jsonb[], after jsonb[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  told jsonb;
  was text;
  is_now text;
BEGIN
  IF cardinality(after) = 1 AND (before IS NULL OR cardinality(before) = 1 AND before[1] ->> 0 = after[1] ->> 0) THEN
    was := row_digest(before[1]);
    is_now := row_digest(after[1]);
    IF was IS DISTINCT FROM is_now THEN
      told := jsonb_build_array(jsonb_build_array(table_name, after[1] ->> 0, was, is_now));
    END IF;
  ELSE
    told := (
      SELECT jsonb_agg(jsonb_build_array(table_name, r.id, r.before, r.after))
      FROM (
        SELECT c.content ->> 0 AS id, min(d.digest) FILTER (WHERE NOT c.later) AS before, min(d.digest) FILTER (WHERE c.later) AS after
        FROM (
          SELECT content, false AS later FROM unnest(before) AS content
          UNION ALL
          SELECT content, true FROM unnest(after) AS content
        ) c
        CROSS JOIN LATERAL (SELECT left(encode(sha256(convert_to(c.content::text, 'UTF8')), 'base64'), 24) AS digest) d
        GROUP BY c.content ->> 0
      ) r
      WHERE r.before IS DISTINCT FROM r.after
    );
  END IF;
  IF told IS NOT NULL THEN
    RAISE INFO 'rows changed' USING DETAIL = told;
  END IF;
END $$;
