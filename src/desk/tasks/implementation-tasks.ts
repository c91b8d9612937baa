import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import { actsForBuyerSql, sameTitleSql, midnight } from './task-parts.js';
import { reportTasks } from './report-tasks.js';
import { visitTasks } from './visit-tasks.js';

/** Days before its day that a milestone begins to be shown. */
const MILESTONE_AHEAD_DAYS = 30;

/** What waits for somebody under a contract that goes on here. */
export function implementationTasks(sql: Sql, scope: Scope): string[] {
  return [
    toSubmit(sql, narrowScope(scope, 'contract.deliver')),
    toJudge(sql, scope),
    missing(sql, narrowScope(scope, 'contract.manage'), 'c.buyer_id', 'amendments'),
    missing(
      sql,
      narrowScope(scope, 'contract.deliver'),
      'c.supplier_id',
      scope.permissions.has('service.record') ? 'service-records' : null,
    ),
    ...reportTasks(sql, scope),
    ...visitTasks(sql, scope),
  ];
}

/** Milestones of the own contracts that run: those that come soon, those that were missed, those that came back. */
const toSubmit = (sql: Sql, scope: Scope): string => `
  SELECT 'milestone', m.id, ${sameTitleSql('m.name')}, 'contract', c.id, c.title, m.due_on,
    greatest(m.created_at, CASE WHEN m.state = 'returned' THEN m.decided_at ELSE ${midnight(`m.due_on - ${MILESTONE_AHEAD_DAYS}`)} END)
  FROM milestones m JOIN contracts c ON c.id = m.contract_id
  WHERE c.state = 'active' AND ${isMine(sql, scope, 'c.supplier_id')}
    AND (m.state IN ('missed', 'returned') OR m.state = 'scheduled' AND m.due_on - ${MILESTONE_AHEAD_DAYS} <= business_today())`;

/** What was submitted to the own bodies; the law sets no day for it. */
const toJudge = (sql: Sql, scope: Scope): string => `
  SELECT 'milestone_submitted', m.id, ${sameTitleSql('m.name')}, 'contract', c.id, c.title, NULL::date, m.submitted_at
  FROM milestones m JOIN contracts c ON c.id = m.contract_id
  WHERE m.state = 'submitted' AND ${actsForBuyerSql(sql, scope, 'milestone.accept')}`;

/**
 * At this rate less than a target will have been done by the end. Told by the day, while the contract runs and until its last day:
 * the agency records more of it, the buyer agrees with it on something else.
 */
const missing = (sql: Sql, scope: Scope, side: string, step: string | null): string => `
  SELECT 'forecast', c.id, (SELECT jsonb_build_object('step', ${step === null ? 'NULL' : `'${step}'`}, 'en', 'Standard ' || string_agg(m ->> 'no', ', ' ORDER BY (m ->> 'no')::int),
      'zh', '第 ' || string_agg(m ->> 'no', '、' ORDER BY (m ->> 'no')::int) || ' 项') FROM jsonb_array_elements(o.missed) m),
    'contract', c.id, c.title, (c.content -> 'window' ->> 'end')::date, o.missing_since
  FROM contract_outlooks o JOIN contracts c ON c.id = o.contract_id
  WHERE o.missing_since IS NOT NULL AND c.state = 'active' AND (c.content -> 'window' ->> 'end')::date >= business_today() AND ${isMine(sql, scope, side)}`;
