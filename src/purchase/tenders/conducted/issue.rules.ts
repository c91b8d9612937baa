import type { Certain, WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import { earliestEnd, periodEnd, readPeriod } from '../../../law/deadlines/periods.rules.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import { toRuleBasis, isLaw, type Rule } from '../../../law/rules/rule-types.js';

export type ConductedMethod = 'OPEN_TENDER' | 'COMPETITIVE_CONSULTATION';
export const CONDUCTED_METHODS: readonly string[] = [
  'OPEN_TENDER',
  'COMPETITIVE_CONSULTATION',
] satisfies ConductedMethod[];

/** The minimum periods of an issue, by method. */
const MINIMA = {
  OPEN_TENDER: {
    preparation: 'TENDER-PREP-20D',
    documents: 'TENDER-DOC-5WD',
    notice: 'TENDER-NOTICE-5WD',
    clarification: 'TENDER-CLARIFY-15D',
  },
  COMPETITIVE_CONSULTATION: {
    preparation: 'CONSULT-PREP-10D',
    documents: 'CONSULT-DOC-5WD',
    notice: 'CONSULT-NOTICE-3WD',
    clarification: 'CONSULT-CLARIFY-5D',
  },
} as const;
export type Minimum = keyof (typeof MINIMA)['OPEN_TENDER'];

/** A rule of law refused: which one, where it stands, and the field that would change it. */
export const toRuleRefusal = (rule: Rule, errors: FieldError[]): ProblemDetails => {
  const { document, article, confidence } = toRuleBasis(rule);
  return { rule: rule.id, basis: { document, article, confidence }, errors };
};

/**
 * The first lawful end of a minimum period that begins on the day, by the rule then in force; null where no rule of law was.
 * Where the calendar does not reach that far it is the first end that is lawful under some calendar, each day of a year that
 * is not announced being a working day: an earlier one is unlawful whatever will be announced.
 */
export function firstLawfulEnd(
  method: ConductedMethod,
  minimum: Minimum,
  start: PlainDate,
  calendar: WorkingCalendar,
): { rule: Rule; date: PlainDate; certainty: Certain<PlainDate>['certainty'] } | null {
  const rule = findRuleInForce(MINIMA[method][minimum], start);
  const period = rule && isLaw(rule) ? readPeriod(rule) : null;
  if (rule === null || period === null) return null;
  const end = periodEnd(calendar, start, period);
  return end.certainty === 'known'
    ? { rule, date: end.value, certainty: 'known' }
    : { rule, date: earliestEnd(calendar, start, period), certainty: 'uncertain' };
}

const TEXTS: Record<Minimum, { en: string; zh: string }> = {
  preparation: { en: 'The time to prepare is too short', zh: '编制时间不足' },
  documents: { en: 'The documents are given out for too short a time', zh: '采购文件提供期限不足' },
  notice: { en: 'The notice stands for too short a time', zh: '公告期限不足' },
  clarification: { en: 'The time after a change of the documents is too short', zh: '澄清或修改后的编制时间不足' },
};

/** Refuses an end that lies before the first lawful one, or is not said. */
export function tooShort(
  method: ConductedMethod,
  minimum: Minimum,
  dates: { start: PlainDate; end: PlainDate | null; pointer: string },
  calendar: WorkingCalendar,
): ProblemDetails | null {
  const first = firstLawfulEnd(method, minimum, dates.start, calendar);
  if (first === null || (dates.end !== null && dates.end >= first.date)) return null;
  const { en, zh } = TEXTS[minimum];
  return toRuleRefusal(first.rule, [
    {
      pointer: dates.pointer,
      code: 'minimum',
      text: { en: `${en}: not before ${first.date}`, zh: `${zh}：不得早于 ${first.date}` },
    },
  ]);
}
