DROP VIEW IF EXISTS told_results;

-- A row is a published result of a lot that is conducted here, for each body that bid for it: one that took the place of another is
-- a result of its own, all suppliers of a framework are one, and a day that the official notice moved is none. It is read for that body alone.
CREATE VIEW told_results AS
SELECT b.bidder_id, b.tender_id, b.lot_id, l.no AS lot_no, CASE WHEN a.several THEN b.lot_id ELSE a.id END AS result,
  min(a.published_on) AS published_on,
  (SELECT min(v.published_at) FROM tender_revision v WHERE v.tender_id = b.tender_id) AS issued_at
FROM bid b JOIN lot l ON l.id = b.lot_id JOIN award a ON a.lot_id = b.lot_id
WHERE b.state IS NOT NULL AND b.bidder_id IS NOT NULL AND a.published_on IS NOT NULL
GROUP BY b.bidder_id, b.tender_id, b.lot_id, l.no, 5;
