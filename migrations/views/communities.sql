-- A row is a community. `key` is what another system calls it, else how its source names it.
CREATE VIEW communities AS
SELECT c.id, c.dataset, c.region, c.name, c.committee_id,
  coalesce((SELECT min(e.system || ':' || e.value) FROM external_id e WHERE e.root_id = c.id AND e.root_type = 'community'),
    concat_ws('/', c.dataset, c.region, c.name)) AS key
FROM community c;

-- A row is a need. `in_programme` says that a programme plans for it and it was not left unmet.
CREATE VIEW needs AS
SELECT n.id, n.community_id, n.state, n.verified_at, n.programme_id IS NOT NULL AND n.state <> 'unmet' AS in_programme,
  coalesce((SELECT min(e.system || ':' || e.value) FROM external_id e WHERE e.root_id = n.id AND e.root_type = 'need'),
    concat_ws('/', n.category, n.target_group, n.headcount, n.recorded_on, md5(n.title))) AS key
FROM need n;

-- A row is a service line.
CREATE VIEW service_lines AS
SELECT l.id, l.dataset, l.name, l.category, l.region, l.responsible_id, l.since, l.until, l.known_until, l.assumption, l.state,
  l.end_on, l.end_proposed_on, l.end_proposed_by, l.end_decided_on,
  coalesce((SELECT min(e.system || ':' || e.value) FROM external_id e WHERE e.root_id = l.id AND e.root_type = 'service_line'),
    concat_ws('/', l.dataset, l.region, l.category, l.target_group, l.name, l.since)) AS key,
  coalesce((SELECT e.at FROM audit_entry e WHERE e.aggregate_type = 'service_line' AND e.aggregate_id = l.id::text AND e.seq = 1),
    l.created_at + coalesce((SELECT behind FROM business_time), interval '0')) AS recorded_at
FROM service_line l;

-- A row is a community that a service line serves.
CREATE VIEW service_line_communities AS
SELECT l.service_line_id, l.community_id, c.name, c.region, c.committee_id
FROM service_line_community l LEFT JOIN community c ON c.id = l.community_id;
