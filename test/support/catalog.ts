import pg from 'pg';

/** Everything of the schema that PostgreSQL can write down, one object a row. Migrations keep a table of their own. */
const CATALOG = `
  WITH tables AS (
    SELECT c.oid, c.relname::text AS name, c.relkind, c.relpersistence, c.relrowsecurity, c.relreplident FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname <> 'migration'
  )
  SELECT CASE relkind WHEN 'v' THEN 'view' ELSE 'table' END AS kind, name,
      concat_ws(' ', relkind, relpersistence, relrowsecurity, relreplident, CASE relkind WHEN 'v' THEN pg_get_viewdef(oid) END) AS definition
    FROM tables
  UNION ALL
  SELECT 'column', t.name || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
      CASE WHEN a.attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),
      'IDENTITY ' || nullif(a.attidentity::text, ''), 'GENERATED ' || nullif(a.attgenerated::text, ''),
      'COLLATE ' || nullif(a.attcollation, 0)::regcollation::text, 'STORAGE ' || a.attstorage::text, nullif(a.attcompression::text, ''))
    FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
  UNION ALL
  SELECT 'inheritance', t.name, string_agg(h.inhparent::regclass::text, ' ' ORDER BY h.inhseqno)
    FROM tables t JOIN pg_inherits h ON h.inhrelid = t.oid GROUP BY t.name
  UNION ALL
  SELECT 'constraint', t.name || ': ' || c.conname,
      concat_ws(' ', c.contype, pg_get_constraintdef(c.oid), c.condeferrable, c.condeferred, c.convalidated)
    FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid WHERE c.contype <> 'n'
  UNION ALL
  SELECT 'index', t.name || ': ' || c.relname, concat_ws(' ', pg_get_indexdef(c.oid), i.indisvalid, i.indnullsnotdistinct)
    FROM tables t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class c ON c.oid = i.indexrelid
  UNION ALL
  SELECT 'trigger', t.name || ': ' || g.tgname, concat_ws(' ', pg_get_triggerdef(g.oid), g.tgenabled)
    FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal
  UNION ALL
  SELECT 'function', p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
  UNION ALL
  SELECT 'sequence', c.relname, concat_ws(' ', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
      s.seqcache, s.seqcycle, d.refobjid::regclass::text || '.' || a.attname)
    FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
    LEFT JOIN pg_depend d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE c.relnamespace = 'public'::regnamespace AND d.refobjid IS DISTINCT FROM to_regclass('migration')
  UNION ALL
  SELECT 'type', y.typname, y.typtype::text FROM pg_type y
    WHERE y.typnamespace = 'public'::regnamespace AND y.typtype <> 'c' AND y.typcategory <> 'A'
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_type'::regclass AND objid = y.oid AND deptype = 'e')
  UNION ALL
  SELECT 'rule', r.tablename || ': ' || r.rulename, r.definition FROM pg_rules r WHERE r.schemaname = 'public'
  UNION ALL
  SELECT 'extension', e.extname, e.extnamespace::regnamespace::text FROM pg_extension e`;

/** The schema of a database: kind and name of each object, and its definition. */
export async function readCatalog(url: string): Promise<Map<string, string>> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ kind: string; name: string; definition: string }>(CATALOG);
    return new Map(rows.map(({ kind, name, definition }) => [`${kind} ${name}`, definition]));
  } finally {
    await client.end();
  }
}

/** What two catalogs differ in, one object a line. */
export function compareCatalogs(ours: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>): string[] {
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  return names.flatMap((name) => {
    const [here, there] = [ours.get(name) ?? 'is missing', theirs.get(name) ?? 'is missing'];
    return here === there ? [] : [`${name}\n  ${here}\n  ${there}`];
  });
}
