import { servedEndSql } from '../../../purchase/contracts/served-end.js';

/** SQL: whether a service within the contract is recorded. The first one found decides, and none of the others is read. */
const recordedServiceSql = (contract: string): string =>
  `coalesce((SELECT true FROM service_days d WHERE d.contract_id = ${contract} AND d.within_contract AND d.records > 0 LIMIT 1), false)`;

/** SQL, the first of a statement's queries: the day on which it counts, the same wherever it is named. */
export const TODAY = `today AS MATERIALIZED (SELECT business_today() AS day)`;

/** The rules by which coverage is counted here: since 2 the days of a contract end with its delivery. */
export const COVERAGE_RULES = 2;

/** SQL: the day up to which a line `r` is looked at in `year`. */
const lastDaySql = (year: string): string =>
  `least(r.until, r.known_until, (SELECT day FROM today), make_date(${year}, 12, 31))`;

const firstDaySql = (year: string): string => `greatest(r.since, make_date(${year}, 1, 1))`;

/** SQL: whether a line `r` has days in this year; and these. */
export const hasDaysSql = (year: string): string => `${firstDaySql(year)} <= ${lastDaySql(year)}`;
export const lineDaysSql = (year: string): string => `daterange(${firstDaySql(year)}, ${lastDaySql(year)}, '[]')`;

/**
 * SQL: coverage by the rules that count one line (`watch/coverage/coverage.rules.ts`): of each row of `asked`, which has the `id`,
 * `dataset`, `year` and `days` of a line, the union of the days of its contracts within these, and its contracts without known days.
 */
export const countDaysSql = (asked: string): string => `
  SELECT a.id, a.year, c.contracted, c.recorded, e.evidenced, c.vague
  FROM ${asked} a
  CROSS JOIN LATERAL (
    SELECT days_in(range_agg(s.days * a.days) FILTER (WHERE s.days && a.days))::int AS contracted,
      days_in(range_agg(s.days * a.days) FILTER (WHERE s.days && a.days AND s.recorded))::int AS recorded,
      array_agg(s.id) FILTER (WHERE s.days && a.days AND s.recorded) AS recording,
      array_agg(s.days * a.days) FILTER (WHERE s.days && a.days AND s.recorded) AS recording_days,
      coalesce(array_agg(s.id) FILTER (WHERE s.days IS NULL), '{}') AS vague
    FROM (
      SELECT c.id, contract_days(c.window_start, c.window_end, ${servedEndSql('c')}) AS days, ${recordedServiceSql('c.id')} AS recorded
      FROM line_contracts c WHERE c.service_line_id = a.id AND c.dataset = a.dataset OFFSET 0
    ) s
  ) c
  CROSS JOIN LATERAL (
    SELECT count(DISTINCT l.served_on)::int AS evidenced
    FROM unnest(c.recording, c.recording_days) AS s (id, days)
    JOIN service_line_days l ON l.contract_id = s.id AND l.service_line_id = a.id AND l.served_on >= lower(s.days) AND l.served_on < upper(s.days)
    WHERE l.records > 0
  ) e`;
