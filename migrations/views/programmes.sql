-- A row is a programme of purchases of one year. `source` is the kind of its source; `categories` are those of its budget lines.
CREATE VIEW programmes AS
SELECT p.id, p.dataset, p.buyer_id, p.name, p.year, p.region, p.calendar, p.source ->> 'kind' AS source,
  ARRAY(SELECT DISTINCT b.category FROM budget_line b WHERE b.programme_id = p.id AND b.category IS NOT NULL ORDER BY 1) AS categories,
  coalesce((SELECT min(e.system || ':' || e.value) FROM external_id e WHERE e.root_id = p.id AND e.root_type = 'programme'),
    concat_ws('/', p.dataset, (SELECT coalesce(o.credit_code, o.name) FROM organisation o WHERE o.id = p.buyer_id), p.year, p.name)) AS key,
  coalesce((SELECT e.at FROM audit_entry e WHERE e.aggregate_type = 'programme' AND e.aggregate_id = p.id::text AND e.seq = 1),
    p.created_at + coalesce((SELECT behind FROM business_time), interval '0')) AS recorded_at
FROM programme p;

-- A row asks that money of a budget line may be used later.
CREATE VIEW budget_extensions AS
SELECT x.id, x.programme_id, x.budget_line_id, x.state FROM budget_extension x;
