DROP VIEW IF EXISTS unapproved_programmes;

-- A row is a programme with budget lines that waits for its approval; `writers` are the persons who wrote some of it, also by a key.
CREATE VIEW unapproved_programmes AS
SELECT p.id, p.name, p.buyer_id, p.updated_at,
  ARRAY(SELECT coalesce((SELECT k.holder_id FROM api_key k WHERE k.id = w), w) FROM unnest(p.written_by) w) AS writers
FROM programme p WHERE p.state IN ('draft', 'adjusted') AND EXISTS (SELECT FROM budget_line b WHERE b.programme_id = p.id);
