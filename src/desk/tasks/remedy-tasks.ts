import type { Principal } from '../../kernel/access/principal.js';
import type { Scope } from '../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../kernel/access/visible.js';
import { getKnownValue, type WorkingCalendar } from '../../law/calendars/working-calendar.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Sql } from '../../kernel/database/sql.js';
import { regionPrefix } from '../../kernel/identity/regions.js';
import { listPermissions, type Permission } from '../../people/accounts/roles.js';
import { BINDING_EFFECTS, decisionEnd, type Pause } from '../../purchase/awards/remedies/remedy.rules.js';
import { periodEnd, readPeriod } from '../../law/deadlines/periods.rules.js';
import { restedEnd } from '../../law/deadlines/rested.rules.js';
import { findRuleInForce } from '../../law/rules/rule-book.js';
import { lotLifecycle } from '../../purchase/tenders/lots/lot.lifecycle.js';
import type { TaskDetail } from './told/task-titles.js';

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

/** Law article 53: by the buyer, or by the agent that it mandated; whoever filed it, whenever. */
const toAnswer = (sql: Sql, scope: Scope): string => `
  SELECT 'challenge', r.id, NULL::jsonb, 'tender', r.tender_id, r.title, NULL::date, r.received_at
  FROM challenges r
  WHERE r.state = 'received' AND (${isMine(sql, scope, 'r.buyer_id')} OR ${isMine(sql, scope, 'r.agent_id')})`;

/** SQL: the complaint `r` is for the caller to deal with, by the budget level of its buyer (Order 94 article 5). */
const isForAuthority = (sql: Sql, scope: Scope): string =>
  `(${isSupervised(sql, scope, 'r.region')}) AND is_competent(${sql.p(scope.organisations)}::uuid[], r.tender_id) IS NOT FALSE`;

/** Law article 56: from its receipt; what is not corrected is for the authority to refuse (Order 94 article 21). */
const toDecide = (sql: Sql, scope: Scope): string => `
  SELECT 'complaint', r.id, NULL::jsonb, 'tender', r.tender_id, r.title, NULL::date, r.received_at
  FROM complaints r
  WHERE r.state IN ('received', 'to_correct', 'accepted') AND ${isForAuthority(sql, scope)}`;

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

/** What was upheld or decided and is not carried out. The law sets no day for it; nothing is signed before. */
const openRemedyTasksSql = (sql: Sql, scope: Scope): string => `
  SELECT 'remedy', r.id, NULL::jsonb, 'tender', r.tender_id, r.title, NULL::date, r.answered_at
  FROM challenges r
  WHERE r.result = 'upheld' AND r.affects_result AND r.remedied_at IS NULL AND ${isMine(sql, scope, 'r.buyer_id')}
  UNION ALL
  SELECT 'remedy', r.id, NULL::jsonb, 'tender', r.tender_id, r.title, NULL::date, r.decided_at
  FROM complaints r
  WHERE r.effect = ANY (${sql.p(BINDING_EFFECTS)}::text[]) AND r.remedied_at IS NULL AND ${isMine(sql, scope, 'r.buyer_id')}`;

/**
 * What another person of the buyer, or of its agent, has proposed: to end a lot, or to have it reviewed again. Where winners are
 * heard on it, once each has spoken or their last day is over.
 */
const toApprove = (sql: Sql, scope: Scope, me: string): string => `
  SELECT CASE WHEN l.ending ->> 'outcome' IN ('failed', 'cancelled') THEN 'lot_ending' ELSE 'lot_repetition' END,
    l.id, NULL::jsonb, 'tender', t.id, t.title, NULL::date, (l.ending ->> 'at')::timestamptz
  FROM tenders t JOIN lots l ON l.tender_id = t.id AND l.state = ANY (${sql.p(PROPOSABLE)}::text[])
  WHERE l.ending IS NOT NULL AND t.conducted = 'here' AND l.ending ->> 'by' <> ${me} AND ${isMine(sql, scope, 't.buyer_id')}
    AND ((l.ending ->> 'hearUntil')::date >= business_today() AND EXISTS (SELECT FROM awards a
      WHERE a.lot_id = l.id AND a.stands AND l.ending -> 'heard' -> a.id::text IS NULL)) IS NOT TRUE`;

/** Law article 57: counted from as many days earlier as the complaint has had before. The authority lets it go on, and the buyer when the thirty days are over. */
function listSuspensionTasks(sql: Sql, buyer: Scope, authority: Scope): string[] {
  const theirs = (): string => `(${isMine(sql, buyer, 't.buyer_id')} OR ${isSupervised(sql, authority, 't.region')})`;
  return [
    `SELECT 'suspension', t.id, NULL, 'tender', t.id, t.title, NULL::date, coalesce(t.suspension_counts_from, t.suspended_at)
     FROM tenders t WHERE t.suspended_from IS NOT NULL AND ${theirs()}`,
    `SELECT 'suspension', l.id, NULL::jsonb, 'tender', t.id, t.title, NULL::date, coalesce(l.suspension_counts_from, l.suspended_at)
     FROM lots l JOIN tenders t ON t.id = l.tender_id
     WHERE l.state = 'suspended' AND t.suspended_from IS NULL AND ${theirs()}`,
  ];
}

/** What a task's due day follows from. */
export interface Pausing {
  kind: string;
  since: Date;
  /** Days of a complaint that do not count. */
  pauses: Pause[] | null;
  title: TaskDetail | null;
}

const PERIODS: Readonly<Record<string, string>> = {
  question: 'INQUIRY-3WD',
  challenge: 'CHALLENGE-REPLY-7WD',
  complaint: 'COMPLAINT-DECIDE-30WD',
  complaint_examination: 'COMPLAINT-EXAMINE-5WD',
  complaint_copies: 'COMPLAINT-SERVE-8WD',
  complaint_answer: 'COMPLAINT-ANSWER-5WD',
  suspension: 'SUSPEND-30D',
  contract_draft: 'CONTRACT-30D',
  contract_publication: 'CONTRACT-PUBLISH-2WD',
  contract_filing: 'CONTRACT-FILE-7WD',
};

/**
 * By the rule in force on the day it began. Null in a year whose calendar is not loaded, while a complaint or the time to sign
 * rests, and where it began on no known day or the rule is not of its method.
 */
export function dueOfRemedy({ kind, since, pauses, title }: Pausing, calendar: WorkingCalendar): PlainDate | null {
  const id = PERIODS[kind] ?? title?.rule ?? null;
  const began = todayInShanghai(since);
  const rule = id === null ? null : findRuleInForce(id, began);
  const period = rule && readPeriod(rule);
  if (period === null || (title?.method && !rule?.methods.includes(title.method))) return null;
  if (kind !== 'complaint' && kind !== 'contract_draft') return getKnownValue(periodEnd(calendar, began, period));
  const { end, rests } =
    kind === 'complaint'
      ? decisionEnd(began, pauses ?? [], calendar)
      : restedEnd(calendar, began, period, title?.rests ?? []);
  return rests ? null : getKnownValue(end);
}
