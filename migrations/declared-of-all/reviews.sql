-- A row is a seat in the panel of a lot, with what its member has done there: `declared` of every bid that stands. Who sits in it is secret
-- until the result: it is read for the member alone.
CREATE OR REPLACE VIEW panel_seats AS
SELECT m.id, m.user_id, v.tender_id, v.lot_id, v.state, l.state AS lot_state, concat(t.title, ' #', l.no, ' ' || l.name) AS label,
  t.title, m.appointed_at, t.updated_at, m.locked_at IS NOT NULL AS locked,
  m.signed_at IS NOT NULL OR m.unsigned_reason IS NOT NULL AS spoken,
  NOT EXISTS (SELECT FROM bid b WHERE b.lot_id = l.id AND b.state IN ('opened', 'unreadable', 'valid')
    AND NOT EXISTS (SELECT FROM review_declaration d WHERE d.member_id = m.id AND d.bid_id = b.id)) AS declared
FROM review_member m JOIN review v ON v.id = m.review_id JOIN lot l ON l.id = v.lot_id JOIN tender t ON t.id = v.tender_id
WHERE m.ended_at IS NULL;
