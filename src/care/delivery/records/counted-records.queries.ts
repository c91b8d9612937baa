/** SQL: a record counts: it is no withdrawal, and nothing stands in its place. */
export const standingSql = (s: string): string =>
  `(NOT ${s}.withdrawn AND NOT EXISTS (SELECT FROM service_record n WHERE n.corrects = ${s}.id))`;

/** SQL: record `s` counts. */
export const STANDS = standingSql('s');

/**
 * SQL: one row for each record that stands and each recipient it names, at least one; `once` marks the row in which the
 * record itself is counted. `contract` and `to` are SQL; without a last day, of all.
 */
export const servedRows = (contract: string, to?: string): string => `
  SELECT s.id, s.served_on, s.form, s.content_code, s.minutes, s.visits, s.within_contract, x.recipient_id,
    row_number() OVER (PARTITION BY s.id ORDER BY x.recipient_id) = 1 AS once
  FROM service_record s LEFT JOIN service_record_recipient x ON x.record_id = s.id
  WHERE s.contract_id = ${contract} AND ${STANDS}${to === undefined ? '' : ` AND s.served_on <= ${to}`}`;

const filteredCountSql = (filter: string): string => `CASE m.of
  WHEN 'records' THEN count(*) FILTER (WHERE once AND ${filter})
  WHEN 'visits' THEN coalesce(sum(visits) FILTER (WHERE once AND ${filter}), 0)
  WHEN 'minutes' THEN coalesce(sum(minutes) FILTER (WHERE once AND ${filter}), 0)
  ELSE count(DISTINCT recipient_id) FILTER (WHERE ${filter}) END::float8`;

/**
 * SQL: of each standard that is counted its number, what its records come to by its measure from a day on (`done`) and from
 * the first one (`total`), up to a last day. Only what the contract asks for counts. All four are SQL; `standards` is jsonb.
 */
export const countedRecordsSql = (given: {
  contract: string;
  standards: string;
  from?: string;
  to?: string;
}): string => `
  WITH r AS MATERIALIZED (SELECT * FROM (${servedRows(given.contract, given.to)}) s WHERE within_contract)
  SELECT m.no, d.done, d.total
  FROM (SELECT (t.value ->> 'no')::int AS no, t.value #>> '{measure,of}' AS of, t.value #>> '{measure,form}' AS form,
          t.value #>> '{measure,content}' AS content FROM jsonb_array_elements(${given.standards}) t(value)) m
  CROSS JOIN LATERAL (
    SELECT ${filteredCountSql(given.from === undefined ? 'true' : `served_on >= ${given.from}`)} AS done, ${filteredCountSql('true')} AS total FROM r
    WHERE (m.form IS NULL OR r.form = m.form) AND (m.content IS NULL OR r.content_code = m.content)) d
  WHERE m.of IS NOT NULL`;
