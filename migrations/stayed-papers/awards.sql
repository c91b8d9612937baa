-- A row is a person or key that wrote down that a challenge or complaint, or a later paper of it, came on paper: of one that was taken
-- out, where what it brought stays.
CREATE OR REPLACE VIEW remedy_recorders AS
SELECT 'challenge' AS kind, x.id AS remedy_id, x.filed_by AS person FROM challenge x WHERE x.recorded_by IS NOT NULL
UNION ALL
SELECT 'challenge', x.id, (p.paper ->> 'by')::uuid FROM challenge x CROSS JOIN LATERAL jsonb_array_elements(x.papers) AS p(paper)
UNION ALL
SELECT 'complaint', x.id, x.filed_by FROM complaint x WHERE x.recorded_by IS NOT NULL
UNION ALL
SELECT 'complaint', x.id, (p.paper ->> 'by')::uuid FROM complaint x CROSS JOIN LATERAL jsonb_array_elements(x.papers) AS p(paper)
UNION ALL
SELECT 'complaint', x.id, (p.paper ->> 'by')::uuid FROM complaint x CROSS JOIN LATERAL jsonb_array_elements(x.taken_papers) AS p(paper)
WHERE p.paper -> 'stayed' ->> 0 IS NOT NULL;
