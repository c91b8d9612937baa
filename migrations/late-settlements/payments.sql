DROP VIEW IF EXISTS late_settlements;

-- A row is a contract that is paid by the unit and has no further period to settle, where work was recorded, or a supplement agreed on,
-- since its last settlement was proposed, with the last day up to which it was settled. Whether more is owed for it is known by its sum alone.
CREATE VIEW late_settlements AS
SELECT c.id AS contract_id, done.period_to AS settled_to, late.since
FROM contract c
CROSS JOIN LATERAL (SELECT s.period_to, s.proposed_at FROM settlement s WHERE s.contract_id = c.id AND s.state = 'confirmed'
  ORDER BY s.period_to DESC LIMIT 1) done
CROSS JOIN LATERAL (SELECT greatest(
  (SELECT max(r.recorded_at) FROM service_record r WHERE r.contract_id = c.id AND r.within_contract AND r.recorded_at > done.proposed_at),
  (SELECT max(a.in_force_on)::timestamp AT TIME ZONE 'Asia/Shanghai' FROM contract_amendment a WHERE a.contract_id = c.id
    AND a.state = 'in_force' AND a.supplement > 0 AND a.in_force_on >= (done.proposed_at AT TIME ZONE 'Asia/Shanghai')::date)) AS since) late
WHERE c.conducted = 'here' AND c.content_agreed AND c.content #>> '{price,kind}' <> 'sum' AND late.since IS NOT NULL
  AND c.state IN ('active', 'halted', 'delivered', 'terminated', 'accepted', 'part_accepted')
  AND NOT EXISTS (SELECT FROM unsettled_periods u WHERE u.contract_id = c.id)
  AND NOT EXISTS (SELECT FROM settlement s WHERE s.contract_id = c.id AND s.state = 'proposed')
  AND NOT EXISTS (SELECT FROM returned_settlements r WHERE r.contract_id = c.id);
