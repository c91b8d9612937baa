import type { Principal } from '../../kernel/access/principal.js';
import type { Scope } from '../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import { regionPrefix } from '../../kernel/identity/regions.js';
import { listPermissions, type Permission } from '../../people/accounts/roles.js';
import { isRecorderSql } from '../../purchase/awards/remedies/paper/recorders.queries.js';
import { unappliedLotsSql } from '../../purchase/awards/remedies/remedy-application.js';
import { BINDING_EFFECTS } from '../../purchase/awards/remedies/remedy.rules.js';
import { VOIDING } from '../../purchase/awards/remedies/stages/effects.rules.js';
import { wasRescindedSql } from '../../purchase/contracts/ending/rescinded.queries.js';
import { isCompetentSql } from '../../purchase/tenders/oversight/competent.queries.js';
import { lotLifecycle } from '../../purchase/tenders/lots/lot.lifecycle.js';
import { midnight, stepSql } from './task-parts.js';

/** States in which something may be proposed of a lot. */
const PROPOSABLE: readonly string[] = [
  ...new Set(lotLifecycle.transitions.filter(({ action }) => action === 'propose_ending').flatMap(({ from }) => from)),
];

/** What waits for somebody because of a challenge, a complaint or a suspension. */
export function remedyTasks(sql: Sql, principal: Principal, scope: Scope): string[] {
  const narrowScope = (permission: Permission): Scope => narrowToPermission(principal, scope, permission);
  return [
    toAnswer(sql, narrowScope('challenge.answer')),
    toDecide(sql, narrowScope('remedy.decide')),
    ...listServingTasks(sql, narrowScope('remedy.decide'), narrowScope('complaint.answer')),
    toCorrect(sql, narrowScope('complaint.file')),
    openRemedyTasksSql(sql, narrowScope('tender.manage')),
    ...(principal.kind === 'user'
      ? [toApprove(sql, narrowScope('tender.approve'), `${sql.p(principal.id)}::text`)]
      : []),
    ...listSuspensionTasks(sql, narrowScope('tender.manage'), narrowScope('remedy.decide')),
  ];
}

/** As the actions have it: by a seat that carries the permission. One that is held elsewhere is none here. */
function narrowToPermission({ seats, permissions }: Principal, scope: Scope, permission: Permission): Scope {
  const acting = permissions.has(permission) ? seats.filter(({ role }) => listPermissions([role]).has(permission)) : [];
  return {
    ...scope,
    organisations: acting.map(({ organisation }) => organisation),
    regions: acting.flatMap(({ region }) => (region === null ? [] : [regionPrefix(region)])),
  };
}

/** SQL: neither the caller nor an account in the same hand wrote down what came on paper: another person ends that. */
const isForCaller = (sql: Sql, table: 'challenge' | 'complaint', { caller }: Scope): string =>
  `NOT ${isRecorderSql(table, 'r.id', `${sql.p(caller)}::uuid`)}`;

/** Law article 53: by the buyer, or by the agent that it mandated; whoever filed it, whenever. */
const toAnswer = (sql: Sql, scope: Scope): string => `
  SELECT 'challenge', r.id, NULL::jsonb, 'tender', r.tender_id, r.title, NULL::date, r.received_at
  FROM challenges r
  WHERE r.state = 'received' AND (${isMine(sql, scope, 'r.buyer_id')} OR ${isMine(sql, scope, 'r.agent_id')})
    AND ${isForCaller(sql, 'challenge', scope)}`;

/** SQL: complaints about a purchase are for the caller to deal with, by the budget level of its buyer (Order 94 article 5), wherever it says that it is. */
const isForAuthority = (sql: Sql, scope: Scope, region = 'r.region', tender = 'r.tender_id'): string =>
  `CASE WHEN ${isSupervised(sql, scope, region)} THEN is_competent(${sql.p(scope.organisations)}::uuid[], ${tender}) IS NOT FALSE
    ELSE ${isCompetentSql(sql, scope.organisations, tender)} END`;

/**
 * A choice of ours: the days that the request sets for a correction are not recorded, so that the authority is reminded after a week. One that
 * was recorded wrong had come: from the day on which it was taken out again there is a week to record it anew.
 */
const CORRECTION_DAYS = 7;

/**
 * Law article 56: from its receipt, by the step that its state allows. One that is to be corrected waits for whoever filed it;
 * what is not corrected is for the authority to refuse (Order 94 article 21). Until it is examined that is the step that it waits for;
 * what was found inadmissible is refused within three working days of that, so that it is accepted or refused by then. Whoever wrote down its paper accepts it, and neither refuses nor decides it.
 */
