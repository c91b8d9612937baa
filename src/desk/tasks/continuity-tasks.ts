import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import {
  isOfferableSql,
  isOutdatedOfferSql,
  OUTDATED_HANDOVERS,
  OUTDATED_OFFERS,
} from '../../care/continuity/handovers/standing-handovers.queries.js';
import {
  agreedEndSql,
  contractEndSql,
  isHopedSql,
  leavesGapSql,
  planDueSql,
  planLastDaySql,
  planReceiversSql,
  planStateSql,
} from '../../care/continuity/plan-standing.queries.js';
import { actsForBuyerSql, hasInterestSql, midnight, steppedAtSql, stepSql } from './task-parts.js';

/** What waits for somebody because a contract, or a line, comes to its end. */
export function continuityTasks(sql: Sql, scope: Scope): string[] {
  return [
    toAgree(sql, scope),
    agreedPlanTasksSql(sql, scope),
    toRenew(sql, narrowScope(scope, 'contract.manage')),
    toReceive(sql, narrowScope(scope, 'handover.receive')),
    ...toOfferAnew(sql, scope),
    toEnd(sql, narrowScope(scope, 'line.end'), scope.user),
  ];
}

/**
 * SQL: the caller sits in no agency to which the plan with id `plan` passes recipients: neither for the agency that goes on nor for the one
 * that takes over is anything decided (Regulation article 9).
 */
export const isFreeOfReceiversSql = (sql: Sql, scope: Scope, plan: string): string =>
  `NOT EXISTS (SELECT FROM ${planReceiversSql(plan)} AND ${hasInterestSql(sql, scope, 'i.receiver_id')})`;

/** Proposed plans of the own contracts, of which the caller has written nothing; due when one is to be agreed, which is before it lapses. */
const toAgree = (sql: Sql, scope: Scope): string => `
  SELECT 'continuity_plan_proposed', p.id, NULL::jsonb, 'contract', c.id, c.title, ${planDueSql('c')}, p.since
  FROM continuity_plans p JOIN contracts c ON c.id = p.contract_id
  WHERE ${planStateSql('p', 'c')} = 'proposed' AND ${actsForBuyerSql(sql, scope, 'plan.agree')}
    AND ${isFreeOfReceiversSql(sql, scope, 'p.id')} AND NOT (${sql.p(scope.user)}::uuid = ANY (p.proposed_by))`;

/** SQL: plan `p` was agreed on before contract `c` was ended early, and leaves its recipients to nobody: it is said anew. */
const IS_OVERTAKEN = `${leavesGapSql('c')} AND p.since < ${steppedAtSql('contract', 'c.id', ['terminate', 'rescind'], midnight(`${contractEndSql('c')} + 1`))}`;

/**
 * Agreed plans of the own contracts that have ended: they are carried out, or lapse. None can be where the contract that is to follow is not
 * signed: what is renewed is a task of its own (below), beside a purchase somebody says who serves meanwhile.
 */
const agreedPlanTasksSql = (sql: Sql, scope: Scope): string => `
  SELECT 'continuity_plan_agreed', p.id, CASE WHEN ${IS_OVERTAKEN}
    THEN ${stepSql('revise', 'ended early: nobody serves its recipients until what follows begins', '合同提前终止，接续服务开始前服务对象无人服务，应修订方案')}
    WHEN ${isHopedSql('p', 'c')} THEN ${stepSql('revise', 'no contract that follows is signed', '尚未签订后续合同，应修订方案')} END, 'contract', c.id, c.title, ${planLastDaySql('p', 'c')},
    greatest(p.since, ${midnight(`${contractEndSql('c')} + 1`)})
  FROM continuity_plans p JOIN contracts c ON c.id = p.contract_id
  WHERE ${planStateSql('p', 'c')} = 'agreed' AND ${contractEndSql('c')} < business_today()
    AND NOT (${isHopedSql('p', 'c')} AND c.terminated_on IS NULL AND EXISTS (SELECT FROM planned_renewals i WHERE i.plan_id = p.id))
    AND ${actsForBuyerSql(sql, scope, 'plan.propose')} AND ${isFreeOfReceiversSql(sql, scope, 'p.id')}`;

/** Days before the end of a contract from which its renewal is asked for, where its plan says so. */
const RENEWAL_AHEAD_DAYS = 30;
/** SQL: the step by which the contract `c` is renewed: one that is for several lots is prolonged by an amendment alone. */
const RENEWAL_STEP = `CASE WHEN c.lot_id IS NULL THEN ${stepSql('propose-amendment', 'the contract is to be prolonged', '合同应予延长')}
    ELSE ${stepSql('renew', 'the contract is to be renewed', '合同应予续签')} END`;

