DROP VIEW IF EXISTS finding_visits;

-- A row says which visit made a finding.
CREATE VIEW finding_visits AS
SELECT f.id, f.visit_id FROM visit_finding f;
