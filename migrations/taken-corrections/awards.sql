-- A row is a complaint of which a correction on paper was taken out again, and the last day on which one was. Not what it said.
CREATE VIEW taken_corrections AS
SELECT x.id AS complaint_id, max((p.paper ->> 'takenOn')::date) AS taken_on
FROM complaint x CROSS JOIN LATERAL jsonb_array_elements(x.taken_papers) AS p(paper)
WHERE p.paper ->> 'kind' = 'correction' GROUP BY x.id;
