/** SQL: the fact `f` was not corrected. */
export const IN_FORCE = `NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id)`;

/** SQL: a root's business key: what another system calls it, else `otherwise`. Equal in every database with the same facts. */
export const keySql = (type: string, id: string, otherwise: string): string =>
  `coalesce((SELECT min(e.system || ':' || e.value) FROM external_id e
     WHERE e.root_id = ${id} AND e.root_type = '${type}'), ${otherwise})`;

/** SQL: an organisation `o` by the key that every source gives it. */
export const BODY_KEY = `coalesce(o.credit_code, o.name)`;

/** SQL: conflicts of a root with the kinds and lots of the facts that make them. */
export const conflictsSql = (column: string): string => `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('code', c ->> 'code', 'fields', c -> 'fields', 'facts',
     (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'lot', f.lot)), '[]') FROM fact f
      WHERE f.id = ANY (ARRAY(SELECT jsonb_array_elements_text(c -> 'facts')::uuid))))), '[]')
   FROM jsonb_array_elements(${column}) c)`;

/** SQL: the calendar day of an instant. */
export const daySql = (instant: string): string => `((${instant}) AT TIME ZONE 'Asia/Shanghai')::date::text`;

/**
 * SQL: when a root was recorded, in business time: its audit chain begins then. Rows that were put there without one have
 * the wall clock alone.
 */
export const recordingTimeSql = (type: string, row: string): string =>
  `coalesce((SELECT e.at FROM audit_entry e WHERE e.aggregate_type = '${type}' AND e.aggregate_id = ${row}.id::text AND e.seq = 1),
     ${row}.created_at + coalesce((SELECT behind FROM business_time), interval '0'))`;

/** SQL: facts in force of the given kinds of one root, oldest first, with what evidence needs. */
export const factsSql = (type: 'tender' | 'contract', id: string, kinds: readonly string[]): string => `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'lot', f.lot, 'data', f.data,
     'source', f.source ->> 'kind') ORDER BY f.seq), '[]')
   FROM fact f WHERE f.subject_type = '${type}' AND f.subject_id = ${id}
     AND f.kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')}) AND ${IN_FORCE})`;

/** SQL: when a fact of the root was last recorded. */
export const lastRecordSql = (id: string): string =>
  `(SELECT max(f.recorded_at) FROM fact f WHERE f.subject_id = ${id})`;

/** SQL: the region whose supervisors the purchase `row` is for. */
export const overseen = (row: string): string =>
  `overseen_region(${row}.region, (SELECT region FROM organisation WHERE id = ${row}.buyer_id)) AS overseen`;
