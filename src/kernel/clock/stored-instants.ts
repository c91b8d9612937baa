/**
 * SQL: a moment that was stored as text, as an instant; null where it is a day. Null too where its offset is beyond 15:59: such
 * texts were taken before, and PostgreSQL refuses to read them.
 */
export const storedInstantSql = (text: string): string =>
  `CASE WHEN ${text} ~ '(Z|[+-](0[0-9]|1[0-5]):[0-5][0-9])$' THEN (${text})::timestamptz END`;
