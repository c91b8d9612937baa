/** A row that is not what the audit says of it. */
export interface TableFinding {
  what: 'altered' | 'inserted' | 'deleted';
  table: string;
  id: string;
  /** The entry that says otherwise, or by which it came to light; null where no entry knows the row. */
  entry: string | null;
  /** An entry found it otherwise than the one before it had left it; what it says now may be right. */
  between: boolean;
  /** What the last entry says and what the row is: digests; null: not there. */
  told: string | null;
  found: string | null;
}

/** The aggregate under which rows are adopted and accepted as they stand. */
export const TABLES_MARK = { aggregate: 'installation', id: 'told_rows' };

/** Bytes by which an entry that names rows is known. */
export const NAMES_ROWS = `position('"tables":[['::bytea IN e.canonical) > 0`;

/** An entry by which rows were adopted or accepted. */
export const IS_TABLES_MARK = `e.aggregate_type = '${TABLES_MARK.aggregate}' AND e.aggregate_id = '${TABLES_MARK.id}'`;

/** The tables whose rows are compared: those that tell their changes. */
export const COMPARED_TABLES = `
  SELECT c.relname AS name FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
  WHERE g.tgname = 'tell_row' AND NOT g.tgisinternal AND c.relnamespace = 'public'::regnamespace
  ORDER BY c.relname`;

/** Every row of the tables with its digest. */
export const currentRowsSql = (tables: readonly string[]): string =>
  tables.length === 0
    ? `SELECT NULL::text AS "table", NULL::text AS id, NULL::text AS digest WHERE false`
    : tables
        .map(
          (name) =>
            `SELECT '${name}' AS "table", row_content(t) ->> 0 AS id, row_digest(row_content(t)) AS digest FROM "${name}" t`,
        )
        .join(' UNION ALL ');

/**
 * What differs between the tables and the audit. Entries of one row are in the order of their ids: whoever changes a row
 * writes its entry afterwards, while it holds the row's lock. Of an entry that names a row, what it was before must be what
 * the entry before had left; of the last one, what it was afterwards must be what the row is. What was accepted as it stood
 * counts no more.
 */
export const tableFindingsSql = (tables: readonly string[]): string => `
  WITH told AS MATERIALIZED (
    SELECT e.id AS entry, t.value ->> 0 AS "table", t.value ->> 1 AS id, t.value ->> 2 AS before, t.value ->> 3 AS after
    FROM audit_entry e CROSS JOIN LATERAL jsonb_array_elements(told_rows(e.canonical)) t
    WHERE ${NAMES_ROWS}
  ), steps AS MATERIALIZED (
    SELECT entry, "table", id, before, after, lag(after) OVER chain AS held, lead(entry) OVER chain IS NULL AS is_last
    FROM told WINDOW chain AS (PARTITION BY "table", id ORDER BY entry)
  ), accepted AS (
    SELECT (a.value ->> 0)::bigint AS entry, a.value ->> 1 AS "table", a.value ->> 2 AS id
    FROM audit_entry e CROSS JOIN LATERAL jsonb_array_elements(convert_from(e.canonical, 'UTF8')::jsonb #> '{data,accepted}') a
    WHERE ${IS_TABLES_MARK} AND e.action = 'accepted'
  ), now AS (${currentRowsSql(tables)})
  SELECT CASE WHEN s.before IS NULL THEN 'deleted' WHEN s.held IS NULL THEN 'inserted' ELSE 'altered' END AS what,
         s."table", s.id, s.entry, true AS between, s.held AS told, s.before AS found
  FROM steps s
  WHERE s.before IS DISTINCT FROM s.held
    AND NOT EXISTS (SELECT FROM accepted a WHERE a.entry = s.entry AND a."table" = s."table" AND a.id = s.id)
  UNION ALL
  SELECT CASE WHEN n.digest IS NULL THEN 'deleted' WHEN l.after IS NULL THEN 'inserted' ELSE 'altered' END,
         coalesce(n."table", l."table"), coalesce(n.id, l.id), l.entry, false, l.after, n.digest
  FROM (SELECT * FROM steps WHERE is_last) l FULL JOIN now n ON n."table" = l."table" AND n.id = l.id
  WHERE n.digest IS DISTINCT FROM l.after`;
