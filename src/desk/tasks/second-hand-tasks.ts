import type { Principal } from '../../kernel/access/principal.js';
import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../kernel/access/visible.js';
import { storedInstantSql } from '../../kernel/clock/stored-instants.js';
import type { Sql } from '../../kernel/database/sql.js';
import { approvesMethodSql, midnight, sameTitleSql } from './task-parts.js';

/** SQL: the other side of the end `e` of a contract may still speak; once it has, or its last day is over, others go on. */
const IS_HEARING = `e.hear_until IS NOT NULL AND e.heard_at IS NULL AND e.hear_until >= business_today()`;
/** SQL: since when the hearing of `e` waits for nobody; a decision or judgment has heard the agency. */
const HEARD_SINCE = `coalesce(e.heard_at, ${midnight('e.hear_until + 1')}, e.proposed_at)`;

/**
 * What one person has proposed, and a second one decides, confirms, or is heard on. Who proposed it is told nothing of it.
 * What is decided takes a person: a key has no such task.
 */
export function secondHandTasks(sql: Sql, principal: Principal, scope: Scope): string[] {
  const heard = [
    endingTasksSql(sql, narrowScope(scope, 'contract.deliver'), 'contract_hearing', 'c.supplier_id', 'termination'),
    endingTasksSql(sql, narrowScope(scope, 'contract.manage'), 'withdrawal_answer', 'c.buyer_id', 'withdrawal'),
    withdrawalTasksSql(sql, narrowScope(scope, 'contract.deliver')),
    objectionTasksSql(sql, narrowScope(scope, 'contract.manage')),
    lotHearingTasksSql(sql, narrowScope(scope, 'award.refuse')),
  ];
  if (principal.kind !== 'user') return heard;
  const me = `${sql.p(principal.id)}::uuid`;
  const approver = narrowScope(scope, 'contract.approve');
  return [
    ...heard,
    ...haltTasksSql(sql, approver, me),
    endingDecisionTasksSql(sql, approver, scope, me),
    ...(scope.permissions.has('bar.record') ? [barTasksSql(me)] : []),
    ...(scope.permissions.has('organisation.manage') ? [mergeTasksSql(me)] : []),
    methodChangeTasksSql(sql, narrowScope(scope, 'method.approve')),
    ...(isOfSupplier(principal) || !scope.permissions.has('tender.open')
      ? []
      : [openingTasksSql(sql, narrowScope(scope, 'tender.open'), me)]),
  ];
}

/** Halts of the own contracts: proposed by another, or ordered by another for danger and to be confirmed within its days. */
const haltTasksSql = (sql: Sql, scope: Scope, me: string): string[] => [
  `SELECT 'halt_decision', h.id, NULL::jsonb, 'contract', c.id, c.title, NULL::date, h.proposed_at
   FROM contract_halts h JOIN contracts c ON c.id = h.contract_id
   WHERE h.state = 'proposed' AND (h.until < business_today()) IS NOT TRUE AND c.state IN ('signed', 'active') AND h.proposer IS DISTINCT FROM ${me} AND ${isMine(sql, scope, 'c.buyer_id')}`,
  `SELECT 'halt_confirmation', h.id, NULL::jsonb, 'contract', c.id, c.title, h.confirm_due, h.proposed_at
   FROM contract_halts h JOIN contracts c ON c.id = h.contract_id
   WHERE h.unconfirmed AND h.proposer IS DISTINCT FROM ${me} AND ${isMine(sql, scope, 'c.buyer_id')}`,
];

/** The other side is heard on the end of a contract until its last day. */
const endingTasksSql = (sql: Sql, scope: Scope, kind: string, side: string, ending: string): string => `
  SELECT '${kind}', e.id, NULL::jsonb, 'contract', c.id, c.title, e.hear_until, e.proposed_at
  FROM contract_endings e JOIN contracts c ON c.id = e.contract_id
  WHERE e.state = 'proposed' AND e.kind = '${ending}' AND ${IS_HEARING} AND ${isMine(sql, scope, side)}`;

/** Ends of own contracts that another proposed, once the agency was heard. Regulation article 9: not by who sits in the agency. */
const endingDecisionTasksSql = (sql: Sql, scope: Scope, all: Scope, me: string): string => `
  SELECT 'contract_ending', e.id, jsonb_build_object('step', CASE e.kind WHEN 'rescission' THEN 'rescind' ELSE 'terminate' END, 'en', initcap(e.kind), 'zh', CASE e.kind WHEN 'rescission' THEN '撤销' ELSE '解除' END),
    'contract', c.id, c.title, NULL::date, ${HEARD_SINCE}
  FROM contract_endings e JOIN contracts c ON c.id = e.contract_id
  WHERE e.state = 'proposed' AND e.kind IN ('termination', 'rescission') AND (${IS_HEARING}) IS NOT TRUE AND e.proposer <> ${me}
    AND ${isMine(sql, scope, 'c.buyer_id')} AND NOT coalesce(${isMine(sql, all, 'c.supplier_id')}, false)`;

