-- A row is a plan for what follows a contract, as it was last touched; `plan-standing.queries.ts` says where it stands today.
CREATE VIEW continuity_plans AS
SELECT p.id, p.contract_id, p.state, p.proposed_on, p.proposed_by, p.since FROM continuity_plan p;

-- A row says to whom a plan that was carried out passed the recipients of a service line, by the fact that says so.
CREATE VIEW planned_receivers AS
SELECT i.fact_id, i.receiver_id FROM continuity_plan_item i WHERE i.receiver_id IS NOT NULL;

-- A row offers the recipients of a service line to another body.
CREATE VIEW handovers AS
SELECT h.id, h.contract_id, h.service_line_id, l.name AS line_name, h.receiver_id, h.state, h.since
FROM handover h LEFT JOIN service_line l ON l.id = h.service_line_id;
