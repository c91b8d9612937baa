import type { Certain, WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { andThen, toCertain, uncertain, getKnownValue } from '../../../law/calendars/working-calendar.js';
import { addDays, isPlainDate, later, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { periodEnd, readPeriod, type Period } from '../../../law/deadlines/periods.rules.js';
import { findRuleInForce, findVersionInForce, getRule } from '../../../law/rules/rule-book.js';
import { toRuleBasis, type RuleBasis } from '../../../law/rules/rule-types.js';
import type { ClockEvent } from '../../../law/deadlines/deadlines.rules.js';

export const CHALLENGE_STAGES = ['documents', 'process', 'result'] as const;
export type ChallengeStage = (typeof CHALLENGE_STAGES)[number];
/** Steps of the procedure that a challenge to it may name; each is a stage of its own where challenges are made at once. */
export const PROCESS_STEPS = [
  'documents_given',
  'opening',
  'qualification',
  'consultation',
  'evaluation',
  'confirmation',
] as const;
export type ProcessStep = (typeof PROCESS_STEPS)[number];
/** Who wrote down what came on paper. */
export const REMEDY_RECORDERS = ['buyer', 'agent', 'authority'] as const;
export type RemedyRecorder = (typeof REMEDY_RECORDERS)[number];
/** What comes on paper after the challenge or complaint itself; `challenge`: among a complaint's papers, that which it follows. */
export const LATER_PAPERS = ['correction', 'withdrawal', 'challenge'] as const;
/** Such a paper as it was recorded; `by`: the person or key that wrote it down. */
export interface LaterPaper {
  kind: (typeof LATER_PAPERS)[number];
  receivedOn: PlainDate;
  recordedBy: RemedyRecorder;
  documents: string[];
  by: string | null;
  /** Of its documents, those that stood there before it; absent where that was not kept. */
  before?: string[];
  /** Of a correction: what it added; absent where that was not kept. */
  added?: AddedWords;
}
/** What a correction added: where its words begin and end in the grounds and requests, and the challenge that it named. */
export interface AddedWords {
  grounds: readonly [from: number, to: number] | null;
  requests: readonly [from: number, to: number] | null;
  challenge: string | null;
}
/** What a paper had said that was taken out again: the words that a correction added, and the challenge that it named. */
export interface TakenWords {
  grounds: string | null;
  requests: string | null;
  challenge: string | null;
}
/** A paper that was taken out again; `takenBy`: the person or key that took it out. */
export type TakenPaper = Omit<LaterPaper, 'before' | 'added'> &
  TakenWords & {
    takenOn: PlainDate;
    takenBy: string | null;
    /** Of its documents, those that it alone brought and that stay with the complaint; absent where they are hidden. */
    stayed?: string[];
  };

/** The last correction that came on paper. */
export const findLastCorrection = (papers: readonly LaterPaper[]): LaterPaper | null =>
  papers.findLast(({ kind }) => kind === 'correction') ?? null;
/** Guards of the day on which something was done on paper, in their order. */
export const DAY_OF_ACT = ['remedy_not_on_paper', 'dated_in_future', 'done_before_step'] as const;
export type ChallengeScope = 'in_scope' | 'late' | 'took_no_part' | 'undetermined';

/** What is known of a purchase when a challenge to it arrives. Unknown is null and never puts anybody out of scope. */
export interface ChallengedPurchase {
  stage: ChallengeStage;
  /** The day on which the challenger says it knew; never one that is still to come. */
  knownOn: PlainDate | null;
  /** First day of the notice of the result; of the last lot where it is about all of them. */
  resultPublishedOn: string | null;
  /** The day on which it was said that the procedure is over: a result, a failure or the end, of every lot it is about. */
  overOn: string | null;
  /** Last day of the notice of the documents. */
  documentsNoticeTo: string | null;
  /** The day on which its challenger obtained them here, and that of their last correction: a part of them like the rest. */
  documentsGotOn: string | null;
  documentsCorrectedOn: string | null;
  /** False only where every bidder is on record and the challenger is none. */
  tookPart: boolean | null;
}

const lasting = (id: string): Period => readPeriod(getRule(id)) ?? { value: 0, unit: 'working_day' };

/**
 * The last day for a challenge: seven working days from the day on which its harm was or should have been known, which is
 * the end of the notice for documents and result, the end of the step for the process (Regulation article 53, Order 94
 * article 10). Null: nothing says when that was.
 */
function lastDayOfChallenge(purchase: ChallengedPurchase, calendar: WorkingCalendar): Certain<PlainDate> | null {
  const start = knowledge(purchase, calendar);
  return start && andThen(start, (day) => periodEnd(calendar, day, lasting('CHALLENGE-7WD')));
}

/** The same where its buyer has determined the day; null in a year whose calendar is not known. */
export const computeLastChallengeDay = (knownOn: PlainDate, calendar: WorkingCalendar): PlainDate | null =>
  getKnownValue(periodEnd(calendar, knownOn, lasting('CHALLENGE-7WD')));

function knowledge(purchase: ChallengedPurchase, calendar: WorkingCalendar): Certain<PlainDate> | null {
  const { stage, resultPublishedOn, documentsNoticeTo, knownOn, overOn } = purchase;
  if (stage === 'result' && isPlainDate(resultPublishedOn))
    return periodEnd(calendar, resultPublishedOn, lasting('RESULT-NOTICE-1WD'));
  if (stage === 'documents' && isPlainDate(documentsNoticeTo)) {
    const days = [documentsNoticeTo, purchase.documentsGotOn, purchase.documentsCorrectedOn].filter(isPlainDate);
    return toCertain(days.reduce(later));
  }
  // No step ends later than the procedure: its harm could have been known when that end was told, at the latest, whatever its
  // challenger says. Who says that it knew earlier is believed.
  const latest = isPlainDate(overOn) ? periodEnd(calendar, overOn, lasting('RESULT-NOTICE-1WD')) : null;
  if (knownOn === null || latest === null) return knownOn === null ? latest : toCertain(knownOn);
  return knownOn < (getKnownValue(latest) ?? overOn ?? knownOn) ? toCertain(knownOn) : latest;
}

/** Order 94 article 42: a period does not count what is in transit, so what came by post is in time by the day of its posting. */
export const toDayOfFiling = (postedOn: PlainDate | null | undefined, receivedOn: PlainDate): PlainDate =>
  postedOn && findRuleInForce('REMEDY-POSTED', postedOn) !== null ? postedOn : receivedOn;

/** Late only where it is so by a calendar that is known. */
export function scopeOfChallenge(
  purchase: ChallengedPurchase,
  filedOn: PlainDate,
  calendar: WorkingCalendar,
): { scope: ChallengeScope; lastDay: PlainDate | null } {
  const last = lastDayOfChallenge(purchase, calendar);
  const lastDay = last === null ? null : getKnownValue(last);
  // Documents may be challenged by whoever obtained them (Order 94 article 11), which no record here says.
  if (purchase.tookPart === false && purchase.stage !== 'documents') return { scope: 'took_no_part', lastDay };
  // Unknown is an answer: its buyer determines the day, and until then it may affect the result.
  if (last === null) return { scope: 'undetermined', lastDay };
  return { scope: lastDay !== null && filedOn > lastDay ? 'late' : 'in_scope', lastDay };
}

export interface RemedyDeadline {
  event: ClockEvent;
  date: PlainDate | null;
  rule: string;
  basis: RuleBasis;
  state: 'future' | 'due' | 'met' | 'missed' | 'uncertain';
}

/** A maximum of time: it runs until its last day and refuses nothing afterwards. */
export function deadline(
  id: string,
  event: ClockEvent,
  end: Certain<PlainDate>,
  done: PlainDate | null,
  today: PlainDate,
): RemedyDeadline {
  const date = getKnownValue(end);
  const isLate = date !== null && (done ?? today) > date;
  const state = date === null ? 'uncertain' : isLate ? 'missed' : done !== null ? 'met' : 'due';
  return { event, date, rule: id, basis: toRuleBasis(getRule(id)), state };
}

/** What is not answered on its merits says on what that rests. */
export interface ScopeBasis extends RuleBasis {
  rule: string;
}

/** Order 94 article 11; before it the Law alone: article 52 is about harm to one's own rights and interests. */
const STANDING = ['CHALLENGE-STANDING', 'CHALLENGE-7WD'];

/** Why a challenge is out of scope, in law; null for one that is in scope, or of which that is not known. */
export function basisOfScope(scope: ChallengeScope, received: PlainDate): ScopeBasis | null {
  if (scope !== 'late' && scope !== 'took_no_part') return null;
  const rule = scope === 'late' ? getRule('CHALLENGE-7WD') : findVersionInForce(STANDING, received);
  return rule && { rule: rule.id, ...toRuleBasis(rule) };
}

/**
 * When it could be filed (`met`: it was), and what follows. A challenge is answered in seven working days; the fifteen for a complaint begin when those are over, whether or not an
 * answer came. Nobody has to complain: that window is open (`due`) until it is over (`met`).
 */
export function challengeDeadlines(
  days: { received: PlainDate; filed: PlainDate; answered: PlainDate | null; lastDay: PlainDate | null },
  today: PlainDate,
  calendar: WorkingCalendar,
): RemedyDeadline[] {
  if (findRuleInForce('CHALLENGE-REPLY-7WD', days.received) === null) return [];
  const reply = periodEnd(calendar, days.received, lasting('CHALLENGE-REPLY-7WD'));
  const closed = getKnownValue(andThen(reply, (day) => periodEnd(calendar, day, lasting('COMPLAINT-15WD'))));
  const begins = getKnownValue(reply);
  const state =
    begins !== null && today <= begins ? 'future' : closed === null ? 'uncertain' : today <= closed ? 'due' : 'met';
  const rule = getRule('COMPLAINT-15WD');
  const filing: Certain<PlainDate> = days.lastDay === null ? uncertain([]) : toCertain(days.lastDay);
  return [
    deadline('CHALLENGE-7WD', 'challenge_closed', filing, days.filed, today),
    deadline('CHALLENGE-REPLY-7WD', 'challenge_answered', reply, days.answered, today),
    { event: 'complaint_closed', date: closed, rule: rule.id, basis: toRuleBasis(rule), state },
  ];
}

/** Days that do not count, from the day after the first one (Civil Code article 201); `to` null: they still run. */
export interface Pause {
  from: PlainDate;
  to: PlainDate | null;
}

/**
 * Thirty working days from receipt, without those of correction and appraisal (Regulation article 58, Order 94 articles 26
 * and 27). A pause that
 * begins when they are over gives nobody more of them. `rests`: one that began in time still runs; its days are not counted
 * here, and no last day is set before it is over.
 */
export function decisionEnd(
  received: PlainDate,
  pauses: readonly Pause[],
  calendar: WorkingCalendar,
): { end: Certain<PlainDate>; rests: boolean } {
  const { value } = lasting('COMPLAINT-DECIDE-30WD');
  let rests = false;
  // Before the Regulation nothing took days out of them.
  const counted = findRuleInForce('COMPLAINT-PAUSE', received) === null ? [] : pauses;
  const end = counted.reduce<Certain<PlainDate>>(
    (due, { from, to }) => {
      const last = getKnownValue(due);
      if (last !== null && from > last) return due;
      if (to === null) {
        rests = true;
        return due;
      }
      return andThen(due, (day) =>
        andThen(calendar.countWorkingDays(addDays(from, 1), to), (more) => calendar.addWorkingDays(day, more)),
      );
    },
    calendar.addWorkingDays(received, value),
  );
  return { end, rests };
}

/** The same, as it would be if what still runs were over today. */
export const decisionDue = (
  received: PlainDate,
  pauses: readonly Pause[],
  today: PlainDate,
  calendar: WorkingCalendar,
): Certain<PlainDate> =>
  decisionEnd(
    received,
    pauses.map(({ from, to }) => ({ from, to: to ?? today })),
    calendar,
  ).end;

/** SQL: a challenge `x` has arrived, may affect the result and is not answered. */
export const isOpenChallenge = (x: string): string =>
  `${x}.state = 'received' AND ${x}.scope IN ('in_scope', 'undetermined') AND ${x}.no_effect_reason IS NULL`;

/** Effects after which nothing is signed until the buyer has recorded what followed. */
export const BINDING_EFFECTS = ['redo', 'next_rank', 'new_round', 'rescind_contract', 'annul_failure'] as const;

/** What rescinds a contract, and on what a lot is moved by a remedy: a decision or a judgment. */
export const RESCISSION_GROUNDS = ['complaint_decision', 'court_judgment'] as const;

/** Order 94 articles 19 and 21. */
export const REFUSAL_GROUNDS = [
  'not_challenged',
  'late',
  'not_corrected',
  'no_standing',
  'other_authority',
  'decided_already',
] as const;
