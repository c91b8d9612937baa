DROP VIEW IF EXISTS openings_begun;

-- A row is an opening that one person asked for at least and nobody took back; nothing of what it opens.
CREATE VIEW openings_begun AS
SELECT o.tender_id FROM opening o WHERE o.state IN ('requested', 'ordered', 'held');
