DROP VIEW IF EXISTS planned_visits;

-- A row is a visit that is planned.
CREATE VIEW planned_visits AS
SELECT v.id, v.contract_id, v.body_id, v.planned_on, v.created_at FROM visit v WHERE v.state = 'planned';
