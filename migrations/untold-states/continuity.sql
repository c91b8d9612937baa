DROP VIEW IF EXISTS planned_renewals;

-- A row is a service line that a plan goes on with under the same award, from its first day to its last.
CREATE VIEW planned_renewals AS
SELECT i.plan_id, i.service_line_id, i.starts_on, i.until FROM continuity_plan_item i WHERE i.kind = 'renew';
