import type { RemedyTable } from '../remedy-root.js';

/**
 * SQL: this person or key wrote down that the challenge or complaint, or one of its later papers, came on paper: what ends it is another
 * person's (`recorder_decides`), and offered to nobody who wrote it down.
 */
export const isRecorderSql = (table: RemedyTable, id: string, person: string): string =>
  `EXISTS (SELECT FROM ${table} x WHERE x.id = ${id} AND (x.recorded_by IS NOT NULL AND x.filed_by = ${person}
     OR x.papers @> jsonb_build_array(jsonb_build_object('by', ${person}))))`;
