import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { isFreeOfReceiversSql } from '../continuity-tasks.js';
import { isFreeSql, latestDaySql, midnight, steppedAtSql, stepSql } from '../task-parts.js';
import { IS_GAP, IS_LEFT, JOIN_GAP, JOIN_RUN, RESUMES, TOLD_SINCE } from './line-gaps.queries.js';

/** What was left lying once something else was done: notices without an address, failed lots, lines and needs without what follows, programmes of past years. */
export function leftTasks(sql: Sql, scope: Scope): string[] {
  return [
    toAddress(sql, narrowScope(scope, 'tender.draft')),
    failedLotTasksSql(sql, narrowScope(scope, 'tender.draft')),
    pastProgrammeTasksSql(sql, narrowScope(scope, 'programme.approve')),
    unmetNeedTasksSql(sql, narrowScope(scope, 'need.verify')),
    unservedLineTasksSql(sql, narrowScope(scope, 'plan.propose')),
    unservedNeedTasksSql(sql, narrowScope(scope, 'need.verify')),
  ];
}

/** Kinds of notices, as titles name them. */
const NOTICES: readonly [kind: string, en: string, zh: string][] = [
  ['intent', 'procurement intent', '采购意向公告'],
  ['tender', 'tender notice', '采购公告'],
  ['correction', 'correction', '更正公告'],
  ['result', 'result', '结果公告'],
  ['contract', 'contract', '合同公告'],
  ['acceptance', 'acceptance', '验收结果公告'],
  ['failure', 'failure or end', '废标（终止）公告'],
];

/**
 * Days after which a purchase that is over is history: the accounts of the year in which it ended are closed and audited in the year
 * after, and what lies further back is read from the archive. A choice of ours.
 */
const HISTORY_DAYS = 365;
const HISTORY_BEGINS = midnight(`business_today() - ${HISTORY_DAYS}`);
const IS_ENDED = `(c.state = 'archived' OR ${latestDaySql('least(c.window_end, c.terminated_on)')} + ${HISTORY_DAYS} < business_today()
    AND coalesce(${midnight('n.published_on')}, n.created_at) < ${HISTORY_BEGINS})`;

/**
 * SQL: the purchase of the notice `n` is over: no lot of it leads on, and its contracts are all archived or ended long ago, as long
 * as the notice is old. One that came to no contract is over as long after the notice.
 */
const IS_HISTORY = `(EXISTS (SELECT FROM tenders t WHERE t.id = n.tender_id AND (t.state IN ('failed', 'cancelled')
    OR NOT EXISTS (SELECT FROM lots l WHERE l.tender_id = t.id AND coalesce(l.state, '') NOT IN ('contracted', 'failed', 'cancelled'))))
  AND NOT EXISTS (SELECT FROM contracts c WHERE c.tender_id = n.tender_id AND c.state <> 'void' AND ${IS_ENDED} IS NOT TRUE)
  AND (EXISTS (SELECT FROM contracts c WHERE c.tender_id = n.tender_id AND c.state <> 'void')
    OR coalesce(${midnight('n.published_on')}, n.created_at) < ${HISTORY_BEGINS}))`;

/** Notices of own purchases that are not over, until it is recorded where the official site has them: it is by its day there that periods count. */
function toAddress(sql: Sql, scope: Scope): string {
  const title = NOTICES.map(
    ([kind, en, zh]) => `WHEN '${kind}' THEN jsonb_build_object('en', '${en}', 'zh', '${zh}', 'part', n.id)`,
  ).join(' ');
  return `
    SELECT 'notice_address', n.id, CASE n.kind ${title} END, 'tender', n.tender_id, n.title, NULL::date, coalesce(${midnight('n.published_on')}, n.created_at)
    FROM unaddressed_notices n WHERE (${isMine(sql, scope, 'n.buyer_id')} OR ${isMine(sql, scope, 'n.agent_id')}) AND NOT ${IS_HISTORY}`;
}

