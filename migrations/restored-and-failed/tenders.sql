-- A row is a lot that failed, that may be taken up by a further round (`selectFailedLots`): none has taken it up, and it is bought in no other
-- round of its purchase, an earlier one whose failure was undone among them. Where another method was asked for, that is decided first.
CREATE OR REPLACE VIEW failed_lots AS
SELECT l.id AS lot_id, l.tender_id, l.no
FROM lot l JOIN tender t ON t.id = l.tender_id
WHERE l.state = 'failed' AND t.conducted = 'here'
  AND NOT EXISTS (SELECT FROM tender n JOIN lot m ON m.tender_id = n.id AND m.no = l.no
    WHERE n.purchase_id = t.purchase_id AND n.id <> t.id
      AND (n.copied_from = t.id AND n.state IS DISTINCT FROM 'cancelled' OR coalesce(m.state, n.state) NOT IN ('failed', 'cancelled')))
  AND NOT EXISTS (SELECT FROM method_change c WHERE c.tender_id = t.id AND l.no = ANY (c.lots) AND c.state = 'requested');
