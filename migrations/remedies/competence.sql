-- The budget level (预算级次) of a body: what it states, else what its region says. Null: nobody knows, as of a body of the whole
-- country, which may be a ministry or only watch over everything.
CREATE OR REPLACE FUNCTION fiscal_level(stated text, region text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN stated IS NOT NULL THEN stated WHEN region IS NULL OR region = '000000' THEN NULL
    WHEN region LIKE '__0000' THEN 'provincial' WHEN region LIKE '____00' THEN 'municipal' ELSE 'county' END
$$;

-- The place whose finance a body of a level belongs to: the first digits of its region, none for the country.
CREATE OR REPLACE FUNCTION fiscal_place(level text, region text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE level WHEN 'central' THEN '' WHEN 'provincial' THEN left(region, 2) WHEN 'municipal' THEN left(region, 4)
    WHEN 'county' THEN left(region, 6) END
$$;

-- Where a complaint about a purchase belongs (Order 94 articles 5 and 6): the level and the place of its buyer; of several buyers
-- the highest level, and at one level the authority that their documents name, else the one that received a complaint first.
-- `authority` is null where any of that level and place will do. No row: a level is not known, and nobody can say who is competent.
CREATE OR REPLACE FUNCTION complaint_authorities(purchase uuid)
RETURNS TABLE (level text, place text, authority uuid) LANGUAGE sql STABLE AS $$
  WITH buyers AS (
    SELECT fiscal_level(o.budget_level, o.region) AS level,
      fiscal_place(fiscal_level(o.budget_level, o.region), coalesce(o.region, t.region)) AS place
    FROM tender t JOIN organisation o ON o.id = t.buyer_id OR t.terms -> 'jointBuyers' ? o.id::text
    WHERE t.id = purchase
  ), ranked AS (
    SELECT DISTINCT b.level, b.place, rank() OVER (ORDER BY array_position(ARRAY['central', 'provincial', 'municipal', 'county'], b.level)) AS high
    FROM buyers b WHERE NOT EXISTS (SELECT FROM buyers u WHERE u.level IS NULL OR u.place IS NULL)
  ), highest AS (SELECT r.level, r.place FROM ranked r WHERE r.high = 1
  ), agreed AS (
    SELECT CASE WHEN (SELECT count(*) FROM highest) > 1 THEN coalesce(
      (SELECT (t.terms ->> 'complaintAuthority')::uuid FROM tender t WHERE t.id = purchase),
      (SELECT x.authority_id FROM complaint x JOIN organisation a ON a.id = x.authority_id
       JOIN highest h ON h.level = fiscal_level(a.budget_level, a.region) AND h.place = fiscal_place(h.level, a.region)
       WHERE x.tender_id = purchase ORDER BY x.received_at, x.id LIMIT 1)) END AS authority
  )
  SELECT h.level, h.place, a.authority FROM highest h CROSS JOIN agreed a
$$;

-- Whether one of these bodies may deal with complaints about a purchase; null where nobody can say, since a level is not known.
CREATE OR REPLACE FUNCTION is_competent(bodies uuid[], purchase uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM complaint_authorities(purchase)) THEN (
    SELECT bool_or(CASE
      WHEN fiscal_level(o.budget_level, o.region) IS NULL THEN NULL
      ELSE EXISTS (SELECT FROM complaint_authorities(purchase) c WHERE c.level = fiscal_level(o.budget_level, o.region)
        AND c.place = fiscal_place(c.level, o.region) AND (c.authority IS NULL OR c.authority = o.id)) END)
    FROM organisation o WHERE o.id = ANY (bodies)) END
$$;
