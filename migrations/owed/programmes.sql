DROP VIEW IF EXISTS asked_extensions;

-- A row asks a finance authority that money of a budget line may be used later; `use_by` is the line's day when it was asked.
CREATE VIEW asked_extensions AS
SELECT x.id, x.programme_id, x.budget_line_id, p.name, b.name AS line_name, p.region, o.region AS buyer_region, x.use_by, x.requested_at
FROM budget_extension x JOIN programme p ON p.id = x.programme_id JOIN budget_line b ON b.id = x.budget_line_id
  JOIN organisation o ON o.id = p.buyer_id
WHERE x.state = 'requested';
