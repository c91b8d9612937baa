import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';
import {
  leavesRecipientsSql,
  UNOFFERED_HANDOVERS,
} from '../../../care/continuity/handovers/left-recipients.queries.js';
import { contractEndSql, planningEndSql, planStateSql } from '../../../care/continuity/plan-standing.queries.js';
import { isAbandonedSql, stillAsksSql } from '../../../care/surveys/survey-visibility.js';
import { CONTINUOUS_CATEGORIES } from '../../../law/code-lists/code-lists.js';
import { losersBonds, winnersBond } from '../../../purchase/awards/bonds.queries.js';
import { isRemedyOwedSql } from '../../../purchase/awards/remedies/disputes.queries.js';
import { signingRests } from '../../../purchase/awards/lots/signing-rests.queries.js';
import { ACCEPTED, actsForBuyerSql, isFreeSql, midnight, PERFORMED, steppedAtSql } from '../task-parts.js';

/** Days before the end of a contract from which its agency is asked to say that everything is delivered. */
const DELIVERY_AHEAD_DAYS = 30;
/** Days before what follows begins from which its recipients are to be offered. */
const HANDOVER_AHEAD_DAYS = 30;

/** From an award to the contract's end: what each side has still to do. */
export function contractTasks(sql: Sql, scope: Scope): string[] {
  const manager = narrowScope(scope, 'contract.manage');
  const signer = narrowScope(scope, 'contract.sign');
  const isFree = isFreeSql(sql, scope, 'c.supplier_id');
  return [
    ...listRefundTasks(sql, narrowScope(scope, 'tender.draft')),
    toDraft(sql, manager),
    contentTasksSql(sql, signer, 'buyer'),
    contentTasksSql(sql, signer, 'supplier'),
    ...listManagerTasks(sql, manager, scope.user === null ? 'false' : actsForBuyerSql(sql, scope, 'payment.pay')),
    toDeliver(sql, narrowScope(scope, 'contract.deliver')),
    suspendedTasksSql(sql, narrowScope(scope, 'contract.deliver')),
    mendingTasksSql(sql, manager),
    `SELECT 'survey_closing', s.id, jsonb_build_object('en', s.title, 'zh', s.title), 'contract', c.id, c.title, s.closes_on, ${midnight('s.closes_on + 1')}
     FROM open_surveys s JOIN contracts c ON c.id = s.contract_id
     WHERE s.closes_on < business_today() AND ${mayEndSurveySql(sql, scope)} AND ${isFree}`,
    toBeginSurvey(sql, scope),
    toOffer(sql, scope),
  ];
}

/**
 * Bonds of those who were not chosen once the result of their lot is known, and of who was once its contract is signed, each from
 * its own day (Regulation article 33). Of a lot that ended without a contract, where they wait since its end, the law counts from no day.
 */
function listRefundTasks(sql: Sql, scope: Scope): string[] {
  const mine = `t.conducted = 'here' AND (${isMine(sql, scope, 't.buyer_id')} OR ${isMine(sql, scope, 't.agent_id')})`;
  const tellDetail = (rule: string, en: string, zh: string): string =>
    `jsonb_build_object('lot', l.no, 'rule', ${rule}, 'method', t.method, 'en', '${en}', 'zh', '${zh}')`;
  const fact = `FROM facts_in_force f WHERE f.subject_type = 'tender' AND f.subject_id = t.id AND f.lot = l.no`;
  const ending = `FROM facts_in_force f WHERE f.subject_type = 'tender' AND f.subject_id = t.id AND coalesce(f.lot, l.no) = l.no
    AND f.kind IN ('failure', 'cancellation')`;
  return [
    `SELECT 'bond_refund', l.id,
       ${tellDetail(`CASE WHEN l.state IN ('result_published', 'contracted') AND r.published_on IS NOT NULL THEN 'BOND-REFUND-LOSER-5WD' END`, 'of those not chosen', '未中标供应商')},
       'tender', t.id, t.title, NULL::date,
       CASE WHEN l.state IN ('failed', 'cancelled') THEN coalesce((SELECT max(f.recorded_at) ${ending}), t.deadline_at, t.recorded_at)
         ELSE coalesce(${midnight('r.published_on::date')}, t.deadline_at, t.recorded_at) END
     FROM tenders t JOIN lots l ON l.tender_id = t.id
     CROSS JOIN LATERAL (SELECT ${losersBonds('l.id')} AS losers) b
     CROSS JOIN LATERAL (SELECT CASE WHEN count(DISTINCT f.data ->> 'publishedOn') = 1 AND length(min(f.data ->> 'publishedOn')) = 10
       THEN min(f.data ->> 'publishedOn') END AS published_on ${fact} AND f.kind = 'award') r
     WHERE ${mine} AND l.state IN ('result_published', 'contracted', 'failed', 'cancelled')
       AND b.losers IS NOT NULL AND b.losers ->> 'on' IS NULL`,
    `SELECT 'bond_refund', a.id, ${tellDetail("'BOND-REFUND-WINNER-5WD'", 'of the winner', '中标供应商')}, 'tender', t.id, t.title, NULL::date,
       ${midnight('c.signed_on::date')}
     FROM tenders t JOIN lots l ON l.tender_id = t.id JOIN awards a ON a.lot_id = l.id AND a.stands
     JOIN contracts c ON c.award_id = a.id AND c.renewal_no IS NULL AND c.state NOT IN ('draft', 'void') AND length(c.signed_on) = 10
     CROSS JOIN LATERAL (SELECT ${winnersBond('a.id', 'l.id')} AS bond) w
     WHERE ${mine} AND w.bond IS NOT NULL AND w.bond ->> 'on' IS NULL`,
  ];
}

