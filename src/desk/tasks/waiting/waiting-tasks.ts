import type { Principal } from '../../../kernel/access/principal.js';
import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { storedInstantSql } from '../../../kernel/clock/stored-instants.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { toSignAmendment, toWithdraw } from './amendment-tasks.js';
import { contractTasks } from './contract-tasks.js';
import { awaitsSignatureSql, draftTasks, JOIN_SIGNING_DAY } from './draft-tasks.js';
import { leftTasks } from './left-tasks.js';
import { panelTasks } from './panel-tasks.js';
import { paymentTasks } from './payment-tasks.js';
import { resultTasks } from './result-tasks.js';
import { writingTasks } from './writing-tasks.js';
import {
  ACCEPTED,
  actsForBuyerSql,
  CANNOT_BE_SIGNED,
  midnight,
  PERFORMED,
  sameTitleSql,
  steppedAtSql,
} from '../task-parts.js';

/** What waits for whoever conducts a purchase, reviews it, signs its contract, or takes its work. */
export function waitingTasks(sql: Sql, principal: Principal, scope: Scope): string[] {
  return [
    toReword(sql, narrowScope(scope, 'tender.draft')),
    toIssue(sql, narrowScope(scope, 'tender.draft')),
    ...(principal.kind === 'user' ? [toOpen(sql, narrowScope(scope, 'tender.open'))] : []),
    ...writingTasks(sql, principal, scope),
    ...panelTasks(sql, principal, scope),
    ...resultTasks(sql, scope),
    ...contractTasks(sql, scope),
    ...draftTasks(sql, scope),
    ...leftTasks(sql, scope),
    ...listSigningTasks(sql, narrowScope(scope, 'contract.sign'), 'buyer', 'c.buyer_id'),
    ...listSigningTasks(sql, narrowScope(scope, 'contract.sign'), 'supplier', 'c.supplier_id'),
    toWithdraw(sql, narrowScope(scope, 'contract.manage')),
    toStart(sql, narrowScope(scope, 'contract.manage')),
    toConsent(sql, narrowScope(scope, 'contract.manage')),
    ...listAcceptanceTasks(sql, scope),
    ...(scope.permissions.has('invoice.submit') ? listAgencyMoneyTasks(sql, narrowScope(scope, 'invoice.submit')) : []),
    // No program states where money is to go.
    ...(principal.kind === 'user' && scope.permissions.has('invoice.submit')
      ? [toStateAccount(sql, narrowScope(scope, 'invoice.submit'))]
      : []),
    ...paymentTasks(sql, principal, scope),
    ...(principal.kind === 'user' ? [toAskAnew(sql, scope)] : []),
  ];
}

/** Drafts that an approver of the own bodies, or of bodies that mandated them, gave back. */
const toReword = (sql: Sql, scope: Scope): string => `
  SELECT 'tender_returned', t.id, NULL::jsonb, 'tender', t.id, t.title, (t.plan ->> 'issueOn')::date, t.returned_at
  FROM returned_drafts t WHERE (${isMine(sql, scope, 't.buyer_id')} OR ${isMine(sql, scope, 't.agent_id')})`;

/** What was approved, by the day on which it is planned to be issued, but while an authority decides on its method. */
const toIssue = (sql: Sql, scope: Scope): string => `
  SELECT 'tender_issue', t.id, NULL::jsonb, 'tender', t.id, t.title, (t.plan ->> 'issueOn')::date, coalesce(t.approved_at, t.updated_at)
  FROM tenders t WHERE t.conducted = 'here' AND t.state IN ('planned', 'intent_published')
    AND NOT EXISTS (SELECT FROM method_approvals m WHERE m.tender_id = t.id AND m.state = 'requested')
    AND (${isMine(sql, scope, 't.buyer_id')} OR ${isMine(sql, scope, 't.agent_id')})`;

/** SQL: the instant for which the opening of `t` is called: the deadline, or as the documents say. */
const CALLED_AT = `greatest(t.deadline_at, CASE WHEN t.method <> 'OPEN_TENDER' THEN ${storedInstantSql("t.terms ->> 'openingAt'")} END)`;

/**
 * Openings that nobody has asked for. It follows from the deadline and from what was ordered alone: whether there is anything to
 * open, how much and whose is not read.
 */
