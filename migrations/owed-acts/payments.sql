DROP VIEW IF EXISTS unsettled_periods;

-- A row is a contract that is paid by the unit, with the first of its periods that no settlement was confirmed of and none waits for,
-- from its first day to its last. It is as long as the price says, else as the reports. What came late, after the last day, is no period.
-- Once the service was delivered there are those that had begun by then, and those in which a record of it nevertheless lies. One that
-- was ended early has its last day by its ending.
CREATE VIEW unsettled_periods AS
SELECT c.id AS contract_id, p.first,
  least((date_trunc('month', p.first::timestamp) + make_interval(months => w.months))::date - 1, w.last) AS last
FROM contract c
CROSS JOIN LATERAL (SELECT coalesce((c.content #>> '{price,every}')::int, (c.content ->> 'reportMonths')::int, 1) AS months,
  CASE length(c.content #>> '{window,start}') WHEN 10 THEN (c.content #>> '{window,start}')::date END AS first,
  least(greatest(CASE length(c.content #>> '{window,end}') WHEN 10 THEN (c.content #>> '{window,end}')::date END, c.rectify_due_on::date),
    CASE length(c.terminated_on) WHEN 10 THEN c.terminated_on::date END) AS last) w
CROSS JOIN LATERAL (SELECT coalesce((SELECT max(s.period_to) + 1 FROM settlement s WHERE s.contract_id = c.id AND s.state = 'confirmed'),
  w.first) AS first) p
WHERE c.conducted = 'here' AND c.content_agreed AND c.content #>> '{price,kind}' <> 'sum'
  AND c.state IN ('active', 'halted', 'delivered', 'terminated', 'accepted', 'part_accepted') AND p.first <= w.last
  AND (c.delivered_on IS NULL OR p.first <= c.delivered_on::date OR EXISTS (SELECT FROM service_record r
    WHERE r.contract_id = c.id AND r.within_contract AND r.served_on BETWEEN p.first AND w.last
      AND NOT r.withdrawn AND NOT EXISTS (SELECT FROM service_record n WHERE n.corrects = r.id)))
  AND NOT EXISTS (SELECT FROM settlement s WHERE s.contract_id = c.id AND s.state = 'proposed')
  AND NOT EXISTS (SELECT FROM returned_settlements r WHERE r.contract_id = c.id);
