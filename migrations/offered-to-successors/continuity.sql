DROP VIEW IF EXISTS unoffered_handovers;

-- A row is a service line whose recipients a plan passes to another body, and that nobody has offered to it: to whom the plan names, or, of a
-- line that was tendered anew and of which somebody is served, to the agency of the first signed contract that follows. `agency_id` is the
-- agency that takes them over; a committee that takes its own residents in is none.
CREATE VIEW unoffered_handovers AS
SELECT i.plan_id, i.service_line_id, l.name AS line_name, i.starts_on,
  CASE i.kind WHEN 'hand_over' THEN i.receiver_id WHEN 'retender' THEN n.supplier_id END AS agency_id
FROM continuity_plan_item i JOIN continuity_plan p ON p.id = i.plan_id JOIN contract c ON c.id = p.contract_id
LEFT JOIN service_line l ON l.id = i.service_line_id
LEFT JOIN LATERAL (SELECT bool_and(s.supplier_id <> c.supplier_id) AS is_other,
    (array_agg(s.supplier_id ORDER BY coalesce(s.started_on::text, s.window_start), s.id))[1] AS supplier_id
  FROM contract s JOIN contract_service_line q ON q.contract_id = s.id AND q.service_line_id = i.service_line_id
  WHERE i.kind = 'retender' AND s.id <> c.id AND s.dataset = c.dataset AND s.state NOT IN ('draft', 'void', 'terminated', 'rescinded')
    AND NOT EXISTS (SELECT FROM contract_ending e WHERE e.contract_id = s.id AND e.kind = 'rescission' AND e.state = 'carried_out')
    AND s.window_end > least(c.content #>> '{window,end}', c.terminated_on)) n ON true
WHERE p.state = 'agreed'
  AND (i.kind IN ('hand_over', 'absorb') OR n.is_other AND EXISTS (SELECT FROM recipient r
    WHERE r.service_line_id = i.service_line_id AND r.holder_id = c.supplier_id AND (r.until IS NULL OR r.until >= business_today())
      AND (r.contract_id = c.id OR NOT EXISTS (
        SELECT FROM contract other WHERE other.id = r.contract_id AND other.state IN ('signed', 'active', 'halted')))))
  AND NOT EXISTS (SELECT FROM handover h WHERE h.contract_id = p.contract_id AND h.service_line_id = i.service_line_id AND h.state <> 'withdrawn');