const toDecide = (sql: Sql, scope: Scope): string => `
  SELECT 'complaint', r.id, CASE WHEN r.state = 'accepted' THEN '{"step": "decide"}'::jsonb
      WHEN r.state = 'received' THEN ${stepSql('accept', 'to be accepted or refused', '待决定是否受理')} || '{"rule": "COMPLAINT-REFUSE-3WD"}'
      WHEN r.corrected_on IS NULL THEN ${stepSql('refuse', 'not corrected: refused once the period that was set is over', '尚未补正，补正期限届满的不予受理')}
      ELSE ${stepSql('accept', 'corrected, to be accepted or refused', '已补正，待决定是否受理')} END,
    'tender', r.tender_id, r.title, NULL::date, CASE WHEN r.state = 'received' THEN ${midnight('r.examined_on')} ELSE r.received_at END
  FROM complaints r
  WHERE (r.state = 'accepted' OR r.state = 'received' AND r.examined_on IS NOT NULL OR r.state = 'to_correct'
      AND (r.corrected_on IS NOT NULL OR r.correction_asked_on + ${CORRECTION_DAYS} < business_today()
        AND NOT EXISTS (SELECT FROM taken_corrections k WHERE k.complaint_id = r.id AND k.taken_on + ${CORRECTION_DAYS} >= business_today())))
    AND (r.state <> 'accepted' AND (r.state = 'received' OR r.corrected_on IS NOT NULL) OR ${isForCaller(sql, 'complaint', scope)})
    AND ${isForAuthority(sql, scope)}`;

/**
 * Order 94 articles 21 and 22: five working days to examine a complaint, eight to send its copies (of one that was corrected,
 * from then), five to answer them from their receipt.
 */
function listServingTasks(sql: Sql, authority: Scope, asked: Scope): string[] {
  const served = `coalesce(r.corrected_on::timestamp AT TIME ZONE 'Asia/Shanghai', r.received_at)`;
  const part = `'tender', r.tender_id, r.title, NULL::date`;
  const ofNotice = `FROM complaints r JOIN complaint_notices n ON n.complaint_id = r.id
     WHERE r.state = 'accepted' AND n.answered_at IS NULL AND ${isMine(sql, asked, 'n.organisation_id')}`;
  return [
    `SELECT 'complaint_examination', r.id, NULL::jsonb, ${part}, r.received_at
     FROM complaints r WHERE r.state = 'received' AND r.examined_on IS NULL AND ${isForAuthority(sql, authority)}`,
    `SELECT 'complaint_copies', r.id, NULL::jsonb, ${part}, ${served}
     FROM complaints r WHERE r.state = 'accepted' AND r.examined_on IS NOT NULL AND r.copies_sent_on IS NULL
       AND ${isForAuthority(sql, authority)}`,
    `SELECT 'complaint_receipt', r.id, NULL::jsonb, ${part}, n.sent_at ${ofNotice} AND n.received_on IS NULL`,
    `SELECT 'complaint_answer', r.id, NULL::jsonb, ${part}, n.received_on::timestamp AT TIME ZONE 'Asia/Shanghai'
     ${ofNotice} AND n.received_on IS NOT NULL`,
  ];
}

/** What the own bodies were asked to correct (Order 94 article 21): within the days that the request names, which is not recorded. */
const toCorrect = (sql: Sql, scope: Scope): string => `
  SELECT 'complaint_correction', r.id, NULL::jsonb, 'tender', r.tender_id, r.title, NULL::date, ${midnight('r.correction_asked_on')}
  FROM complaints_to_correct r WHERE ${isMine(sql, scope, 'r.complainant_id')}`;

/**
 * SQL: a join of `u`, the first lot on which the remedy of `r` is to be applied, and the step by which: null where nobody can take one now, or a court
 * has to decide first. Where no lot is left it is recorded.
 */
const joinRemedyStepSql = (): string => `LEFT JOIN LATERAL (SELECT x.lot, s.step FROM (${unappliedLotsSql('r.id')}) x
    LEFT JOIN LATERAL (SELECT c.id, EXISTS (SELECT FROM contract_endings e WHERE e.contract_id = c.id AND e.state = 'proposed') AS ending
      FROM contracts c WHERE c.lot_id = x.lot AND c.state <> 'void' AND NOT ${wasRescindedSql('c')} ORDER BY c.id LIMIT 1) c ON true
    CROSS JOIN LATERAL (SELECT CASE
      WHEN x.effect = 'annul_failure' THEN CASE WHEN x.state = 'failed' AND NOT x.in_round THEN 'lots/' || x.lot || '/actions/annul-failure' END
      WHEN x.state = 'open' THEN CASE WHEN x.of_documents THEN 'tenders/' || x.tender || '/actions/correct' ELSE 'lots/' || x.lot || '/actions/fail' END
      WHEN x.state = 'suspended' THEN CASE WHEN x.effect = ANY ('{${VOIDING.join()}}')
        THEN CASE x.suspended_from WHEN 'open' THEN 'tenders/' || x.tender ELSE 'lots/' || x.lot END || '/actions/end-by-decision' END
      WHEN x.state <> 'contracted' THEN 'lots/' || x.lot || '/actions/apply-remedy'
      WHEN c.id IS NULL THEN 'lots/' || x.lot || '/actions/apply-remedy-after-contract'
      WHEN x.effect = 'rescind_contract' AND NOT c.ending THEN 'contracts/' || c.id || '/actions/propose-rescission' END AS step) s
    ORDER BY s.step IS NULL, x.no LIMIT 1) u ON true`;

