-- A row is a survey about a contract; nothing of whom it asks and of what they answer.
CREATE VIEW surveys AS
SELECT s.id, s.contract_id, s.closes_on, s.drawn_at IS NOT NULL AS drawn FROM survey s;
