-- A row is a market: lots of one category, county and five-year plan that compete with each other. `label` says which to a reader.
CREATE VIEW markets AS
SELECT m.id, m.dataset, m.category, m.region, m.first_year,
  concat(m.category, ' ', m.region, ' ', m.first_year, '–', m.first_year + 4) AS label
FROM market m;

-- A row is a group of bodies that a rule over many lots speaks of together. `label` names them.
CREATE VIEW bidder_groups AS
SELECT g.id, g.market_id, g.kind, g.key, g.members,
  (SELECT string_agg(o.name, '、' ORDER BY o.name) FROM organisations o WHERE o.id = ANY (g.members)) AS label
FROM bidder_group g;
