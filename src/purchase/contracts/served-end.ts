/**
 * SQL: the day on which the service of a contract ended before its window does: by termination, or because the agency declared the
 * service delivered (Civil Code article 557: what was performed has ended). Null where it goes on to the end of its window.
 */
export const servedEndSql = (contract: string): string =>
  `CASE WHEN ${contract}.delivered_on < coalesce(latest_day(${contract}.window_end), 'infinity')
    THEN least(${contract}.terminated_on, ${contract}.delivered_on::text) ELSE ${contract}.terminated_on END`;
