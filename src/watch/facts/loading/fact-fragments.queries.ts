/** SQL: the calendar day of an instant. */
export const daySql = (instant: string): string => `((${instant}) AT TIME ZONE 'Asia/Shanghai')::date::text`;

/** SQL: what the fact `f` says; an award also on which day it was published, where that is the day of its notice. */
const SAID = `CASE WHEN f.kind <> 'award' OR f.data ? 'publishedOn' THEN f.data ELSE f.data || coalesce((
    SELECT jsonb_build_object('publishedOn', a.published_on) FROM awards a
    WHERE a.tender_id = f.subject_id AND a.fact_id = f.id AND a.published_on IS NOT NULL), '{}') END`;

/** SQL: facts in force of the given kinds of one root, oldest first, without awards that were cancelled, with what evidence needs; `said` is of what they say. */
export const factsSql = (type: 'tender' | 'contract', id: string, kinds: readonly string[], said = SAID): string => `
  (SELECT coalesce(json_agg(json_build_object('id', f.id, 'kind', f.kind, 'lot', f.lot, 'data', ${said},
     'source', f.source) ORDER BY f.seq), '[]')
   FROM facts_in_force f WHERE f.subject_type = '${type}' AND f.subject_id = ${id}
     AND f.kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')}) AND NOT (f.kind = 'award' AND f.data @> '{"cancelled": true}'))`;

/** SQL: the programme of that id where it has a calendar; null else. */
export const calendarOwnerSql = (programme: string): string => `
  (SELECT p.id FROM programmes p WHERE p.id = ${programme} AND p.calendar IS NOT NULL)`;
