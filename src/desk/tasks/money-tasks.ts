import type { Principal } from '../../kernel/access/principal.js';
import type { Scope } from '../../kernel/access/scope.js';
import type { Sql } from '../../kernel/database/sql.js';
import { isInOneHandSql } from '../../people/accounts/same-person.queries.js';
import { actsForBuyerSql, CANNOT_BE_SIGNED, joinLawfulDaySql, sameTitleSql, steppedAtSql } from './task-parts.js';

/** What waits for a person of the buyer in the acceptance and the payment of a contract: none of it is a program's to do. */
export function moneyTasks(sql: Sql, principal: Principal, scope: Scope): string[] {
  if (principal.kind !== 'user') return [];
  const me = `${sql.p(principal.id)}::uuid`;
  return [
    toAccept(sql, scope),
    toConfirm(sql, scope),
    toApprove(sql, principal, scope),
    toPay(sql, principal, scope),
    toSign(sql, scope, me),
    toConclude(sql, scope, me),
  ];
}

/**
 * Invoices that were sent to the own bodies, and those that were accepted with which nothing is owed any more. The days of payment, where
 * one is known, are tasks of their own. Which are for another sum than is payable is known behind the statement alone (`judgeInvoices`).
 */
const toAccept = (sql: Sql, scope: Scope): string => `
  SELECT 'invoice', i.id, ${sameTitleSql('i.number')}, 'contract', c.id, c.title, NULL::date,
    CASE i.state WHEN 'accepted' THEN ${steppedAtSql('payment', 'i.payment_id', ['dropped', 'cancel', 'lapse'], 'i.received_at')} ELSE i.received_at END
  FROM invoices i JOIN contracts c ON c.id = i.contract_id
  WHERE (i.state = 'submitted' OR i.state = 'accepted' AND i.unowed) AND ${actsForBuyerSql(sql, scope, 'payment.request')}`;

/** SQL: which settlement it is. */
const SETTLEMENT = `jsonb_build_object('en', 'Settlement ' || s.no, 'zh', '第 ' || s.no || ' 次结算')`;
/** SQL: the same of a contract that was closed: what was proposed of it can only be returned. */
const CLOSED_SETTLEMENT = `jsonb_build_object('step', 'return', 'en', 'Settlement ' || s.no || ', its contract was closed: to be returned',
  'zh', '第 ' || s.no || ' 次结算（合同已了结，应退回）')`;

/**
 * Settlements that were sent to the own bodies: payment periods run from the last day for confirming them. Of a contract that was
 * rescinded none is confirmed before what was done is accepted, or it is closed. Which are outdated is known behind the statement
 * alone (`judgeProposedSettlements`).
 */
const toConfirm = (sql: Sql, scope: Scope): string => `
  SELECT 'settlement', s.id, CASE WHEN c.state IN ('settled', 'archived') THEN ${CLOSED_SETTLEMENT}
      ELSE jsonb_build_object('step', 'confirm') || ${SETTLEMENT} END, 'contract', c.id, c.title, s.confirm_by, s.proposed_at
  FROM settlements s JOIN contracts c ON c.id = s.contract_id
  WHERE s.state = 'proposed' AND c.state <> 'rescinded' AND ${actsForBuyerSql(sql, scope, 'payment.request')}`;

const INSTALMENT = `jsonb_build_object('en', 'Instalment ' || p.no, 'zh', '第 ' || p.no || ' 期')`;

/** Instalments that were asked for, by others, and that the caller has not approved yet. */
const toApprove = (sql: Sql, principal: Principal, scope: Scope): string => `
  SELECT 'payment_approval', p.id, ${INSTALMENT} || jsonb_build_object('rule', law.rule), 'contract', c.id, c.title, law.due_on, p.requested_at
  FROM payments p JOIN contracts c ON c.id = p.contract_id ${joinLawfulDaySql('contract', 'c.id', 'paid', "'payment:' || p.id")}
  WHERE ${isToApproveSql(sql, principal, scope)}`;

/** SQL: none of those who approved the instalment `p` is the caller, or in one hand with them. */
const hasNotApprovedSql = (me: string): string =>
  `NOT EXISTS (SELECT FROM unnest(p.approved_by) AS approver(id) WHERE ${isInOneHandSql('approver.id', me)})`;

