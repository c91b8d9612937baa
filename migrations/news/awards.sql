DROP VIEW IF EXISTS told_results;

-- A row is a published result of a lot that is conducted here, for each body that bid for it: one that took the place of another is
-- another day's. It is read for that body alone.
CREATE VIEW told_results AS
SELECT DISTINCT b.bidder_id, b.tender_id, b.lot_id, l.no AS lot_no, a.published_on
FROM bid b JOIN lot l ON l.id = b.lot_id JOIN award a ON a.lot_id = b.lot_id
WHERE b.state IS NOT NULL AND b.bidder_id IS NOT NULL AND a.published_on IS NOT NULL;