/** SQL: nobody has drafted the contract of the award `a` of the lot `l`, which stands. */
export const AWAITS_DRAFT = `l.state = 'result_published' AND a.stands AND length(a.published_on::text) = 10
  AND NOT EXISTS (SELECT FROM contracts c WHERE c.award_id = a.id AND c.state <> 'void')`;

/**
 * Awards that stand and have no contract yet. While the law forbids to sign, the time for it rests; where a remedy is still to be carried out on
 * the lot the award may fall by it, and nothing is drafted before (the task `remedy`).
 */
const toDraft = (sql: Sql, scope: Scope): string => `
  SELECT 'contract_draft', a.id, jsonb_build_object('lot', l.no, 'rests', ${signingRests('l.id', 't.id')}), 'tender', t.id, t.title, NULL::date,
    ${midnight('a.published_on::date')}
  FROM awards a JOIN lots l ON l.id = a.lot_id JOIN tenders t ON t.id = l.tender_id
  WHERE t.conducted = 'here' AND ${AWAITS_DRAFT} AND NOT ${isRemedyOwedSql('l.id', 't.id')} AND ${isMine(sql, scope, 't.buyer_id')}`;

/** Contents of contracts that were taken over here, which a side has not confirmed. */
const contentTasksSql = (sql: Sql, scope: Scope, side: 'buyer' | 'supplier'): string => `
  SELECT 'content_confirmation', c.id, NULL::jsonb, 'contract', c.id, c.title, NULL::date, u.since
  FROM unconfirmed_contents u JOIN contracts c ON c.id = u.contract_id
  WHERE NOT '${side}' = ANY (u.signed) AND ${isMine(sql, scope, `c.${side}_id`)}`;

/** SQL: the contract `c` ended and nothing of it is left to be accepted: nothing was done, or what was done was looked at since and will not do. */
const UNPERFORMED = `c.state IN ('terminated', 'rescinded') AND length(c.terminated_on) = 10 AND NOT ${ACCEPTED}
  AND (NOT ${PERFORMED} OR EXISTS (SELECT FROM acceptances a WHERE a.contract_id = c.id AND a.result = 'failed' AND a.of_ended))
  AND NOT EXISTS (SELECT FROM acceptances a WHERE a.contract_id = c.id AND a.state NOT IN ('concluded', 'published'))`;
/** SQL: every instalment that the contract `c` still has is paid or given up. */
const ALL_PAID = `NOT EXISTS (SELECT FROM payments p WHERE p.contract_id = c.id AND NOT p.dropped AND p.state NOT IN ('paid', 'cancelled'))`;
/** SQL: a plan for what follows the contract `c` has come to its end, and none is open; of one that never had any the time for it is over. */
const PLANNED = `NOT EXISTS (SELECT FROM continuity_plans p WHERE p.contract_id = c.id AND ${planStateSql('p', 'c')} IN ('proposed', 'agreed'))
  AND ((business_today() <= ${planningEndSql('c')}) IS NOT TRUE
    OR EXISTS (SELECT FROM continuity_plans p WHERE p.contract_id = c.id AND ${planStateSql('p', 'c')} IN ('carried_out', 'lapsed')))`;
