import { getKnownValue, type WorkingCalendar } from '../calendars/working-calendar.js';
import { earliestDay, latestDay, getPrecision, type PartialDate } from '../../kernel/clock/partial-date.js';
import { addDays, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { BudgetLevel, Method } from '../code-lists/methods.js';
import { periodEnd, readPeriod, type Period } from './periods.rules.js';
import { listJurisdictions, RULES } from '../rules/rule-book.js';
import { restedEnd, type Rest } from './rested.rules.js';
import { toRuleBasis, isLaw, type Rule, type RuleBasis, type Stage } from '../rules/rule-types.js';

/** What happens in a purchase and starts or ends a period of law; the names are those of the planner where it has one. */
export const CLOCK_EVENTS = [
  'intent_published',
  'notice_published',
  'document_issued',
  'documents_end',
  'notice_end',
  'prequalification_deadline',
  'clarification_notified',
  'response_deadline',
  'publicity_started',
  'publicity_end',
  'review_ended',
  'report_delivered',
  'result_confirmed',
  'result_published',
  'result_notice_end',
  'challenge_closed',
  'challenge_received',
  'challenge_answered',
  'reply_period_expired',
  'complaint_closed',
  'complaint_received',
  'complaint_correction_asked',
  'complaint_examined',
  'complaint_refused',
  'complaint_copies_sent',
  'complaint_copies_received',
  'complaint_respondent_answered',
  'complaint_decided',
  'inquiry_received',
  'inquiry_answered',
  'suspended',
  'resumed',
  'contract_signed',
  'contract_published',
  'contract_filed',
  'contract_changed',
  'change_published',
  'bond_refunded',
  'invoice_received',
  'delivered_or_accepted',
  'paid',
] as const;
export type ClockEvent = (typeof CLOCK_EVENTS)[number];

/** How the table of rules names them, where it does so otherwise. */
const NAMES: Readonly<Record<string, ClockEvent>> = {
  doc_issued: 'document_issued',
  document_sale_end: 'documents_end',
  notice_period_end: 'notice_end',
  bid_deadline: 'response_deadline',
  first_response_deadline: 'response_deadline',
  report_received: 'report_delivered',
  supplier_confirmed: 'result_confirmed',
  // Regulation article 43: the award notice goes out when the result is published.
  award_notice_issued: 'result_published',
  // Regulation article 53 (3): of the result, the end of its notice.
  knew_or_should_know: 'result_notice_end',
};
/** The end of a right of others is no event of its own: nobody has to file a challenge. */
const WINDOWS: Readonly<Record<string, ClockEvent>> = {
  'RESULT-NOTICE-1WD': 'result_notice_end',
  'CHALLENGE-7WD': 'challenge_closed',
  'COMPLAINT-15WD': 'complaint_closed',
};
/** The due day of an answer is the day on which the time to complain begins, whether or not it came. */
const EXPIRES: Readonly<Record<string, ClockEvent>> = { 'CHALLENGE-REPLY-7WD': 'reply_period_expired' };

/** Steps that not every purchase of a method has: the minimum before one runs only where its end is stated. */
const ONLY_WHERE_STATED: readonly string[] = ['PREQUAL-5WD'];

const findClockEvent = (name: string | null): ClockEvent | null => {
  const word = /^\w+/.exec(name ?? '')?.[0] ?? '';
  return NAMES[word] ?? CLOCK_EVENTS.find((event) => event === word) ?? null;
};

/** `minimum`: not before; `maximum`: by then at the latest; `window`: until then others may act. */
type Bound = 'minimum' | 'maximum' | 'window';

interface Clock {
  rule: Rule;
  start: ClockEvent;
  end: ClockEvent;
  bound: Bound;
  period: Period;
}

/** The rules of law that say how long it may or must be from one event of a purchase to another. */
export const CLOCKS: readonly Clock[] = RULES.flatMap((rule) => {
  const period = readPeriod(rule);
  const [start, end] = [findClockEvent(rule.startEvent), WINDOWS[rule.id] ?? findClockEvent(rule.endEvent)];
  const bound = rule.id in WINDOWS ? 'window' : rule.op === '>=' ? 'minimum' : rule.op === '<=' ? 'maximum' : null;
  if (period === null || start === null || end === null || bound === null || !isLaw(rule)) return [];
  return [{ rule, start, end, bound, period }];
});

/** When something happened, or is planned to. */
export interface DatedEvent {
  on: PartialDate;
  /** It cannot have been earlier, and may have been later. */
  notBefore?: true;
  /** Not yet so: a plan. */
  planned?: true;
  /** The record that says it, and the kind of its source (null: an action of this system). */
  record?: string;
  source?: string | null;
}
export type ClockEvents = { readonly [E in ClockEvent]?: DatedEvent };

export interface ClockQuestion {
  method: Method | null;
  level: BudgetLevel | null;
  region: string | null;
  events: ClockEvents;
  /** Events that would be on record had they happened: what is not there has not happened. */
  told: readonly ClockEvent[];
  /** Rules with a condition that is known to hold. */
  holding?: readonly string[];
  /** Days on which the law forbade to sign the contract. */
  rests?: readonly Rest[];
  /** Days on which whom the other clocks wait for was barred: they go on besides. */
  barred?: readonly Rest[];
}

/** One period of law that runs, or ran, in a purchase. */
export interface StatutoryClock {
  rule: string;
  stage: Stage;
  severity: 'violation' | 'notice';
  bound: Bound;
  what: { zh: string; en: string };
  basis: RuleBasis;
  from: { event: ClockEvent } & DatedEvent;
  event: ClockEvent;
  /** The day; null where it is not known to the day, or the calendar ends before it. */
  date: PlainDate | null;
  /** It lies between these days; null: no bound is known. */
  range: { earliest: PlainDate; latest: PlainDate | null };
  done: DatedEvent | null;
  told: boolean;
}

export const CLOCK_STATES = ['future', 'due', 'met', 'missed', 'uncertain'] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** Every clock of law that events have started. A start that is not known starts none. */
export function deriveClocks(question: ClockQuestion, calendar: WorkingCalendar): StatutoryClock[] {
  const events: { [E in ClockEvent]?: DatedEvent } = { ...question.events };
  const clocks: StatutoryClock[] = [];
  for (const clock of ORDERED) {
    const from = events[clock.start];
    if (from === undefined || !applies(clock, from, question)) continue;
    if (ONLY_WHERE_STATED.includes(clock.rule.id) && events[clock.end] === undefined) continue;
    const { date, range } = computeClockEnd(clock, from, calendar, isResting(clock) ? question.rests : question.barred);
    const follows = clock.rule.id === 'RESULT-NOTICE-1WD' ? clock.end : EXPIRES[clock.rule.id];
    if (follows !== undefined && date !== null) events[follows] ??= { ...from, on: date };
    clocks.push({
      rule: clock.rule.id,
      stage: clock.rule.stage,
      severity: clock.rule.severity === 'violation' ? 'violation' : 'notice',
      bound: clock.bound,
      what: clock.rule.what,
      basis: toRuleBasis(clock.rule),
      from: { event: clock.start, ...from },
      event: clock.end,
      date,
      range,
      done: clock.bound === 'window' ? null : (events[clock.end] ?? null),
      told: question.told.includes(clock.end),
    });
  }
  return clocks.sort((a, b) => PLACES[a.event] - PLACES[b.event] || (a.rule < b.rule ? -1 : 1));
}

const PLACES = Object.fromEntries(CLOCK_EVENTS.map((event, i) => [event, i])) as Record<ClockEvent, number>;

const rank = ({ rule }: Clock): number => (rule.id === 'RESULT-NOTICE-1WD' || rule.id in EXPIRES ? 0 : 1);
/** A window that follows from another comes after it: the end of the notice begins the time to challenge. */
const ORDERED = CLOCKS.toSorted((a, b) => rank(a) - rank(b));

/** In force on every day its start can mean, at every level the purchase can be of, in its place and for its method. */
function applies({ rule }: Clock, from: DatedEvent, { method, level, region, holding }: ClockQuestion): boolean {
  if (method === null || !rule.methods.includes(method)) return false;
  if (rule.appliesIf !== null && !holding?.includes(rule.id)) return false;
  if (rule.jurisdiction !== 'CN' && (region === null || !listJurisdictions(region).includes(rule.jurisdiction)))
    return false;
  const first = findFirstDay(rule, level);
  return (
    first !== null &&
    first <= earliestDay(from.on) &&
    (rule.effectiveTo === null || latestDay(from.on) <= rule.effectiveTo)
  );
}

/** Of a rule that came later to some levels, the last of them where the level is not known. */
function findFirstDay({ effectiveFrom, effectiveByLevel }: Rule, level: BudgetLevel | null): PlainDate | null {
  if (effectiveByLevel === null) return effectiveFrom;
  return level === null ? (Object.values(effectiveByLevel).toSorted().at(-1) ?? null) : effectiveByLevel[level];
}

/** Law article 46, and what is to be paid: nobody is late who was not allowed to sign, or to pay. */
const isResting = ({ rule, end }: Clock): boolean => rule.id === 'CONTRACT-30D' || end === 'paid';

function computeClockEnd(clock: Clock, from: DatedEvent, calendar: WorkingCalendar, rests: readonly Rest[] = []) {
  const { period, bound } = clock;
  if (rests.length > 0 && getPrecision(from.on) === 'day' && !from.notBefore) {
    const rested = restedEnd(calendar, earliestDay(from.on), period, rests);
    const day = getKnownValue(rested.end);
    const last = rested.rests ? null : day;
    return { date: last, range: { earliest: day ?? rested.least, latest: last } };
  }
  const first = periodEnd(calendar, earliestDay(from.on), period);
  const last = from.notBefore ? null : periodEnd(calendar, latestDay(from.on), period);
  const exact = getPrecision(from.on) === 'day' && last !== null && first.certainty === 'known';
  // Whatever calendar will be announced: working days are at least as many days.
  const floor = addDays(earliestDay(from.on), period.value);
  const earliest = first.certainty === 'known' && bound !== 'minimum' ? first.value : floor;
  const latest = last?.certainty === 'known' ? last.value : null;
  return {
    date: exact ? first.value : null,
    // A minimum of calendar days that ends on a free day is certainly broken only before that day itself.
    range: {
      earliest: first.certainty === 'known' && period.unit === 'working_day' ? first.value : earliest,
      latest,
    },
  };
}

/** How a clock stands on a day. What is not known to be late, or in time, is neither. */
export function deriveClockState(clock: StatutoryClock, today: PlainDate): ClockState {
  const { earliest, latest } = clock.range;
  const { done, from } = clock;
  if (clock.bound === 'window') {
    if (earliestDay(from.on) > today) return 'future';
    if (latest === null) return today < earliest ? 'due' : 'uncertain';
    return today <= latest ? 'due' : 'met';
  }
  if (done !== null) return judgeClock(clock, done);
  if (from.planned || earliestDay(from.on) > today) return 'future';
  if (today <= earliest) return 'due';
  if (latest === null || today <= latest || !clock.told) return 'uncertain';
  return clock.bound === 'maximum' ? 'missed' : 'met';
}

function judgeClock({ bound, range: { earliest, latest }, from }: StatutoryClock, done: DatedEvent): ClockState {
  const [first, last] = [earliestDay(done.on), latestDay(done.on)];
  const met = from.planned || done.planned ? 'future' : 'met';
  if (bound === 'minimum') {
    if (last < earliest) return 'missed';
    return latest !== null && first >= latest ? met : 'uncertain';
  }
  if (latest !== null && first > latest) return 'missed';
  return last <= earliest ? met : 'uncertain';
}
