/** SQL: how a subject or a root cause is called, in the words of its record. */
export const subjectLabelSql = (type: string, id: string): string => `
  CASE ${type}
    WHEN 'tender' THEN (SELECT x.title FROM tenders x WHERE x.id = ${id})
    WHEN 'lot' THEN (SELECT x.label FROM lots x WHERE x.id = ${id})
    WHEN 'contract' THEN (SELECT x.label FROM contracts x WHERE x.id = ${id})
    WHEN 'service_line' THEN (SELECT x.name FROM service_lines x WHERE x.id = ${id})
    WHEN 'agency' THEN (SELECT x.name FROM organisations x WHERE x.id = ${id})
    WHEN 'buyer' THEN (SELECT x.name FROM organisations x WHERE x.id = ${id})
    WHEN 'evaluator' THEN (SELECT x.name FROM organisations x WHERE x.id = ${id})
    WHEN 'community' THEN (SELECT x.name FROM communities x WHERE x.id = ${id})
    WHEN 'evaluation_scheme' THEN (SELECT x.label FROM evaluation_schemes x WHERE x.id = ${id})
    WHEN 'market' THEN (SELECT x.label FROM markets x WHERE x.id = ${id})
    WHEN 'bidder_group' THEN (SELECT x.label FROM bidder_groups x WHERE x.id = ${id})
    WHEN 'buyer_agency' THEN (SELECT x.label FROM bidder_groups x WHERE x.id = ${id})
    ELSE (SELECT x.name FROM programmes x WHERE x.id = ${id})
  END`;
