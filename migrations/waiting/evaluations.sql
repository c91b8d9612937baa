DROP VIEW IF EXISTS resolution_meetings;

-- A row says which meeting resolved something.
CREATE VIEW resolution_meetings AS
SELECT s.id, s.meeting_id FROM meeting_resolution s;
