-- Where a complaint about a purchase belongs (Order 94 articles 5 and 6): the level and the place of its buyer; of several buyers
-- the highest level, and at one level the authority that their documents name, else the one that received a complaint first. An
-- authority of another level or place is none of those, whoever names it: else nobody could deal with a complaint.
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
  ), named AS (
    SELECT (t.terms ->> 'complaintAuthority')::uuid AS authority, 0 AS step, NULL::timestamptz AS at, NULL::uuid AS id
    FROM tender t WHERE t.id = purchase
    UNION ALL SELECT x.authority_id, 1, x.received_at, x.id FROM complaint x WHERE x.tender_id = purchase
  ), agreed AS (
    SELECT CASE WHEN (SELECT count(*) FROM highest) > 1 THEN (
      SELECT n.authority FROM named n JOIN organisation a ON a.id = n.authority
      JOIN highest h ON h.level = fiscal_level(a.budget_level, a.region) AND h.place = fiscal_place(h.level, a.region)
      ORDER BY n.step, n.at, n.id LIMIT 1) END AS authority
  )
  SELECT h.level, h.place, a.authority FROM highest h CROSS JOIN agreed a
$$;
