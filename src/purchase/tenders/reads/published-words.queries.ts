import { PUBLIC_SOURCES } from '../recording/facts-in-force.rules.js';

/** SQL, boolean: who asks is concerned, and is shown a row whole. */
type IsWhole = string;

/**
 * SQL: a column of `row` as it may be shown. A fact is public where a publication tells it, so that a row of which something was
 * published is not public in what a file, a paper or a statement adds to it.
 */
export const shownColumnSql = (row: string, column: string, type: string, isWhole: IsWhole = 'false'): string => {
  const isOther = `${row}.published_as ? '${column}'${isWhole === 'false' ? '' : ` AND (${isWhole}) IS NOT TRUE`}`;
  return `CASE WHEN ${isOther} THEN (${row}.published_as ->> '${column}')::${type} ELSE ${row}.${column} END`;
};

const SOURCES = `'{${PUBLIC_SOURCES.join(',')}}'::text[]`;

/** SQL: the fact with this id was read where everybody could read it. */
export const isPublicFactSql = (fact: string): string =>
  `((SELECT f.source ->> 'kind' FROM fact f WHERE f.id = ${fact}) = ANY (${SOURCES}))`;
