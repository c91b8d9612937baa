DROP VIEW IF EXISTS asked_erasures;

-- A row is an erasure that somebody asked for and another has to decide; nothing of the person, but of which kind it is.
CREATE VIEW asked_erasures AS
SELECT q.id, q.person_kind, q.bodies, q.asked_by, q.created_at FROM personal_data_request q WHERE q.state = 'erasure_asked';