/**
 * What was upheld or decided and is not carried out: lot by lot, and then on record. The law sets no day for it; nothing is signed before.
 */
function openRemedyTasksSql(sql: Sql, scope: Scope): string {
  const step = (root: string): string =>
    `jsonb_build_object('step', CASE WHEN u.lot IS NULL THEN '${root}/' || r.id || '/actions/record-remedy' ELSE u.step END)`;
  return `
  SELECT 'remedy', r.id, ${step('challenges')}, 'tender', r.tender_id, r.title, NULL::date, r.answered_at
  FROM challenges r ${joinRemedyStepSql()}
  WHERE r.result = 'upheld' AND r.affects_result AND r.remedied_at IS NULL AND ${isMine(sql, scope, 'r.buyer_id')}
  UNION ALL
  SELECT 'remedy', r.id, ${step('complaints')}, 'tender', r.tender_id, r.title, NULL::date, r.decided_at
  FROM complaints r ${joinRemedyStepSql()}
  WHERE r.effect = ANY (${sql.p(BINDING_EFFECTS)}::text[]) AND r.remedied_at IS NULL AND ${isMine(sql, scope, 'r.buyer_id')}`;
}

/** SQL: how what was proposed of the lot `l` is decided; another review of one without an award is no approver's to order. */
const STEP_OF_PROPOSAL = `CASE l.ending ->> 'outcome' WHEN 'failed' THEN 'fail' WHEN 'cancelled' THEN 'cancel'
  WHEN 'new_panel' THEN 'reconstitute-panel' ELSE CASE WHEN l.state IN ('confirmed', 'result_published') THEN 'order-rereview' END END`;

/**
 * What another person of the buyer, or of its agent, has proposed: to end a lot, or to have it reviewed again. Where winners are
 * heard on it, once each has spoken or their last day is over.
 */
const toApprove = (sql: Sql, scope: Scope, me: string): string => `
  SELECT CASE WHEN l.ending ->> 'outcome' IN ('failed', 'cancelled') THEN 'lot_ending' ELSE 'lot_repetition' END,
    l.id, jsonb_build_object('step', ${STEP_OF_PROPOSAL}), 'tender', t.id, t.title, NULL::date, (l.ending ->> 'at')::timestamptz
  FROM tenders t JOIN lots l ON l.tender_id = t.id AND l.state = ANY (${sql.p(PROPOSABLE)}::text[])
  WHERE l.ending IS NOT NULL AND t.conducted = 'here' AND l.ending ->> 'by' <> ${me} AND ${isMine(sql, scope, 't.buyer_id')}
    AND ((l.ending ->> 'hearUntil')::date >= business_today() AND EXISTS (SELECT FROM awards a
      WHERE a.lot_id = l.id AND a.stands AND l.ending -> 'heard' -> a.id::text IS NULL)) IS NOT TRUE`;

/**
 * Law article 57: counted from as many days earlier as the complaint has had before. The authority that deals with it lets it go
 * on, and the buyer when the thirty days are over.
 */
function listSuspensionTasks(sql: Sql, buyer: Scope, authority: Scope): string[] {
  const stepSql = (
    place: string,
    of: string,
  ): string => `jsonb_build_object('from', coalesce(${of}.suspension_counts_from, ${of}.suspended_at)) || CASE
    WHEN ${isForAuthority(sql, authority, 't.region', 't.id')}
      THEN jsonb_build_object('step', ${place} || '/actions/resume')
    WHEN ${isMine(sql, buyer, 't.buyer_id')} THEN jsonb_build_object('step', ${place} || '/actions/resume-after-limit', 'late', true) ELSE '{}' END`;
  const theirs = (): string => `(${isMine(sql, buyer, 't.buyer_id')} OR ${isSupervised(sql, authority, 't.region')}
    OR ${isCompetentSql(sql, authority.organisations, 't.id')})`;
  return [
    `SELECT 'suspension', t.id, ${stepSql("'tenders/' || t.id", 't')}, 'tender', t.id, t.title, NULL::date, t.suspended_at
     FROM tenders t WHERE t.suspended_from IS NOT NULL AND ${theirs()}`,
    `SELECT 'suspension', l.id, ${stepSql("'lots/' || l.id", 'l')}, 'tender', t.id, t.title, NULL::date, l.suspended_at
     FROM lots l JOIN tenders t ON t.id = l.tender_id
     WHERE l.state = 'suspended' AND t.suspended_from IS NULL AND ${theirs()}`,
  ];
}
