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