const toOpen = (sql: Sql, scope: Scope): string => `
  SELECT 'opening_request', t.id, NULL::jsonb, 'tender', t.id, t.title, (${CALLED_AT} AT TIME ZONE 'Asia/Shanghai')::date, ${CALLED_AT}
  FROM tenders t
  WHERE t.conducted = 'here' AND t.state IN ('open', 'closed') AND ${CALLED_AT} <= business_now()
    AND (${isMine(sql, scope, 't.buyer_id')} OR ${isMine(sql, scope, 't.agent_id')})
    AND EXISTS (SELECT FROM lots l WHERE l.tender_id = t.id AND l.state IN ('open', 'closed'))
    AND NOT EXISTS (SELECT FROM openings_begun o WHERE o.tender_id = t.id)`;

/** Drafts of contracts and amendments that a side has not signed and may sign. Why a contract may not be signed now is not told here: who challenges it is not everybody's to know. */
const listSigningTasks = (sql: Sql, scope: Scope, side: string, body: string): string[] => [
  `SELECT 'contract_signature', c.id, jsonb_build_object('rule', law.rule), 'contract', c.id, c.title, law.due_on, c.created_at
   FROM contracts c ${JOIN_SIGNING_DAY} WHERE ${isMine(sql, scope, body)} AND ${awaitsSignatureSql(side)}`,
  toSignAmendment(sql, scope, side, body),
];

/** Signed contracts from the first day of their window. */
const toStart = (sql: Sql, scope: Scope): string => `
  SELECT 'contract_start', c.id, NULL::jsonb, 'contract', c.id, c.title, (c.content -> 'window' ->> 'start')::date,
    ${midnight(`(c.content -> 'window' ->> 'start')::date`)}
  FROM contracts c WHERE c.conducted = 'here' AND c.state = 'signed' AND ${isMine(sql, scope, 'c.buyer_id')}
    AND (c.content -> 'window' ->> 'start')::date <= business_today()`;

/** What agencies ask of the own bodies. */
const toConsent = (sql: Sql, scope: Scope): string => `
  SELECT CASE r.kind WHEN 'team' THEN 'team_change' ELSE 'subcontract' END, r.id, NULL::jsonb, 'contract', c.id, c.title, NULL::date, r.asked_at
  FROM asked_of_contracts r JOIN contracts c ON c.id = r.contract_id
  WHERE c.state IN ('signed', 'active') AND ${isMine(sql, scope, 'c.buyer_id')}`;

const MEMBERS_MISSING = [', of which members are to be named anew', '，需重新确定验收小组成员'];

/** Work that was delivered and is not yet taken, and rounds that are to be prepared or published. */
function listAcceptanceTasks(sql: Sql, scope: Scope): string[] {
  const mine = actsForBuyerSql(sql, scope, 'acceptance.prepare');
  const roundTasksSql = (
    kind: string,
    condition: string,
    steps: readonly string[],
    step: string,
    more = ['', ''],
  ): string => `
    SELECT '${kind}', a.id, jsonb_build_object('step', '${step}', 'en', 'Round ' || a.no || '${more[0]}', 'zh', '第 ' || a.no || ' 次${more[1]}'), 'contract', c.id, c.title, NULL::date,
      ${steppedAtSql('acceptance', 'a.id', steps, 'a.updated_at')}
    FROM acceptances a JOIN contracts c ON c.id = a.contract_id WHERE ${condition} AND ${mine}`;
  return [
    `SELECT 'acceptance_opening', c.id, NULL::jsonb, 'contract', c.id, c.title, NULL::date, CASE c.state
       WHEN 'delivered' THEN coalesce(${midnight('c.delivered_on')}, ${steppedAtSql('contract', 'c.id', ['taken_over'], 'c.created_at')})
       ELSE greatest(${midnight('c.terminated_on::date')}, (SELECT max(${steppedAtSql('acceptance', 'a.id', ['conclude'], 'a.updated_at')}) FROM acceptances a WHERE a.contract_id = c.id AND a.of_ended)) END
     FROM contracts c WHERE c.conducted = 'here' AND ${mine}
       AND (c.state = 'delivered' OR c.state IN ('terminated', 'rescinded') AND length(c.terminated_on) = 10 AND ${PERFORMED})
       AND NOT EXISTS (SELECT FROM acceptances a WHERE a.contract_id = c.id AND (a.state NOT IN ('concluded', 'published')
         OR c.state <> 'delivered' AND a.of_ended AND NOT ${ACCEPTED}))
       AND NOT EXISTS (SELECT FROM unconfirmed_contents u WHERE u.contract_id = c.id AND (c.state = 'delivered' OR NOT 'buyer' = ANY (u.signed)))`,
    roundTasksSql('acceptance_preparation', `a.state = 'open'`, ['opened', 'correct_items'], 'itemise'),
    roundTasksSql(
      'acceptance_preparation',
      `a.state = 'opinions_in' AND ${CANNOT_BE_SIGNED}`,
      ['take_opinions'],
      'correct-items',
      MEMBERS_MISSING,
    ),
    roundTasksSql('acceptance_opinions', `a.state = 'itemised'`, ['itemise', 'return'], 'take-opinions'),
    roundTasksSql('acceptance_publication', `a.state = 'concluded'`, ['conclude'], 'publish'),
  ];
}

