DROP VIEW IF EXISTS panel_seats, asked_explanations;

-- A row is a seat in the panel of a lot, with what its member has done there. Who sits in it is secret until the result: it is read
-- for the member alone.
CREATE VIEW panel_seats AS
SELECT m.id, m.user_id, v.tender_id, v.lot_id, v.state, l.state AS lot_state, concat(t.title, ' #', l.no, ' ' || l.name) AS label,
  t.title, m.appointed_at, t.updated_at, m.locked_at IS NOT NULL AS locked,
  m.signed_at IS NOT NULL OR m.unsigned_reason IS NOT NULL AS spoken,
  EXISTS (SELECT FROM review_declaration d WHERE d.member_id = m.id) AS declared
FROM review_member m JOIN review v ON v.id = m.review_id JOIN lot l ON l.id = v.lot_id JOIN tender t ON t.id = v.tender_id
WHERE m.ended_at IS NULL;

-- A row asks a bidder to explain its price, until it is settled; not why. It is read for the bidder alone.
CREATE VIEW asked_explanations AS
SELECT b.id AS bid_id, b.bidder_id, b.tender_id, b.lot_id, concat(t.title, ' #', l.no, ' ' || l.name) AS label, t.title, x.asked_at, x.due_at
FROM bid b JOIN bid_explanation x ON x.bid_id = b.id JOIN lot l ON l.id = b.lot_id JOIN tender t ON t.id = b.tender_id
WHERE x.explained_at IS NULL AND x.settled_at IS NULL AND l.state IN ('opened', 'final_offers_in');
