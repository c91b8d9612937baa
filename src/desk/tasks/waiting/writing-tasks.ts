import type { Principal } from '../../../kernel/access/principal.js';
import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { PUBLIC_SERVICE_CATEGORIES } from '../../../law/code-lists/code-lists.js';
import { IS_HEARD, sameTitleSql, steppedAtSql, stepSql } from '../task-parts.js';

/** What has to be looked at before anything is bought: needs, programmes, schemes, and what residents say of a draft. */
export function writingTasks(sql: Sql, principal: Principal, scope: Scope): string[] {
  return [
    ...listNeedTasks(sql, scope),
    ...(scope.permissions.has('budget.extend') ? [toExtend(sql, narrowScope(scope, 'budget.extend'))] : []),
    toOpine(sql, narrowScope(scope, 'tender.draft')),
    ...(principal.kind === 'user' ? listApprovalTasks(sql, scope, `${sql.p(principal.id)}::uuid`) : []),
  ];
}

/** Steps by which a need comes to be recorded; what is written into it later makes nothing newer. */
const RECORDED = ['recorded', 'accept', 'take_back'];

/** Needs of the own bodies: suggested ones, recorded ones to describe or to verify, verified ones whose line is to be named or is known. */
function listNeedTasks(sql: Sql, scope: Scope): string[] {
  const needTasksSql = (permission: string, step: string, condition: string, steps: readonly string[]): string => {
    const { organisations } = narrowScope(scope, permission);
    if (organisations.length === 0) return '';
    return `SELECT 'need', n.id, ${step}, 'need', n.id, n.title, NULL::date, ${steppedAtSql('need', 'n.id', steps, 'n.updated_at')}
      FROM open_needs n WHERE ${condition} AND n.keepers && ${sql.p(organisations)}::uuid[]`;
  };
  return [
    needTasksSql('need.moderate', stepSql('accept', 'suggested', '新建议'), `n.state = 'suggested'`, ['suggested']),
    needTasksSql(
      'need.record',
      stepSql('change', 'to be described: evidence and number of residents', '待补充需求依据和涉及人数'),
      `n.state = 'recorded' AND NOT n.described`,
      RECORDED,
    ),
    needTasksSql(
      'need.verify',
      stepSql('verify', 'to be verified', '待核实'),
      `n.state = 'recorded' AND n.described`,
      RECORDED,
    ),
    // Who verifies may also change it; a committee that only records plans nothing.
    needTasksSql(
      'need.verify',
      stepSql('change', 'service line to be named', '待指明所属服务线'),
      `n.state = 'verified' AND n.service_line_id IS NULL`,
      ['verify'],
    ),
    needTasksSql(
      'need.verify',
      stepSql('plan', 'to be planned for', '待纳入计划'),
      `n.state = 'verified' AND n.service_line_id IS NOT NULL`,
      ['verify'],
    ),
  ].filter((part) => part !== '');
}

/** Later days that bodies of the own region ask for money of their budgets; before the day of the line, where it is known to the day. */
const toExtend = (sql: Sql, scope: Scope): string => `
  SELECT 'budget_extension', x.id, ${sameTitleSql('x.line_name')}, 'programme', x.programme_id, x.name,
    CASE length(x.use_by) WHEN 10 THEN x.use_by::date END, x.requested_at
  FROM asked_extensions x WHERE (${isSupervised(sql, scope, 'x.region')} OR ${isSupervised(sql, scope, 'x.buyer_region')})`;

/** Drafts that were submitted and cannot be approved before the public was heard. */
const toOpine = (sql: Sql, scope: Scope): string => `
  SELECT 'tender_opinion', t.id, NULL::jsonb, 'tender', t.id, t.title, (t.plan ->> 'issueOn')::date, ${steppedAtSql('tender', 't.id', ['submit'], 't.updated_at')}
  FROM tenders t WHERE t.conducted = 'here' AND t.state = 'in_review' AND t.category = ANY (${sql.p(PUBLIC_SERVICE_CATEGORIES)}::text[])
    AND (${isMine(sql, scope, 't.buyer_id')} OR ${isMine(sql, scope, 't.agent_id')}) AND NOT ${IS_HEARD}`;

/**
 * SQL: since when the programme `p` waits for its approval: since it was adjusted; a new one since it had a budget line, which it may have
 * been given later.
 */
const PROGRAMME_WAITS_SINCE = `coalesce((SELECT coalesce(max(s.at) FILTER (WHERE s.action = 'adjust'),
    max(s.at) FILTER (WHERE s.action = 'recorded' AND s.said ->> 'budgetLines' <> '0'), min(s.at) FILTER (WHERE s.action = 'budget_line_added'), max(s.at))
  FROM audit_steps s WHERE s.aggregate_type = 'programme' AND s.aggregate_id = p.id::text AND s.action IN ('recorded', 'adjust', 'budget_line_added')),
  p.updated_at)`;

/** What others of the own bodies have written. */
const listApprovalTasks = (sql: Sql, scope: Scope, me: string): string[] => [
  `SELECT 'programme_approval', p.id, NULL::jsonb, 'programme', p.id, p.name, NULL::date, ${PROGRAMME_WAITS_SINCE}
   FROM unapproved_programmes p WHERE NOT ${me} = ANY (p.writers) AND ${isMine(sql, narrowScope(scope, 'programme.approve'), 'p.buyer_id')}`,
  `SELECT 'scheme_approval', s.id, NULL::jsonb, 'evaluation_scheme', s.id, s.label, NULL::date, ${steppedAtSql('evaluation_scheme', 's.id', ['drafted'], 's.updated_at')}
   FROM scheme_drafts s WHERE NOT ${me} = ANY (s.writers) AND ${isMine(sql, narrowScope(scope, 'scheme.approve'), 's.owner_id')}`,
];
