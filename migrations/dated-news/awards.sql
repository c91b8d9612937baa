DROP VIEW IF EXISTS told_suspensions;

-- A row is a suspension of a lot that is conducted here, for each body that takes part in its purchase: the buyer, who buys together with it, its agent, and
-- whose bid for the lot was opened. Whose a sealed bid is no row says. It is read for that body alone; one whose `side` is the buyer stands for each suspension. What is new of it is asked by
-- the plain columns `began` and `ended`, which have an index each.
CREATE VIEW told_suspensions AS
SELECT p.organisation_id, p.side, l.tender_id, l.id AS lot_id, l.no AS lot_no, s.began,
  CASE WHEN l.state NOT IN ('failed', 'cancelled') THEN s.ended END AS resumed,
  (SELECT min(v.published_at) FROM tender_revision v WHERE v.tender_id = l.tender_id) AS issued_at, s.ended
FROM suspension_spell s JOIN lot l ON l.id = s.lot_id JOIN tender t ON t.id = l.tender_id
CROSS JOIN LATERAL (
  VALUES (t.buyer_id, 'buyer'), (t.agent_id, 'agent')
  UNION SELECT b.bidder_id, 'bidder' FROM bid b WHERE b.lot_id = l.id AND b.state IS NOT NULL
  UNION SELECT j.id::uuid, 'joint' FROM jsonb_array_elements_text(
    CASE jsonb_typeof(t.terms -> 'jointBuyers') WHEN 'array' THEN t.terms -> 'jointBuyers' ELSE '[]' END) AS j(id) WHERE j.id::uuid <> t.buyer_id
) AS p (organisation_id, side);
