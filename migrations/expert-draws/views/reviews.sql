-- A row is an invitation to review a lot that an expert has not answered. Whom it is for is secret until the result.
CREATE VIEW open_invitations AS
SELECT p.id, p.user_id, l.tender_id, l.no AS lot, t.title, d.review_on, coalesce(p.invited_at, d.prepared_at) AS invited_at
FROM expert_place p JOIN expert_draw d ON d.id = p.draw_id JOIN lot l ON l.id = d.lot_id JOIN tender t ON t.id = l.tender_id
WHERE p.state = 'invited' AND lot_state_at(l.state, l.id, business_now()) NOT IN ('failed', 'cancelled');

-- A row is a draw of experts, or a review, with its tender.
CREATE VIEW panel_roots AS
SELECT d.id, l.tender_id FROM expert_draw d JOIN lot l ON l.id = d.lot_id
UNION ALL
SELECT v.id, v.tender_id FROM review v;
