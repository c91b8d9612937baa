DROP VIEW IF EXISTS unoffered_handovers;

-- A row is a service line whose recipients a plan passes to another body, and that nobody has offered to it.
CREATE VIEW unoffered_handovers AS
SELECT i.plan_id, i.service_line_id, l.name AS line_name, i.starts_on
FROM continuity_plan_item i JOIN continuity_plan p ON p.id = i.plan_id LEFT JOIN service_line l ON l.id = i.service_line_id
WHERE i.kind IN ('hand_over', 'absorb') AND p.state = 'agreed'
  AND NOT EXISTS (SELECT FROM handover h WHERE h.contract_id = p.contract_id AND h.service_line_id = i.service_line_id AND h.state <> 'withdrawn');
