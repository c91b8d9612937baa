DROP VIEW IF EXISTS complaints_to_correct, unreplaced_awards;

-- A row is a complaint that whoever filed it was asked to correct, and has not. It is read for that body alone.
CREATE VIEW complaints_to_correct AS
SELECT x.id, x.complainant_id, x.tender_id, t.title, x.correction_asked_on FROM complaint x JOIN tender t ON t.id = x.tender_id
WHERE x.state = 'to_correct' AND x.corrected_on IS NULL;

-- A row is a lot whose result came to nothing and for which nobody has proposed what follows; `ended_on` is the last day on which
-- an award of it ended.
CREATE VIEW unreplaced_awards AS
SELECT l.id AS lot_id, l.tender_id, (SELECT max(a.ended_on) FROM award a WHERE a.lot_id = l.id) AS ended_on
FROM lot l JOIN lot_result d ON d.lot_id = l.id
WHERE l.state = 'result_published' AND l.ending IS NULL AND d.proposed_at IS NULL
  AND NOT EXISTS (SELECT FROM award a WHERE a.lot_id = l.id AND a.state IN ('pending', 'active', 'contracted'));
