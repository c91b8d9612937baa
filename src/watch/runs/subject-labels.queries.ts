/** SQL: the name of a body; of a record that went into another one, that one's. */
const bodyNameSql = (id: string): string => `(
  SELECT x.name FROM organisations o JOIN organisations x ON x.id = coalesce(o.merged_into, o.id) WHERE o.id = ${id})`;

/** SQL: the bodies of a group by their names, as `bodyNameSql` has them. */
const groupNameSql = (id: string): string => `(
  SELECT string_agg(x.name, '、' ORDER BY x.name, x.id) FROM organisations x WHERE x.id IN (
    SELECT coalesce(o.merged_into, o.id) FROM bidder_groups g JOIN organisations o ON o.id = ANY (g.members) WHERE g.id = ${id}))`;

/** SQL: how a subject or a root cause is called, in the words of its record. */
export const subjectLabelSql = (type: string, id: string): string => `
  CASE ${type}
    WHEN 'tender' THEN (SELECT x.title FROM tenders x WHERE x.id = ${id})
    WHEN 'lot' THEN (SELECT x.label FROM lots x WHERE x.id = ${id})
    WHEN 'contract' THEN (SELECT x.label FROM contracts x WHERE x.id = ${id})
    WHEN 'service_line' THEN (SELECT x.name FROM service_lines x WHERE x.id = ${id})
    WHEN 'agency' THEN ${bodyNameSql(id)}
    WHEN 'buyer' THEN ${bodyNameSql(id)}
    WHEN 'evaluator' THEN ${bodyNameSql(id)}
    WHEN 'community' THEN (SELECT x.name FROM communities x WHERE x.id = ${id})
    WHEN 'evaluation_scheme' THEN (SELECT x.label FROM evaluation_schemes x WHERE x.id = ${id})
    WHEN 'market' THEN (SELECT x.label FROM markets x WHERE x.id = ${id})
    WHEN 'bidder_group' THEN ${groupNameSql(id)}
    WHEN 'buyer_agency' THEN ${groupNameSql(id)}
    ELSE (SELECT x.name FROM programmes x WHERE x.id = ${id})
  END`;

/** SQL: since when the market of a group, or a market, has facts that no screening has looked at; null of everything else. */
export const waitingSinceSql = (type: string, id: string): string => `
  CASE ${type}
    WHEN 'market' THEN (SELECT m.unscreened_since FROM market m WHERE m.id = ${id})
    WHEN 'bidder_group' THEN (SELECT m.unscreened_since FROM bidder_group g JOIN market m ON m.id = g.market_id WHERE g.id = ${id})
    WHEN 'buyer_agency' THEN (SELECT m.unscreened_since FROM bidder_group g JOIN market m ON m.id = g.market_id WHERE g.id = ${id})
  END`;
