-- A row is an opening that one person asked for at least, that nobody took back and that is not held yet; nothing of what it opens.
CREATE OR REPLACE VIEW openings_begun AS
SELECT o.tender_id FROM opening o WHERE o.state IN ('requested', 'ordered');
