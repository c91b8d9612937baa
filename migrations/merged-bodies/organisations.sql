-- A row is a record of a body; `merged_into` is the record in which that body goes on, where this is a second one. `body_key` is its credit code, else its name; `key` is what another system calls its row, else the same.
CREATE OR REPLACE VIEW organisations AS
SELECT o.id, o.dataset, o.name, o.kind, o.region, o.categories, o.licensed_workers, o.full_time_staff, o.relations_known,
  coalesce(o.credit_code, o.name) AS body_key,
  coalesce((SELECT min(e.system || ':' || e.value) FROM external_id e WHERE e.root_id = o.id AND e.root_type = 'organisation'),
    o.credit_code, o.name) AS key,
  coalesce((SELECT e.at FROM audit_entry e WHERE e.aggregate_type = 'organisation' AND e.aggregate_id = o.id::text AND e.seq = 1),
    o.created_at + coalesce((SELECT behind FROM business_time), interval '0')) AS recorded_at,
  o.merged_into
FROM organisation o;

-- A row says that a record is another one's too; `proposer` is the person, also where a key of theirs did it.
CREATE VIEW organisation_merges AS
SELECT m.id, m.organisation_id, m.into_id, m.state, m.created_at, m.proposed_by AS proposer FROM organisation_merge m;
