import type { Certain, WorkingCalendar } from '../calendars/working-calendar.js';
import { addDays, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { BudgetLevel } from '../code-lists/methods.js';
import {
  chooseEarlier,
  latestStart,
  chooseLater,
  periodEnd,
  readPeriod,
  type Period,
} from '../deadlines/periods.rules.js';
import type {
  BackwardPlan,
  Deadline,
  ForwardPlan,
  MissingRule,
  PlannableMethod,
  PlannedDate,
  PlannedEvent,
  PlanQuestion,
  PlanStep,
  PlanWarning,
  Wanted,
} from './planner-types.js';
import { isInForce, findRuleInForce, getRule, rulesInForce } from '../rules/rule-book.js';
import { toRuleBasis, isLaw, type Rule } from '../rules/rule-types.js';

/**
 * The planner. It knows the order of the steps; how long each takes is read from the table of rules, by the day on which
 * the step's own period begins. Documents are issued on a working day and deadlines fall on one; the response deadline is
 * the later of the preparation period and the end of the document period.
 */
const PREPARATION: Readonly<Record<PlannableMethod, { preparation: string; documents: string | null }>> = {
  OPEN_TENDER: { preparation: 'TENDER-PREP-20D', documents: 'TENDER-DOC-5WD' },
  INVITED_TENDER: { preparation: 'TENDER-PREP-20D', documents: 'TENDER-DOC-5WD' },
  COMPETITIVE_CONSULTATION: { preparation: 'CONSULT-PREP-10D', documents: 'CONSULT-DOC-5WD' },
  COMPETITIVE_NEGOTIATION: { preparation: 'NEGO-PREP-3WD', documents: null },
  INQUIRY: { preparation: 'INQ-PREP-3WD', documents: null },
};

/** The maxima between the deadline and the publication, then the notice and the challenge window, in order of time. */
const REVIEW: readonly (readonly [from: PlannedEvent, rule: string, to: PlannedEvent])[] = [
  ['response_deadline', 'REPORT-2WD', 'report_delivered'],
  ['report_delivered', 'CONFIRM-5WD', 'result_confirmed'],
  ['result_confirmed', 'AWARD-NOTICE-2WD', 'result_published'],
];
const WINDOW: readonly (readonly [from: PlannedEvent, rule: string, to: PlannedEvent])[] = [
  ['result_published', 'RESULT-NOTICE-1WD', 'result_notice_end'],
  ['result_notice_end', 'CHALLENGE-7WD', 'challenge_closed'],
];
const INTENT = 'INTENT-30D';

/** Inside this file only: the question has no answer, and why. */
class NoAnswer extends Error {
  constructor(
    readonly missingYears: readonly number[],
    readonly missingRules: readonly MissingRule[],
  ) {
    super('no answer');
  }
}

/** Backwards from what is wanted: the safe and the possible last day of issue. */
export function planBackward(calendar: WorkingCalendar, question: PlanQuestion): BackwardPlan {
  const chain: PlanStep[] = [];
  const safe = attempt(() => safeIssue(calendar, question, chain));
  const possible = attempt(() => possibleIssue(calendar, question));
  const issue = valueOrNull(safe);
  const intent = issue === null ? null : planIntent(issue, question.budgetLevel);
  if (intent?.step) chain.unshift(intent.step);
  const failures = [safe, possible].filter((answer) => answer.certainty === 'uncertain');
  return {
    latest: {
      documentIssue: issue,
      intentPublication: { date: intent?.date ?? null, required: intent?.required ?? null },
    },
    latestPossible: { documentIssue: valueOrNull(possible) },
    chain: issue === null ? [] : chain,
    warnings: issue === null ? [] : listWarnings(question.method, issue),
    certainty: failures.length === 0 ? 'known' : 'uncertain',
    missingYears: [...new Set(failures.flatMap((failure) => failure.missingYears))].sort((a, b) => a - b),
    missingRules: distinct(failures.flatMap((failure) => failure.missingRules)),
  };
}

/** The last day of issue for a service that starts on the day: `safe` with every statutory maximum, else the shortest path. */
export function issueForStart(
  calendar: WorkingCalendar,
  method: PlannableMethod,
  start: PlainDate,
  path: 'safe' | 'possible' = 'safe',
): PlannedDate {
  const question: PlanQuestion = { method, wanted: { startBy: start } };
  return attempt(() => (path === 'safe' ? safeIssue(calendar, question, []) : possibleIssue(calendar, question)));
}

/** The safe last day of issue for a service that starts on the day. */
export function safeIssueForStart(calendar: WorkingCalendar, method: PlannableMethod, start: PlainDate): PlannedDate {
  return issueForStart(calendar, method, start, 'safe');
}

/** The last day of issue from which the service can start on the day at all. */
export function possibleIssueForStart(
  calendar: WorkingCalendar,
  method: PlannableMethod,
  start: PlainDate,
): PlannedDate {
  return issueForStart(calendar, method, start, 'possible');
}

/** The first day of service after an issue on the day: review, publication and signing on the day of the deadline. */
export function earliestStart(calendar: WorkingCalendar, method: PlannableMethod, issue: PlainDate): PlannedDate {
  return attempt(() => {
    const issued = must(calendar.roundUpToWorkingDay(issue));
    return addDays(responseDeadline(calendar, method, issued).date, 1);
  });
}

/** Forwards from the day of issue: the earliest response deadline, then what falls due if every step takes its maximum. */
export function planForward(calendar: WorkingCalendar, method: PlannableMethod, issue: PlainDate): ForwardPlan {
  const deadlines: Deadline[] = [];
  const outcome = attempt(() => {
    deadlines.push(responseDeadline(calendar, method, issue));
    for (const [, id, event] of [...REVIEW, ...WINDOW]) {
      const start = deadlines.at(-1)?.date ?? issue;
      const rule = getLawRule(id, start);
      const bound = rule.op === '>=' ? 'earliest' : 'latest';
      deadlines.push({
        event,
        date: must(periodEnd(calendar, start, getRulePeriod(rule))),
        rule: id,
        basis: toRuleBasis(rule),
        bound,
      });
    }
    const published = deadlines.find((deadline) => deadline.event === 'result_published')?.date ?? issue;
    const sign = getLawRule('CONTRACT-30D', published);
    const date = must(periodEnd(calendar, published, getRulePeriod(sign)));
    deadlines.push({ event: 'contract_signed', date, rule: sign.id, basis: toRuleBasis(sign), bound: 'latest' });
    return date;
  });
  const missing = outcome.certainty === 'known' ? { missingYears: [], missingRules: [] } : outcome;
  return {
    deadlines,
    certainty: outcome.certainty,
    missingYears: [...missing.missingYears],
    missingRules: [...missing.missingRules],
  };
}

/** The end of what was asked for: the last day on which the challenge window may close, or the contract be signed. */
function safeIssue(calendar: WorkingCalendar, { method, wanted }: PlanQuestion, chain: PlanStep[]): PlainDate {
  let date = planChallengeEnd(calendar, wanted, chain);
  for (const [event, id] of [...REVIEW, ...WINDOW].toReversed()) {
    const rule = getRule(id);
    date = must(latestStart(calendar, date, getRulePeriod(rule)));
    chain.unshift({ event, latest: date, rule: getLawRule(id, date).id, basis: toRuleBasis(rule) });
  }
  const { issue, rule } = latestIssue(calendar, method, date);
  chain.unshift({ event: 'document_issued', latest: issue, rule: rule.id, basis: toRuleBasis(rule) });
  return issue;
}

function planChallengeEnd(calendar: WorkingCalendar, wanted: Wanted, chain: PlanStep[]): PlainDate {
  const addDerivedStep = (event: PlannedEvent, latest: PlainDate): void =>
    void chain.unshift({ event, latest, rule: null, basis: null });
  if ('startBy' in wanted) addDerivedStep('service_start', wanted.startBy);
  const signed = lastSigning(calendar, wanted);
  if (signed !== null) addDerivedStep('contract_signed', signed);
  const closed =
    signed !== null ? must(calendar.previousWorkingDay(signed)) : must(calendar.roundDownToWorkingDay(day(wanted)));
  addDerivedStep('challenge_closed', closed);
  return closed;
}

/** The service starts on the calendar day after signing. Null where no contract is asked for. */
function lastSigning(calendar: WorkingCalendar, wanted: Wanted): PlainDate | null {
  if ('challengeClosedBy' in wanted) return null;
  if ('contractBy' in wanted) return must(calendar.roundDownToWorkingDay(wanted.contractBy));
  return must(calendar.previousWorkingDay(wanted.startBy));
}

function possibleIssue(calendar: WorkingCalendar, { method, wanted }: PlanQuestion): PlainDate {
  let date = lastSigning(calendar, wanted);
  if (date === null) {
    date = must(calendar.roundDownToWorkingDay(day(wanted)));
    for (const [, id] of WINDOW.toReversed()) {
      date = must(latestStart(calendar, date, getRulePeriod(getRule(id))));
      getLawRule(id, date);
    }
  }
  return latestIssue(calendar, method, date).issue;
}

function latestIssue(
  calendar: WorkingCalendar,
  method: PlannableMethod,
  deadline: PlainDate,
): { issue: PlainDate; rule: Rule } {
  const { preparation, documents } = PREPARATION[method];
  const byPreparation = must(latestStart(calendar, deadline, getRulePeriod(getRule(preparation))));
  const rule = getLawRule(preparation, byPreparation);
  const second = documents === null ? null : findRuleInForce(documents, byPreparation);
  if (second === null) return { issue: byPreparation, rule };
  const byDocuments = latestStart(calendar, deadline, getRulePeriod(second));
  const issue = must(chooseEarlier({ certainty: 'known', value: byPreparation }, byDocuments));
  return { issue, rule: issue < byPreparation ? second : getLawRule(preparation, issue) };
}

function responseDeadline(calendar: WorkingCalendar, method: PlannableMethod, issue: PlainDate): Deadline {
  const { preparation, documents } = PREPARATION[method];
  const rule = getLawRule(preparation, issue);
  const byPreparation = periodEnd(calendar, issue, getRulePeriod(rule));
  const second = documents === null ? null : findRuleInForce(documents, issue);
  const date = must(
    second === null ? byPreparation : chooseLater(byPreparation, periodEnd(calendar, issue, getRulePeriod(second))),
  );
  const binding = second !== null && date > must(byPreparation) ? second : rule;
  return { event: 'response_deadline', date, rule: binding.id, basis: toRuleBasis(binding), bound: 'earliest' };
}

/**
 * The intent is published that many days before the activity starts. Whether it must be is asked of the day of issue:
 * the notice speaks of purchases carried out from its date on (财库〔2020〕10号).
 */
function planIntent(issue: PlainDate, level: BudgetLevel | undefined) {
  const rule = getRule(INTENT);
  const date = addDays(issue, -getRulePeriod(rule).value);
  const inForce = isInForce(rule, issue, level);
  const step: PlanStep | null = inForce
    ? { event: 'intent_published', latest: date, rule: INTENT, basis: toRuleBasis(rule) }
    : null;
  return { date, required: level === undefined ? null : inForce, step };
}

function listWarnings(method: PlannableMethod, at: PlainDate): PlanWarning[] {
  return rulesInForce({ at, method, stage: 'method', jurisdiction: 'CN' })
    .filter((rule) => rule.op === 'forbidden' && isLaw(rule))
    .map((rule) => ({ rule: rule.id, what: rule.what, basis: toRuleBasis(rule) }));
}

function day(wanted: Wanted): PlainDate {
  if ('challengeClosedBy' in wanted) return wanted.challengeClosedBy;
  return 'contractBy' in wanted ? wanted.contractBy : wanted.startBy;
}

/** The rule, which must be law and in force on the day its period begins. */
function getLawRule(id: string, at: PlainDate): Rule {
  const rule = findRuleInForce(id, at);
  if (rule === null) throw new NoAnswer([], [{ rule: id, at }]);
  if (!isLaw(rule)) throw new Error(`${id} is not law`);
  return rule;
}

function getRulePeriod(rule: Rule): Period {
  const period = readPeriod(rule);
  if (period === null) throw new Error(`${rule.id} states no period`);
  return period;
}

function must<T>(answer: Certain<T>): T {
  if (answer.certainty === 'uncertain') throw new NoAnswer(answer.missingYears, []);
  return answer.value;
}

function attempt(work: () => PlainDate): PlannedDate {
  try {
    return { certainty: 'known', value: work() };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { certainty: 'uncertain', missingYears: error.missingYears, missingRules: error.missingRules };
  }
}

function valueOrNull(answer: PlannedDate): PlainDate | null {
  return answer.certainty === 'known' ? answer.value : null;
}

function distinct(rules: readonly MissingRule[]): MissingRule[] {
  return rules.filter((rule, i) => rules.findIndex((other) => other.rule === rule.rule && other.at === rule.at) === i);
}