const PERIOD = `u.first::text || '/' || u.last::text`;
const INSTALMENT = `jsonb_build_object('en', 'Instalment ' || p.no, 'zh', '第 ' || p.no || ' 期')`;

/** Invoices and settlements that came back, periods that are over and not settled, and instalments that nobody can ask for before they are invoiced. */
const listAgencyMoneyTasks = (sql: Sql, scope: Scope): string[] => [
  `SELECT 'invoice_returned', i.id, ${sameTitleSql('i.number')}, 'contract', c.id, c.title, NULL::date, i.received_at
   FROM invoices i JOIN contracts c ON c.id = i.contract_id
   WHERE i.state = 'returned' AND ${isMine(sql, scope, 'c.supplier_id')}`,
  `SELECT 'invoice_due', p.id, ${INSTALMENT}, 'contract', c.id, c.title, NULL::date, p.since
   FROM uninvoiced_instalments p JOIN contracts c ON c.id = p.contract_id
   WHERE c.conducted = 'here' AND ${isMine(sql, scope, 'c.supplier_id')}`,
  `SELECT 'settlement_returned', s.id, jsonb_build_object('en', 'Settlement ' || s.no, 'zh', '第 ' || s.no || ' 次结算'), 'contract', c.id, c.title, NULL::date, s.since
   FROM returned_settlements s JOIN contracts c ON c.id = s.contract_id
   WHERE c.state NOT IN ('rescinded', 'settled', 'archived') AND ${isMine(sql, scope, 'c.supplier_id')}`,
  // What each further period comes to begins where this one ends.
  `SELECT 'settlement_due', c.id, ${sameTitleSql(PERIOD)} || jsonb_build_object('part', ${PERIOD}), 'contract', c.id, c.title, NULL::date, ${midnight('u.last + 1')}
   FROM unsettled_periods u JOIN contracts c ON c.id = u.contract_id
   WHERE u.last < business_today() AND ${isMine(sql, scope, 'c.supplier_id')}`,
  // Whether more is owed for what came late is known behind the statement alone (`judgePayments`).
  `SELECT 'settlement_due', c.id, jsonb_build_object('part', 'late', 'en', 'what was recorded or agreed late', 'zh', '补登的服务或者补充合同'),
     'contract', c.id, c.title, NULL::date, u.since
   FROM late_settlements u JOIN contracts c ON c.id = u.contract_id
   WHERE u.settled_to + 1 < business_today() AND ${isMine(sql, scope, 'c.supplier_id')}`,
];

/** Accounts that nobody has stated: each once, with the first contract that is to be paid. Of one that ended before anything was done nothing is. */
const toStateAccount = (sql: Sql, scope: Scope): string => `
  SELECT 'payee_account', f.id, NULL::jsonb, 'contract', f.id, f.title, NULL::date, f.since
  FROM (SELECT DISTINCT ON (u.supplier_id) c.id, c.title, u.since FROM unstated_payees u JOIN contracts c ON c.id = u.contract_id
    WHERE ${isMine(sql, scope, 'u.supplier_id')} AND (c.state NOT IN ('terminated', 'rescinded') OR ${PERFORMED})
    ORDER BY u.supplier_id, u.since, c.id) f`;

/** Instalments that did not arrive, or came back; of a contract that ended before anything was accepted they came back for good. */
const toAskAnew = (sql: Sql, scope: Scope): string => `
  SELECT 'payment_retry', p.id, ${INSTALMENT} || jsonb_build_object('step', CASE p.state WHEN 'failed' THEN 'retry' ELSE 'reopen' END),
    'contract', c.id, c.title, NULL::date, ${steppedAtSql('payment', 'p.id', ['fail', 'reverse'], 'p.updated_at')}
  FROM payments p JOIN contracts c ON c.id = p.contract_id
  WHERE (p.state = 'failed' OR p.state = 'reversed' AND c.state NOT IN ('terminated', 'rescinded')
      AND (c.state NOT IN ('settled', 'archived') OR EXISTS (SELECT FROM acceptances a WHERE a.contract_id = c.id AND a.result = 'passed')))
    AND ${actsForBuyerSql(sql, scope, 'payment.request')}`;
