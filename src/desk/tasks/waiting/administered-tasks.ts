import type { Principal } from '../../../kernel/access/principal.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { midnight } from '../task-parts.js';

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
const UNDONE = `CASE f.queue
  WHEN 'risk' THEN jsonb_build_object('en', 'some warnings were not judged anew', 'zh', '部分预警未重新判断')
  WHEN 'hubs' THEN jsonb_build_object('en', 'some warnings that compare many purchases were not judged anew', 'zh', '部分跨采购比较的预警未重新判断')
  WHEN 'imports' THEN jsonb_build_object('en', 'a file was not taken in, words of bids were not compared, or a merge of two records was not followed up', 'zh', '有文件未导入、响应文件未比对，或者机构登记合并的后续事项未办理')
  WHEN 'openings' THEN jsonb_build_object('en', 'bids or final offers were not opened', 'zh', '有投标（响应）文件或者最后报价未开启')
  WHEN 'sweeps' THEN jsonb_build_object('en', 'something that is done at regular times was not done', 'zh', '有定期事项未按时执行')
  ELSE jsonb_build_object('en', 'something that only another version of the system does was not done', 'zh', '有事项仅其他版本的系统可以执行，未执行') END`;

const failureTasksSql = (me: string): string => `
  SELECT 'work_failed', md5('failed ' || f.queue)::uuid, ${UNDONE}, 'user', ${me}, NULL, NULL::date, f.failed_since
  FROM failed_work f`;