/** Withdrawals that the own body announced, once its buyer was heard: it carries them out, or takes them back. */
const withdrawalTasksSql = (sql: Sql, scope: Scope): string => `
  SELECT 'contract_withdrawal', e.id, NULL::jsonb, 'contract', c.id, c.title, NULL::date, ${HEARD_SINCE}
  FROM contract_endings e JOIN contracts c ON c.id = e.contract_id
  WHERE e.state = 'proposed' AND e.kind = 'withdrawal' AND (${IS_HEARING}) IS NOT TRUE AND ${isMine(sql, scope, 'c.supplier_id')}`;

/** What agencies object to under own contracts. */
const objectionTasksSql = (sql: Sql, scope: Scope): string => `
  SELECT 'objection', o.id, NULL::jsonb, 'contract', c.id, c.title, o.due_on, o.raised_at
  FROM contract_objections o JOIN contracts c ON c.id = o.contract_id
  WHERE o.answered_at IS NULL AND ${isMine(sql, scope, 'c.buyer_id')}`;

/** Winners are heard on the end of their lot; the task is about their award. */
const lotHearingTasksSql = (sql: Sql, scope: Scope): string => `
  SELECT 'lot_hearing', a.id, NULL::jsonb, 'tender', t.id, t.title,
    (l.ending ->> 'hearUntil')::date, (l.ending ->> 'at')::timestamptz
  FROM awards a JOIN lots l ON l.id = a.lot_id JOIN tenders t ON t.id = l.tender_id
  WHERE t.conducted = 'here' AND a.stands AND (l.ending ->> 'hearUntil')::date >= business_today()
    AND l.ending -> 'heard' -> a.id::text IS NULL AND ${isMine(sql, scope, 'a.supplier_id')}`;

/** Decisions that bar a body, as others recorded them. */
const barTasksSql = (me: string): string => `
  SELECT 'bar_confirmation', b.id, ${sameTitleSql('b.number')}, 'organisation', o.id, o.name, NULL::date, b.created_at
  FROM organisation_bars b JOIN organisations o ON o.id = b.organisation_id
  WHERE b.state = 'proposed' AND b.proposer <> ${me}`;

/** Merges of records, as others proposed them. */
const mergeTasksSql = (me: string): string => `
  SELECT 'merge_confirmation', m.id, ${sameTitleSql('i.name')}, 'organisation', o.id, o.name, NULL::date, m.created_at
  FROM organisation_merges m JOIN organisations o ON o.id = m.organisation_id JOIN organisations i ON i.id = m.into_id
  WHERE m.state = 'proposed' AND m.proposer <> ${me}`;

/** Another method after a failure: by a city with districts or above; of a negotiation with the two that are left by the buyer's own level. */
function methodChangeTasksSql(sql: Sql, scope: Scope): string {
  const cities: Scope = { ...scope, regions: scope.regions.filter((prefix) => prefix.length <= 4) };
  return `
  SELECT 'method_change', m.id, NULL::jsonb, 'tender', t.id, t.title, NULL::date, m.requested_at
  FROM method_changes m JOIN tenders t ON t.id = m.tender_id
  WHERE m.state = 'requested' AND CASE WHEN m.cities THEN ${approvesMethodSql(sql, cities)}
    ELSE ${approvesMethodSql(sql, scope)} AND is_competent(${sql.p(scope.organisations)}::uuid[], t.id) IS NOT FALSE END`;
}

/** Roles of a body that may bid: their people open nothing. */
const OF_SUPPLIERS: readonly string[] = ['agency_manager', 'agency_worker'];
const isOfSupplier = ({ seats }: Principal): boolean => seats.some(({ role }) => OF_SUPPLIERS.includes(role));

/** SQL: when bids for `t` are opened, as its documents say. */
const OPENING_SAID = storedInstantSql("t.terms ->> 'openingAt'");

/** Openings that another person asked for, while a lot waits for its own, due on the day for which they are called: the deadline, or as the documents say. */
const openingTasksSql = (sql: Sql, scope: Scope, me: string): string => `
  SELECT 'opening_order', o.id, NULL::jsonb, 'tender', t.id, t.title,
    (CASE WHEN t.method = 'OPEN_TENDER' THEN t.deadline_at WHEN ${OPENING_SAID} IS NOT NULL
      THEN greatest(t.deadline_at, ${OPENING_SAID}) END AT TIME ZONE 'Asia/Shanghai')::date, o.requested_at
  FROM opening_requests o JOIN tenders t ON t.id = o.tender_id
  WHERE o.proposer <> ${me} AND EXISTS (SELECT FROM lots l WHERE l.tender_id = t.id AND l.state IN ('open', 'closed'))
    AND (${isMine(sql, scope, 't.buyer_id')} OR ${isMine(sql, scope, 't.agent_id')}
    OR ${isSupervised(sql, scope, 't.overseen')} OR t.deadline_at < business_now() AND ${me} = ANY (o.witnesses))`;
