DROP VIEW IF EXISTS planned_facts;

-- A row says by which fact a plan tells what it means for a service line.
CREATE VIEW planned_facts AS
SELECT i.fact_id, i.plan_id FROM continuity_plan_item i WHERE i.fact_id IS NOT NULL;
