DROP VIEW IF EXISTS scheme_drafts, evaluation_ties;

-- A row is a scheme that waits for its approval; `writers` are the persons who wrote some of it, also by a key.
CREATE VIEW scheme_drafts AS
SELECT s.id, s.owner_id, concat(s.name, ' #', s.no) AS label, s.updated_at,
  ARRAY(SELECT coalesce((SELECT k.holder_id FROM api_key k WHERE k.id = w), w) FROM unnest(s.written_by) w) AS writers
FROM evaluation_scheme s WHERE s.state = 'draft';

-- A row is an evaluation that people of its evaluator have declared on in this appointment: `free` are those tied to nobody,
-- `tied` says whether some are.
CREATE VIEW evaluation_ties AS
SELECT e.id AS evaluation_id, ARRAY(SELECT d.user_id FROM evaluation_declaration d WHERE d.evaluation_id = e.id AND d.round = e.round AND NOT d.tied) AS free,
  EXISTS (SELECT FROM evaluation_declaration d WHERE d.evaluation_id = e.id AND d.round = e.round AND d.tied) AS tied
FROM evaluation e;
