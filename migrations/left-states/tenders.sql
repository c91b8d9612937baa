DROP VIEW IF EXISTS failed_lots;

-- A row is a lot that failed and that no further round has taken up, and of which no other method was asked for that is still to be decided.
CREATE VIEW failed_lots AS
SELECT l.id AS lot_id, l.tender_id, l.no
FROM lot l JOIN tender t ON t.id = l.tender_id
WHERE l.state = 'failed' AND t.conducted = 'here'
  AND NOT EXISTS (SELECT FROM tender n JOIN lot m ON m.tender_id = n.id AND m.no = l.no
    WHERE n.copied_from = t.id AND n.purchase_id = t.purchase_id AND n.state IS DISTINCT FROM 'cancelled')
  AND NOT EXISTS (SELECT FROM method_change c WHERE c.tender_id = t.id AND l.no = ANY (c.lots) AND c.state = 'requested');

DROP VIEW IF EXISTS closable_programmes;

-- A row is a programme that was approved and that nothing keeps open: no purchase of it that is conducted here goes on. Money of it may
-- be used until `use_until`, as it was extended; null where no line of it says a day.
CREATE VIEW closable_programmes AS
SELECT p.id, p.name, p.buyer_id, p.year, (SELECT max(latest_day(b.use_by)) FROM budget_line b WHERE b.programme_id = p.id) AS use_until
FROM programme p
WHERE p.state IN ('approved', 'adjusted') AND NOT EXISTS (SELECT FROM tender t
  WHERE t.programme_id = p.id AND t.conducted = 'here' AND t.state NOT IN ('contracted', 'failed', 'cancelled'));
