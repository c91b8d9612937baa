-- What an import fires for each row, as the files before have it, by fewer and smaller queries. Only the lots of a draft are read from
-- its intent; a plan that reads both costs several times as much to begin and end as the rows cost to read.
CREATE OR REPLACE FUNCTION public_tender_has_names() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  buyer text;
  lots text;
  lines text;
  intended jsonb;
  drafted boolean;
BEGIN
  SELECT o.name, t.intended -> 'lots', t.intended IS NOT NULL AND t.revision IS NULL INTO buyer, intended, drafted
  FROM tender t LEFT JOIN organisation o ON o.id = NEW.buyer_id WHERE t.id = NEW.id;
  IF drafted THEN
    SELECT string_agg(i ->> 'name', ' ' ORDER BY (i ->> 'no')::integer) INTO lots
    FROM jsonb_array_elements(intended) AS i WHERE strpos(NEW.title, i ->> 'name') = 0;
  ELSE
    SELECT string_agg(l.name, ' ' ORDER BY l.no) INTO lots FROM lot l WHERE l.tender_id = NEW.id AND strpos(NEW.title, l.name) = 0;
  END IF;
  IF NEW.service_lines <> '{}' THEN
    SELECT string_agg(s.name, ' ' ORDER BY s.id) INTO lines FROM service_line s WHERE s.id = ANY (NEW.service_lines);
  END IF;
  NEW.names := concat_ws(' ', buyer, lots, lines);
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION public_tender_has_amounts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  intended jsonb;
  drafted boolean;
BEGIN
  SELECT t.intended -> 'lots', t.intended IS NOT NULL AND t.revision IS NULL INTO intended, drafted FROM tender t WHERE t.id = NEW.id;
  IF drafted THEN
    SELECT range_agg(int8range(a.amount, a.amount, '[]')) INTO NEW.lot_amounts
    FROM (SELECT ((i ->> 'ceiling')::numeric * 100)::bigint AS amount FROM jsonb_array_elements(intended) AS i) a
    WHERE a.amount IS NOT NULL AND a.amount IS DISTINCT FROM NEW.budget;
  ELSE
    SELECT range_agg(int8range(a.amount, a.amount, '[]')) INTO NEW.lot_amounts
    FROM lot l CROSS JOIN unnest(ARRAY[l.ceiling, l.budget]) AS a(amount)
    WHERE l.tender_id = NEW.id AND a.amount IS NOT NULL AND a.amount IS DISTINCT FROM NEW.budget;
  END IF;
  RETURN NEW;
END
$$;

-- An award that stood in its lot before, as one of as many, is held to nothing new by another state in which it stands.
DROP TRIGGER award_agrees_with_lot ON award;
CREATE CONSTRAINT TRIGGER award_agrees_with_lot AFTER INSERT ON award
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (new.state IN ('pending', 'active', 'contracted'))
EXECUTE FUNCTION award_agrees_with_lot();
CREATE CONSTRAINT TRIGGER changed_award_agrees_with_lot AFTER UPDATE OF lot_id, several, state ON award
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (
  new.state IN ('pending', 'active', 'contracted')
  AND (new.lot_id, new.several, true) IS DISTINCT FROM (old.lot_id, old.several, old.state IN ('pending', 'active', 'contracted'))
)
EXECUTE FUNCTION award_agrees_with_lot();

-- Of rows that are new nothing is to be compared with what they said before.
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
  ELSIF before IS NULL THEN
    told := (SELECT jsonb_agg(jsonb_build_array(table_name, content ->> 0, NULL, row_digest(content))) FROM unnest(after) AS content);
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
