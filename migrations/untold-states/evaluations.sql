DROP VIEW IF EXISTS appealable_evaluations;

-- A row is an evaluation as it was published, against which its agency has made no appeal.
CREATE VIEW appealable_evaluations AS
SELECT e.id, e.contract_id, e.supplier_id, e.published_at FROM evaluation e
WHERE e.state = 'published' AND e.appealed_at IS NULL AND e.published_at IS NOT NULL;
