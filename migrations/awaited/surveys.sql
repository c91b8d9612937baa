DROP VIEW IF EXISTS open_surveys;

-- A row is a survey that runs, or whose last day is over; nothing of whom it asks and of what they answer.
CREATE VIEW open_surveys AS
SELECT s.id, s.contract_id, s.runner_id, s.title, s.closes_on FROM survey s WHERE s.state = 'open';
