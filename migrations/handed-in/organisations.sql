DROP VIEW IF EXISTS organisations, organisation_persons, organisation_holdings;

-- A row is a body. `body_key` is its credit code, else its name; `key` is what another system calls its row, else the same.
CREATE VIEW organisations AS
SELECT o.id, o.dataset, o.name, o.kind, o.region, o.categories, o.licensed_workers, o.full_time_staff, o.relations_known,
  coalesce(o.credit_code, o.name) AS body_key,
  coalesce((SELECT min(e.system || ':' || e.value) FROM external_id e WHERE e.root_id = o.id AND e.root_type = 'organisation'),
    o.credit_code, o.name) AS key,
  coalesce((SELECT e.at FROM audit_entry e WHERE e.aggregate_type = 'organisation' AND e.aggregate_id = o.id::text AND e.seq = 1),
    o.created_at + coalesce((SELECT behind FROM business_time), interval '0')) AS recorded_at
FROM organisation o;

-- A row is a person registered with a body: its head, a founder. Null days are not known.
CREATE VIEW organisation_persons AS
SELECT p.organisation_id, p.relation, p.person_key, p.name, p.since::text, p.until::text FROM organisation_person p;

-- A row says that one body founded, holds or manages another; both by the keys of `organisations`. Null days are not known.
CREATE VIEW organisation_holdings AS
SELECT h.organisation_id, coalesce(o.credit_code, o.name) AS body_key, h.relation,
  h.held_by, coalesce(b.credit_code, b.name) AS holder_key, b.name AS holder_name, h.since::text, h.until::text
FROM organisation_holding h LEFT JOIN organisation o ON o.id = h.organisation_id LEFT JOIN organisation b ON b.id = h.held_by;
