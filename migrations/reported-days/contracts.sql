DROP VIEW IF EXISTS reported_days;

-- A row is a contract that goes on here, with the first and the last day that its agency reports on: what an acceptance found wanting is
-- mended until its own day, and what was declared delivered, or ended early, goes on no longer.
CREATE VIEW reported_days AS
SELECT c.id AS contract_id, CASE WHEN c.conducted = 'here' THEN c.window_start::date END AS first,
  CASE WHEN c.conducted = 'here' THEN least(greatest(c.window_end, c.rectify_due_on), c.terminated_on, c.delivered_on::text)::date END AS last
FROM contract c WHERE c.conducted = 'here';
