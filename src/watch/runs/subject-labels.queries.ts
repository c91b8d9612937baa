/** SQL: how a subject or a root cause is called, in the words of its record. */
export const subjectLabelSql = (type: string, id: string): string => `
  CASE ${type}
    WHEN 'tender' THEN (SELECT x.title FROM tender x WHERE x.id = ${id})
    WHEN 'lot' THEN (SELECT concat(of_lot.title, ' #', x.no, ' ' || x.name) FROM lot x JOIN tender of_lot ON of_lot.id = x.tender_id WHERE x.id = ${id})
    WHEN 'contract' THEN (SELECT concat(x.title, ' (' || x.number || ')') FROM contract x WHERE x.id = ${id})
    WHEN 'service_line' THEN (SELECT x.name FROM service_line x WHERE x.id = ${id})
    WHEN 'agency' THEN (SELECT x.name FROM organisation x WHERE x.id = ${id})
    WHEN 'buyer' THEN (SELECT x.name FROM organisation x WHERE x.id = ${id})
    WHEN 'evaluator' THEN (SELECT x.name FROM organisation x WHERE x.id = ${id})
    WHEN 'community' THEN (SELECT x.name FROM community x WHERE x.id = ${id})
    WHEN 'evaluation_scheme' THEN (SELECT concat(x.name, ' #', x.no) FROM evaluation_scheme x WHERE x.id = ${id})
    ELSE (SELECT x.name FROM programme x WHERE x.id = ${id})
  END`;
