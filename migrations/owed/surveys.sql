DROP VIEW IF EXISTS draft_surveys;

-- A row is a survey that nobody has opened; `drawn` where it is known whom it asks.
CREATE VIEW draft_surveys AS
SELECT s.id, s.contract_id, s.runner_id, s.title, s.opens_on, s.closes_on, s.drawn_at IS NOT NULL AS drawn, s.updated_at
FROM survey s WHERE s.state = 'draft';