/** SQL: it is closed once what was paid has come back. */
const UNPERFORMED_STEP = `jsonb_build_object('step', CASE WHEN NOT EXISTS (SELECT FROM payments p WHERE p.contract_id = c.id AND p.state = 'paid') THEN 'close-unperformed' END)`;

/**
 * Contracts of the own bodies that are to be published and filed, that nothing keeps open, or that nobody looks at any more; `pays`: SQL,
 * the caller may record of the contract `c` what was paid or came back.
 */
function listManagerTasks(sql: Sql, scope: Scope, pays: string): string[] {
  const contractTasksSql = (kind: string, since: string, condition: string, detail = 'NULL::jsonb'): string => `
    SELECT '${kind}', c.id, ${detail}, 'contract', c.id, c.title, NULL::date, ${since}
    FROM contracts c WHERE c.conducted = 'here' AND ${isMine(sql, scope, 'c.buyer_id')} AND ${condition}`;
  const method = `jsonb_build_object('method', (SELECT t.method FROM tenders t WHERE t.id = c.tender_id))`;
  const signed = `c.state NOT IN ('draft', 'void') AND length(c.signed_on) = 10`;
  return [
    contractTasksSql('contract_publication', midnight('c.signed_on::date'), `${signed} AND NOT c.published`, method),
    contractTasksSql('contract_filing', midnight('c.signed_on::date'), `${signed} AND c.filed_on IS NULL`, method),
    contractTasksSql(
      'contract_settlement',
      `greatest((SELECT max(${steppedAtSql('acceptance', 'a.id', ['publish'], 'a.updated_at')}) FROM acceptances a WHERE a.contract_id = c.id),
        (SELECT max(${steppedAtSql('payment', 'p.id', ['pay', 'cancel', 'lapse'], 'p.updated_at')}) FROM payments p WHERE p.contract_id = c.id))`,
      `c.state IN ('accepted', 'part_accepted') AND EXISTS (SELECT FROM acceptances a WHERE a.contract_id = c.id)
       AND NOT EXISTS (SELECT FROM acceptances a WHERE a.contract_id = c.id AND a.state <> 'published')
       AND ${ALL_PAID}
       AND NOT EXISTS (SELECT FROM settlements s WHERE s.contract_id = c.id AND s.state = 'proposed')`,
      // Whether more was paid than accepted is known behind the statement alone (`judgePayments`).
      `jsonb_build_object('step', 'actions/settle', 'pays', ${pays})`,
    ),
    contractTasksSql('contract_unperformed', midnight('c.terminated_on::date'), UNPERFORMED, UNPERFORMED_STEP),
    contractTasksSql(
      'contract_archive',
      steppedAtSql('contract', 'c.id', ['settle', 'close_unperformed'], 'c.created_at'),
      `c.state = 'settled' AND ${ALL_PAID} AND (NOT coalesce(c.category = ANY (${sql.p(CONTINUOUS_CATEGORIES)}::text[]), false)
        OR ${PLANNED} AND NOT ${leavesRecipientsSql('c')})`,
    ),
  ];
}

const MENDED = `jsonb_build_object('en', 'to be mended, as the acceptance asked', 'zh', '按验收意见限期整改')`;
const MENDED_SINCE = steppedAtSql('contract', 'c.id', ['conclude_acceptance'], 'c.created_at');

/** SQL: the survey `s` under the contract `c` is the caller's to end: of the body that asks, or of the buyer where that was replaced. */
function mayEndSurveySql(sql: Sql, scope: Scope): string {
  const who = narrowScope(scope, 'survey.run');
  return `(${isMine(sql, who, 's.runner_id')} OR ${isMine(sql, who, 'c.buyer_id')} AND ${isAbandonedSql('s', 'c')})`;
}

/**
 * Surveys of the own bodies that nobody has opened: whom they ask is drawn first, by who may still ask; one whose last day is over, or
 * whose evaluator was replaced, can only be given up, by anybody of the body or, of the latter, of the buyer.
 */
