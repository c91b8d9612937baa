import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import type { Reader } from '../../kernel/database/reader.js';
import type { Sql } from '../../kernel/database/sql.js';
import type { Text } from '../../kernel/errors/texts.js';
import { findReportsOfOtherFigures } from '../../care/delivery/reports/outdated-reports.js';
import { actsForBuyerSql, sameTitleSql, midnight, withStep } from './task-parts.js';
import type { TaskDetail } from './told/task-titles.js';

/** Reports that wait for their agency or for the buyer. */
export function reportTasks(sql: Sql, scope: Scope): string[] {
  return [
    toReport(sql, narrowScope(scope, 'contract.deliver')),
    toReword(sql, narrowScope(scope, 'contract.deliver')),
    toApprove(sql, scope),
  ];
}

const periodSql = (from: string, to: string): string => `(${from})::text || '/' || (${to})::text`;
const period = (from: string, to: string): string => sameTitleSql(periodSql(from, to));

/**
 * Periods of the own contracts that are over and of which some day is not reported on: each so many calendar months of the
 * days on which the contract was carried out, as `report-periods.rules.ts` has them. No day is set by which they are due.
 */
const toReport = (sql: Sql, scope: Scope): string => `
  SELECT 'progress_report', c.id, ${period('p.first', 'p.last')} || jsonb_build_object('part', ${periodSql('p.first', 'p.last')}), 'contract', c.id, c.title, NULL::date, ${midnight('p.last + 1')}
  FROM contracts c JOIN reported_days w ON w.contract_id = c.id
  CROSS JOIN LATERAL (SELECT coalesce((c.content ->> 'reportMonths')::int, 1) AS months) m
  CROSS JOIN LATERAL generate_series(date_trunc('month', w.first::timestamp), w.last::timestamp, make_interval(months => m.months)) g(at)
  CROSS JOIN LATERAL (SELECT greatest(g.at::date, w.first) AS first,
    least((g.at + make_interval(months => m.months))::date - 1, w.last) AS last) p
  WHERE c.conducted = 'here' AND c.state IN ('active', 'halted', 'delivered', 'terminated', 'rescinded')
    AND c.started_on IS NOT NULL AND p.last < business_today() AND ${isMine(sql, scope, 'c.supplier_id')}
    AND coalesce((SELECT sum(least(r.period_to, p.last) - greatest(r.period_from, p.first) + 1) FROM progress_reports r
      WHERE r.contract_id = c.id AND r.no = 0 AND r.period_from <= p.last AND r.period_to >= p.first), 0) < p.last - p.first + 1`;

/** Reports of the own contracts that were begun, once their period is over, or that came back. */
const toReword = (sql: Sql, scope: Scope): string => `
  SELECT 'progress_report', r.id, ${period('r.period_from', 'r.period_to')}, 'contract', c.id, c.title, NULL::date,
    CASE WHEN r.state = 'returned' THEN r.decided_at ELSE greatest(r.figures_as_of, ${midnight('least(r.period_to::text, c.terminated_on)::date + 1')}) END
  FROM progress_reports r JOIN contracts c ON c.id = r.contract_id
  WHERE (r.state = 'returned' OR r.state = 'draft' AND least(r.period_to::text, c.terminated_on) < business_today()::text)
    AND ${isMine(sql, scope, 'c.supplier_id')}`;

const PERIOD = periodSql('r.period_from', 'r.period_to');
/** Figures that are out of date are not approved: the agency fills them anew. */
const OUTDATED: Text = { en: ', figures out of date: to be returned', zh: '，数据已变动，应退回重新填写' };

/** What was submitted to the own bodies. Which are out of date by their totals is known behind the statement alone (`judgeReports`). */
const toApprove = (sql: Sql, scope: Scope): string => `
  SELECT 'progress_report_submitted', r.id, CASE WHEN r.outdated
      THEN jsonb_build_object('step', 'return', 'en', ${PERIOD} || '${OUTDATED.en}', 'zh', ${PERIOD} || '${OUTDATED.zh}')
      ELSE jsonb_build_object('step', 'approve', 'en', ${PERIOD}, 'zh', ${PERIOD}) END, 'contract', c.id, c.title, NULL::date, r.submitted_at
  FROM progress_reports r JOIN contracts c ON c.id = r.contract_id
  WHERE r.state = 'submitted' AND ${actsForBuyerSql(sql, scope, 'report.approve')}`;

interface Row {
  kind: string;
  id: string;
  title: TaskDetail | null;
}

/** A report is returned, too, where a total or a target is another one by now: its records alone do not say so. */
export async function judgeReports<R extends Row>(reader: Reader, rows: readonly R[]): Promise<R[]> {
  const isJudged = ({ kind, title }: R): boolean => kind === 'progress_report_submitted' && title?.step === 'approve';
  const reports = rows.filter(isJudged).map(({ id }) => id);
  if (reports.length === 0) return [...rows];
  const outdated = await findReportsOfOtherFigures(reader, reports);
  return rows.map((row) => (isJudged(row) && outdated.has(row.id) ? withStep(row, 'return', OUTDATED) : row));
}
