/** SQL: the documents as they are for the lot `lot` of the tender `tender` (aliases); null for a purchase conducted elsewhere. */
export const lotTermsSql = (tender: string, lot: string): string => `(${tender}.terms || ${lot}.terms)`;

/** SQL: first or last day of the service of the lot `lot` of the tender `tender` (aliases). */
export const lotWindowSql = (tender: string, lot: string, edge: 'start' | 'end'): string =>
  `coalesce(${lot}.window_${edge}, ${tender}.window_${edge})`;

/** SQL: the lot's own words as `LotWords` has them, arguments of `jsonb_build_object`. */
export const lotWordsSql = (lot: string): string => `
  'window', jsonb_build_object('start', ${lot}.window_start, 'end', ${lot}.window_end), 'termText', ${lot}.term_text,
  'serviceLines', to_jsonb(ARRAY(SELECT s.service_line_id FROM lot_service_line s WHERE s.lot_id = ${lot}.id ORDER BY 1)),
  'terms', ${lot}.terms`;

/** SQL: what a document of a tender (jsonb) says of its lot with this number, in one object; of a number that is null what it says of all. */
export const documentTermsSql = (document: string, no: string): string => `
  ((${document} -> 'terms') || coalesce((SELECT o -> 'terms' FROM jsonb_array_elements(${document} -> 'lots') o
    WHERE (o ->> 'no')::integer = ${no}), '{}'))`;

/**
 * SQL: the last revision of the documents that says something else of the lot `l` of the tender `t` (aliases) than the one
 * before it: what other lots say for themselves is none of its bidders' concern. Null before the issue.
 */
export const lotRevisionSql = (tender: string, lot: string): string => `
  CASE WHEN ${tender}.revision > 1 THEN (SELECT max(change.revision) FROM (
      SELECT rev.revision, doc.said, lag(doc.said) OVER (ORDER BY rev.revision) AS before FROM tender_revision rev CROSS JOIN LATERAL (
        SELECT jsonb_strip_nulls((rev.document - 'lots') || jsonb_build_object('terms', ${documentTermsSql('rev.document', `${lot}.no`)},
          'lot', (SELECT o - 'terms' FROM jsonb_array_elements(rev.document -> 'lots') o WHERE (o ->> 'no')::integer = ${lot}.no))) AS said
      ) doc WHERE rev.tender_id = ${tender}.id) change WHERE change.said IS DISTINCT FROM change.before)
    ELSE ${tender}.revision END`;

/** SQL: the deadline of the lot `l` as published facts say it; null where they say none. */
export const PUBLIC_LOT_DEADLINE = `nullif(coalesce(l.published_deadline_at, l.deadline_at), 'infinity')`;
