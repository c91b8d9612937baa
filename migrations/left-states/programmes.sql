DROP VIEW IF EXISTS closable_programmes;

-- A row is a programme that was approved and that nothing keeps open: no purchase of it that is conducted here goes on. Money of it may
-- be used until `use_until`, as it was extended; null where no line of it says a day.
CREATE VIEW closable_programmes AS
SELECT p.id, p.name, p.buyer_id, p.year, (SELECT max(latest_day(b.use_by)) FROM budget_line b WHERE b.programme_id = p.id) AS use_until
FROM programme p
WHERE p.state IN ('approved', 'adjusted') AND NOT EXISTS (SELECT FROM tender t
  WHERE t.programme_id = p.id AND t.conducted = 'here' AND t.state NOT IN ('contracted', 'failed', 'cancelled'));
