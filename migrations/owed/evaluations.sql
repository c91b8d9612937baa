DROP VIEW IF EXISTS open_meetings;

-- A row is a meeting that was called, or was held and has no minutes.
CREATE VIEW open_meetings AS
SELECT m.id, m.caller_id, m.subject_type, m.subject_id, m.title, m.held_at, m.state FROM meeting m WHERE m.state IN ('called', 'held');