const toBeginSurvey = (sql: Sql, scope: Scope): string => `
  SELECT 'survey_draft', s.id, jsonb_build_object('step', CASE WHEN s.closes_on < business_today() OR ${isAbandonedSql('s', 'c')} THEN 'cancel' WHEN s.drawn THEN 'open' ELSE 'draw' END,
    'en', s.title, 'zh', s.title), 'contract', c.id, c.title, s.opens_on,
    ${steppedAtSql('survey', 's.id', ['created', 'draw'], 's.updated_at')}
  FROM draft_surveys s JOIN contracts c ON c.id = s.contract_id
  WHERE ${mayEndSurveySql(sql, scope)} AND ${isFreeSql(sql, scope, 'c.supplier_id')}
    AND (s.closes_on < business_today() OR ${isAbandonedSql('s', 'c')} OR ${stillAsksSql(sql, scope, { runner: 's.runner_id', contract: 'c.id', buyer: 'c.buyer_id' })})`;

/** Contracts of the own bodies that end soon, or have ended, and under which no milestone is open; what acceptance asked to be mended, by its day. */
const toDeliver = (sql: Sql, scope: Scope): string => `
  SELECT 'contract_delivery', c.id, CASE WHEN x.due_on IS NOT NULL THEN ${MENDED} END, 'contract', c.id, c.title, coalesce(x.due_on, w.last),
    CASE WHEN x.due_on IS NOT NULL THEN ${MENDED_SINCE}
      ELSE greatest(${midnight(`w.last - ${DELIVERY_AHEAD_DAYS}`)}, coalesce((SELECT max(m.decided_at) FROM milestones m WHERE m.contract_id = c.id), c.created_at)) END
  FROM contracts c LEFT JOIN mended_contracts x ON x.contract_id = c.id
  CROSS JOIN LATERAL (SELECT (c.content -> 'window' ->> 'end')::date AS last) w
  WHERE c.conducted = 'here' AND c.state = 'active' AND (x.due_on IS NOT NULL OR w.last - ${DELIVERY_AHEAD_DAYS} <= business_today())
    AND ${isMine(sql, scope, 'c.supplier_id')}
    AND NOT EXISTS (SELECT FROM milestones m WHERE m.contract_id = c.id AND m.state IN ('scheduled', 'submitted', 'returned', 'missed'))`;

/** Work that was to be mended by a day which is over: the buyer grants no more time by itself, and how it goes on is its to say. */
const mendingTasksSql = (sql: Sql, scope: Scope): string => `
  SELECT 'rectification_missed', c.id, NULL::jsonb, 'contract', c.id, c.title, NULL::date, ${midnight('x.due_on + 1')}
  FROM mended_contracts x JOIN contracts c ON c.id = x.contract_id
  WHERE x.due_on < business_today() AND ${isMine(sql, scope, 'c.buyer_id')}`;

/** Work that the own bodies suspended because they were not paid: it goes on once they are, or when they say so. */
const suspendedTasksSql = (sql: Sql, scope: Scope): string => `
  SELECT 'work_suspended', c.id, NULL::jsonb, 'contract', c.id, c.title, NULL::date, ${midnight('x.began_on')}
  FROM suspended_works x JOIN contracts c ON c.id = x.contract_id WHERE ${isMine(sql, scope, 'c.supplier_id')}`;

/** SQL: the day on which what follows begins: at once where the contract `c` was ended early. */
const PASSING_DAY = `CASE WHEN c.terminated_on IS NULL THEN h.starts_on ELSE least(h.starts_on, ${contractEndSql('c')} + 1) END`;
/** Recipients whom a plan passes on, agreed or carried out since; where plans of several contracts pass on those of one line, each but the first is a part. */
const toOffer = (sql: Sql, scope: Scope): string => `
  SELECT 'handover_offer', h.service_line_id, jsonb_build_object('en', h.line_name, 'zh', h.line_name, 'part',
      CASE WHEN row_number() OVER (PARTITION BY h.service_line_id ORDER BY h.plan_id) > 1 THEN h.plan_id END), 'contract', c.id, c.title, ${PASSING_DAY},
    greatest(p.since, ${midnight(`(${PASSING_DAY}) - ${HANDOVER_AHEAD_DAYS}`)})
  FROM (${UNOFFERED_HANDOVERS}) h JOIN continuity_plans p ON p.id = h.plan_id JOIN contracts c ON c.id = p.contract_id
  WHERE (${PASSING_DAY}) - ${HANDOVER_AHEAD_DAYS} <= business_today() AND ${actsForBuyerSql(sql, scope, 'plan.propose')}
    AND ${isFreeSql(sql, scope, 'h.agency_id')}`;