/** SQL: somebody else has asked for the instalment `p` of the contract `c`, and the caller may approve it. */
function isToApproveSql(sql: Sql, principal: Principal, scope: Scope): string {
  if (principal.kind !== 'user') return 'false';
  const me = `${sql.p(principal.id)}::uuid`;
  return `(p.state = 'due' AND ${actsForBuyerSql(sql, scope, 'payment.approve')} AND NOT ${isInOneHandSql('p.requested_by', me)} AND ${hasNotApprovedSql(me)})`;
}

/** SQL: the next step to the payment of the instalment `p` of the contract `c` is a task of the caller, which carries its day. */
export const hasPaymentTaskSql = (sql: Sql, principal: Principal, scope: Scope): string => `(
  ${isToPaySql(sql, principal, scope)} OR ${isToApproveSql(sql, principal, scope)}
  OR p.state = 'scheduled' AND ${actsForBuyerSql(sql, scope, 'payment.request')} AND EXISTS (SELECT FROM payments_to_request r WHERE r.id = p.id))`;

/** SQL: others have approved the instalment `p` of the contract `c`, whose supplier has said where money goes, and the caller may pay it. */
const isToPaySql = (sql: Sql, principal: Principal, scope: Scope): string =>
  principal.kind === 'user'
    ? `(p.state = 'approved' AND ${actsForBuyerSql(sql, scope, 'payment.pay')} AND NOT EXISTS (SELECT FROM unstated_payees u WHERE u.contract_id = c.id)
        AND ${hasNotApprovedSql(`${sql.p(principal.id)}::uuid`)})`
    : 'false';

/** Instalments to pay, by the first day on which the law wants it. */
const toPay = (sql: Sql, principal: Principal, scope: Scope): string => `
  SELECT 'payment_to_pay', p.id, ${INSTALMENT} || jsonb_build_object('rule', law.rule), 'contract', c.id, c.title, law.due_on,
    ${steppedAtSql('payment', 'p.id', ['approve'], 'p.updated_at')}
  FROM payments p JOIN contracts c ON c.id = p.contract_id ${joinLawfulDaySql('contract', 'c.id', 'paid', "'payment:' || p.id")}
  WHERE ${isToPaySql(sql, principal, scope)}`;

/** SQL: somebody signs the round `a` on paper, and that paper is not recorded yet. */
const IS_ON_PAPER = `array_position(a.unsigned_by, NULL) IS NOT NULL`;
const ROUND = `jsonb_build_object('en', 'Round ' || a.no, 'zh', '第 ' || a.no || ' 次')`;

/** Rounds of acceptance that wait for the caller's own signature, or for the paper on which others have signed. */
const toSign = (sql: Sql, scope: Scope, me: string): string => `
  SELECT 'acceptance_signature', a.id, jsonb_build_object('step', 'sign') || CASE WHEN ${me} = ANY (a.unsigned_by) THEN ${ROUND}
      ELSE jsonb_build_object('en', 'Round ' || a.no || ', signed on paper', 'zh', '第 ' || a.no || ' 次（书面签字）') END,
    'contract', c.id, c.title, NULL::date, ${steppedAtSql('acceptance', 'a.id', ['take_opinions'], 'a.updated_at')}
  FROM acceptances a JOIN contracts c ON c.id = a.contract_id
  WHERE a.state = 'opinions_in' AND (${me} = ANY (a.unsigned_by) OR ${IS_ON_PAPER}) AND NOT ${CANNOT_BE_SIGNED} AND ${actsForBuyerSql(sql, scope, 'acceptance.prepare')}`;

/** Rounds that every member has signed, and that others than the caller have prepared. */
const toConclude = (sql: Sql, scope: Scope, me: string): string => `
  SELECT 'acceptance_conclusion', a.id, ${ROUND} || jsonb_build_object('step', 'conclude'), 'contract', c.id, c.title, NULL::date,
    ${steppedAtSql('acceptance', 'a.id', ['take_opinions', 'sign'], 'a.updated_at')}
  FROM acceptances a JOIN contracts c ON c.id = a.contract_id
  WHERE a.state = 'opinions_in' AND a.members > 0 AND a.unsigned_by = '{}' AND NOT ${me} = ANY (a.prepared_by)
    AND ${actsForBuyerSql(sql, scope, 'acceptance.conclude')}`;
