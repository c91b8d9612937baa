-- A row is a step of an object as its audit keeps it, with what it says of the step; not who took it.
CREATE VIEW audit_steps AS
SELECT e.id, e.aggregate_type, e.aggregate_id, e.seq, e.at, e.action, convert_from(e.canonical, 'UTF8')::jsonb -> 'data' AS said
FROM audit_entry e;

-- A row is a document that a body sent, with the instant in business time; nothing of what it holds.
CREATE VIEW documents AS
SELECT d.id, d.organisation_id, d.created_at + coalesce((SELECT behind FROM business_time), interval '0') AS sent_at
FROM document d;