/** Law article 37: what failed is tendered anew, but where it is not bought any more; after a year it is history, as above. */
const failedLotTasksSql = (sql: Sql, scope: Scope): string => `
  SELECT 'lot_failed', x.lot_id, NULL::jsonb, 'tender', t.id, t.title, NULL::date, failed.at
  FROM failed_lots x JOIN tenders t ON t.id = x.tender_id
  CROSS JOIN LATERAL (SELECT coalesce((SELECT max(f.recorded_at) FROM facts_in_force f WHERE f.subject_type = 'tender' AND f.subject_id = t.id
    AND coalesce(f.lot, x.no) = x.no AND f.kind = 'failure'), t.deadline_at, t.recorded_at) AS at) failed
  WHERE ${isMine(sql, scope, 't.buyer_id')} AND failed.at >= ${HISTORY_BEGINS}`;

/** Programmes whose year is over, once nothing of them goes on and none of their money may be used any more. Of what was over before it was recorded nobody closes anything. */
function pastProgrammeTasksSql(sql: Sql, scope: Scope): string {
  const over = `greatest(make_date(p.year + 1, 1, 1), coalesce(x.use_until + 1, make_date(p.year + 1, 1, 1)))`;
  return `
  SELECT 'programme_closing', p.id, NULL::jsonb, 'programme', p.id, p.name, NULL::date, ${midnight(over)}
  FROM closable_programmes x JOIN programmes p ON p.id = x.id
  WHERE ${over} <= business_today() AND p.recorded_at < ${midnight(over)} AND ${isMine(sql, scope, 'p.buyer_id')}`;
}

/** Needs of the own bodies that were left unmet: planned for again, or rejected. */
const unmetNeedTasksSql = (sql: Sql, scope: Scope): string => `
  SELECT 'need', n.id, ${stepSql('plan', 'left unmet: to be planned for again or rejected', '未能满足，待重新纳入计划或予以驳回')}, 'need', n.id, n.title, NULL::date,
    ${steppedAtSql('need', 'n.id', ['leave_unmet'], 'n.updated_at')}
  FROM open_needs n WHERE n.state = 'unmet' AND n.keepers && ${sql.p(scope.organisations)}::uuid[]`;

/**
 * Lines of the own bodies that nobody serves any more, or that nobody will serve from a day on: another purchase, what runs prolonged, a plan,
 * or an end that is decided. What helps, and by when, is known behind the statement alone (`judgeGaps`).
 */
function unservedLineTasksSql(sql: Sql, scope: Scope): string {
  const acts = `${isMine(sql, narrowScope(scope, 'contract.manage'), 'run.buyer_id')} AND ${isFreeSql(sql, scope, 'run.supplier_id')}
    AND ${isFreeOfReceiversSql(sql, scope, 'planned.plan_id')}`;
  const said = `jsonb_build_object('left', ended.last + 1, 'resumes', ${RESUMES}, 'anew', planned.anew IS NOT NULL, 'method', run.method,
      'draft', ahead.drafted, 'tender', run.tender_id, 'contract', run.id, 'plan', planned.plan_id,
      'prolongs', run.conducted = 'here' AND run.state = 'active', 'acts', ${acts})`;
  return `
  SELECT 'line_unserved', l.id, jsonb_build_object('gap', ${said}), 'service_line', l.id, l.name, NULL::date, ${TOLD_SINCE}
  FROM service_lines l ${JOIN_GAP} ${JOIN_RUN} WHERE ${isMine(sql, scope, 'l.responsible_id')} AND ${IS_GAP}`;
}

/** Needs of the own bodies that were planned, once what served them has ended: met, left unmet, or planned for again. */
function unservedNeedTasksSql(sql: Sql, scope: Scope): string {
  const planned = steppedAtSql('need', 'n.id', ['plan'], 'n.updated_at');
  return `
    SELECT 'need', n.id, jsonb_build_object('en', 'what served it has ended and nothing follows: met or left unmet', 'zh', '相应服务已结束且无后续，待确认是否已满足'),
      'need', n.id, n.title, NULL::date, ${midnight('ended.last + 1')}
    FROM open_needs n JOIN service_lines l ON l.id = n.service_line_id ${JOIN_GAP}
    WHERE n.state = 'planned' AND n.keepers && ${sql.p(scope.organisations)}::uuid[] AND ${IS_LEFT} AND ${midnight('ended.last + 1')} > ${planned}`;
}
