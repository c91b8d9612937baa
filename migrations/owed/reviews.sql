DROP VIEW IF EXISTS lost_bids;

-- A row is a bid, or a final offer, that could not be read at the opening and for which its bidder's own copy may stand now. It is
-- read for that bidder alone. Final offers themselves are read by no view: the check that found one lost is younger than their deadline.
CREATE VIEW lost_bids AS
SELECT b.id AS bid_id, b.bidder_id, b.tender_id, b.lot_id, t.title, l.no AS lot_no,
  CASE b.state WHEN 'unreadable' THEN 'restore' ELSE 'restore-final-offer' END AS step,
  CASE b.state WHEN 'unreadable' THEN (SELECT max(o.held_at) FROM opening o WHERE o.tender_id = b.tender_id) ELSE l.final_deadline_at END AS opened_at,
  t.updated_at
FROM bid b JOIN lot l ON l.id = b.lot_id JOIN tender t ON t.id = b.tender_id
WHERE t.conducted = 'here' AND (b.state = 'unreadable' AND l.state = 'opened'
  OR b.state = 'rejected' AND l.state = 'final_offers_in'
    AND EXISTS (SELECT FROM bid_check c WHERE c.bid_id = b.id AND c.stage = 'consultation' AND c.ground = 'unreadable'
      AND c.checked_at >= l.final_deadline_at)
    AND NOT EXISTS (SELECT FROM review v WHERE v.lot_id = l.id AND v.state <> 'dissolved' AND (v.state NOT IN ('appointed', 'declared')
      OR EXISTS (SELECT FROM review_member m WHERE m.review_id = v.id AND m.locked_at IS NOT NULL))));
