/**
 * SQL: of how many purchases of a programme (of G01: service lines) an indicator finds the same, of those that it could
 * judge. A contract is its purchase's.
 */
export const reachSql = (indicator: string, programme: string): string => `
  SELECT count(DISTINCT u.unit) FILTER (WHERE u.state = 'triggered')::integer AS hit, count(DISTINCT u.unit)::integer AS of
  FROM (
    SELECT a.state, CASE a.subject_type WHEN 'contract' THEN coalesce((SELECT c.tender_id FROM contracts c WHERE c.id = a.subject_id), a.subject_id)
      ELSE a.subject_id END AS unit
    FROM assessments a
    WHERE a.programme_id = ${programme} AND a.indicator = ${indicator} AND a.indicator IN ('G01', 'W01') AND a.subject_id <> a.programme_id
      AND a.state IN ('triggered', 'clear')
  ) u`;

/** SQL: flag `f` of a programme, which a body was asked about or a person decided, holds of how many it is true, and it is of others by now. */
export const hasReachChangedSql = (f: string): string => `CASE
  WHEN ${f}.hits IS NOT NULL AND ${f}.state NOT IN ('cleared', 'remedied')
    AND (${f}.state NOT IN ('open', 'in_review') OR EXISTS (SELECT FROM flag_ask k WHERE k.flag_id = ${f}.id))
  THEN (SELECT (x.hit, x.of) IS DISTINCT FROM (${f}.hits, ${f}.judged) FROM (${reachSql(`${f}.indicator`, `${f}.root_id`)}) x)
  ELSE false END`;
