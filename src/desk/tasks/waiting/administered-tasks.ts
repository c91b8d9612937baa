import type { Principal } from '../../../kernel/access/principal.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { midnight } from '../task-parts.js';
import words from './failed-work.json' with { type: 'json' };

/**
 * What nobody but an administrator of the system can put on record, and others wait for: the threshold of a place, once for
 * each place and level, and the working days of a year; and work of a queue that failed. Which purchases wait is not told. Tasks of
 * persons.
 */
export function administeredTasks(sql: Sql, { kind, id, permissions }: Principal): string[] {
  if (kind !== 'user' || id === null) return [];
  const parts = [
    ...(permissions.has('threshold.manage') ? [thresholdTasksSql] : []),
    ...(permissions.has('calendar.manage') ? [calendarTasksSql] : []),
    ...(permissions.has('jobs.retry') ? [failureTasksSql] : []),
  ];
  return parts.map((part) => part(`${sql.p(id)}::uuid`));
}

const LEVELS = `CASE x.level WHEN 'central' THEN jsonb_build_object('en', 'central budget, ' || x.region, 'zh', '中央预算，' || x.region)
  WHEN 'provincial' THEN jsonb_build_object('en', 'provincial budget, ' || x.region, 'zh', '省级预算，' || x.region)
  ELSE jsonb_build_object('en', 'budget below the province, ' || x.region, 'zh', '省级以下预算，' || x.region) END`;

const thresholdTasksSql = (me: string): string => `
  SELECT 'threshold_unstated', md5('open_tender ' || x.level || ' ' || x.region)::uuid, ${LEVELS}, 'user', ${me}, NULL, NULL::date, min(x.created_at)
  FROM unstated_thresholds x GROUP BY x.level, x.region`;

/** The State Council announces the next year in November or before; from December on what is counted into it is uncertain. A choice of ours. */
const calendarTasksSql = (me: string): string => `
  SELECT 'calendar_missing', md5('calendar ' || y.year)::uuid, jsonb_build_object('step', y.year::text, 'en', y.year::text, 'zh', y.year || ' 年'),
    'user', ${me}, NULL, NULL::date, ${midnight('make_date(y.year - 1, 12, 1)')}
  FROM (SELECT extract(year FROM business_today())::int + ahead AS year FROM generate_series(0, 1) ahead) y
  WHERE ${midnight('make_date(y.year - 1, 12, 1)')} <= business_now() AND NOT EXISTS (SELECT FROM announced_years a WHERE a.year = y.year)`;

/** What did not happen, by the queue of the work; of a queue that this version lacks in general words. */
const UNDONE = `coalesce('${JSON.stringify(words)}'::jsonb -> f.queue, '${JSON.stringify(words.other)}'::jsonb)`;

const failureTasksSql = (me: string): string => `
  SELECT 'work_failed', md5('failed ' || f.queue)::uuid, ${UNDONE}, 'user', ${me}, NULL, NULL::date, f.failed_since
  FROM failed_work f`;