/** Own contracts that end soon, or have ended, and that their agreed plan renews, until somebody has drafted the renewal or prolonged them, or it lapses. */
const toRenew = (sql: Sql, scope: Scope): string => `
  SELECT 'continuity_plan_agreed', p.id, ${RENEWAL_STEP}, 'contract', c.id, c.title, ${agreedEndSql('c')},
    greatest(p.since, ${midnight(`${agreedEndSql('c')} - ${RENEWAL_AHEAD_DAYS}`)})
  FROM continuity_plans p JOIN contracts c ON c.id = p.contract_id
  WHERE ${planStateSql('p', 'c')} = 'agreed' AND c.terminated_on IS NULL AND (c.state = 'active' OR c.lot_id IS NOT NULL AND c.state IN ('delivered', 'accepted', 'part_accepted', 'settled'))
    AND business_today() >= ${agreedEndSql('c')} - ${RENEWAL_AHEAD_DAYS} AND ${isMine(sql, scope, 'c.buyer_id')}
    AND EXISTS (SELECT FROM planned_renewals i WHERE i.plan_id = p.id AND i.starts_on > ${agreedEndSql('c')})
    AND NOT EXISTS (SELECT FROM contracts s WHERE s.award_id = c.award_id AND s.renewal_no = coalesce(c.renewal_no, 0) + 1 AND s.state <> 'void')`;

/** Recipients who are offered to the own bodies, and can be taken over as they were offered. */
const toReceive = (sql: Sql, scope: Scope): string => `
  SELECT 'handover', h.id, NULL::jsonb, 'service_line', h.service_line_id, h.line_name, NULL::date, h.since
  FROM handovers h WHERE h.state = 'offered' AND ${isMine(sql, scope, 'h.receiver_id')} AND NOT ${isOutdatedOfferSql('h')}`;

/** SQL: the step of an offer whose plan has lapsed: another plan says whom they are offered to anew. */
const NOBODY_NAMED = stepSql('withdraw', 'no plan says any more who takes them over', '已无接续方案指明接收方');

/** Recipients of the own contracts whom nobody has taken, or can take as they were offered, or whom somebody took otherwise than holds by now. */
const toOfferAnew = (sql: Sql, scope: Scope): string[] => {
  const acts = `${actsForBuyerSql(sql, scope, 'plan.propose')}
    AND NOT EXISTS (SELECT FROM organisations o WHERE o.id = h.receiver_id AND o.kind = 'agency' AND ${hasInterestSql(sql, scope, 'o.id')})`;
  return [
    `SELECT 'handover_refused', h.id, CASE WHEN NOT ${isOfferableSql('h')} THEN ${NOBODY_NAMED} END, 'service_line', h.service_line_id, h.line_name, NULL::date, h.since
     FROM handovers h JOIN contracts c ON c.id = h.contract_id WHERE h.state = 'refused' AND ${acts}`,
    `SELECT 'handover_refused', h.id, CASE WHEN h.offerable
         THEN ${stepSql('offer', 'the plan or who is served is another since they were offered', '提出移交后接续方案或者服务对象已有变化')} ELSE ${NOBODY_NAMED} END,
       'service_line', h.service_line_id, l.name, NULL::date, h.since
     FROM (${OUTDATED_OFFERS}) h JOIN contracts c ON c.id = h.contract_id LEFT JOIN service_lines l ON l.id = h.service_line_id WHERE ${acts}`,
    `SELECT 'handover_refused', h.id, ${stepSql('withdraw', 'taken over otherwise than holds by now', '接收日期、接收方或者接收方合同与现行安排不一致')},
       'service_line', h.service_line_id, l.name, NULL::date, h.since
     FROM (${OUTDATED_HANDOVERS}) h JOIN contracts c ON c.id = h.contract_id LEFT JOIN service_lines l ON l.id = h.service_line_id WHERE ${acts}`,
  ];
};

/** Lines of the own bodies that somebody else has proposed to end. */
const toEnd = (sql: Sql, scope: Scope, user: string | null): string => `
  SELECT 'line_end', l.id, NULL::jsonb, 'service_line', l.id, l.name, l.end_on, ${midnight('l.end_proposed_on')}
  FROM service_lines l
  WHERE l.end_proposed_on IS NOT NULL AND l.end_decided_on IS NULL AND l.end_proposed_by IS DISTINCT FROM ${sql.p(user)}::uuid
    AND ${isMine(sql, scope, 'l.responsible_id')}`;
