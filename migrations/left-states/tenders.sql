DROP VIEW IF EXISTS failed_lots;

-- A row is a lot that failed and that no further round has taken up, and of which no other method was asked for that is still to be decided.
CREATE VIEW failed_lots AS
SELECT l.id AS lot_id, l.tender_id, l.no
FROM lot l JOIN tender t ON t.id = l.tender_id
WHERE l.state = 'failed' AND t.conducted = 'here'
  AND NOT EXISTS (SELECT FROM tender n JOIN lot m ON m.tender_id = n.id AND m.no = l.no
    WHERE n.copied_from = t.id AND n.purchase_id = t.purchase_id AND n.state IS DISTINCT FROM 'cancelled')
  AND NOT EXISTS (SELECT FROM method_change c WHERE c.tender_id = t.id AND l.no = ANY (c.lots) AND c.state = 'requested');
