import { addDays, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import { getKnownValue, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { periodEnd, readPeriod } from '../../../law/deadlines/periods.rules.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { toMergedError } from '../../../people/organisations/merges/standing-records.js';
import { toRuleRefusal } from '../../tenders/conducted/issue.rules.js';

export const HALT_STATES = ['proposed', 'in_force', 'ended', 'lapsed', 'withdrawn'] as const;
export type HaltState = (typeof HALT_STATES)[number];

/** On which one person halts: the law orders it, or recipients are in danger, which another person confirms. */
export const HALTED_AT_ONCE = ['challenge', 'danger_to_recipients'] as const;
/** On which a halt is proposed by one person and ordered by another. */
export const HALTED_BY_TWO = ['authority_notice', 'force_majeure'] as const;
/** What the buyer halts for. */
export const HALT_GROUNDS = [...HALTED_AT_ONCE, ...HALTED_BY_TWO] as const;
/** What is said of a halted contract: beside the buyer's grounds, what the law or the agency halts it for. */
export const HALTED_FOR = [...HALT_GROUNDS, 'complaint', 'non_payment'] as const;
export type HaltGround = (typeof HALTED_FOR)[number];

/** Who serves the recipients of a line while the contract is halted. */
export interface ServedBy {
  line?: string | null;
  organisation?: string | null;
  /** In words, where it is no body on record. */
  name?: string | null;
  from: PlainDate;
}

export interface HaltGiven {
  ground?: string;
  reference?: string | null;
  until?: PlainDate | null;
  servedBy?: ServedBy[] | null;
  reason?: string;
}

/** A choice of this product: a halt that no authority ordered is looked at anew after sixty days at the latest. */
const LONGEST_HALT = 60;

const toError = (pointer: string, code: string, en: string, zh: string): FieldError => ({
  pointer,
  code,
  text: { en, zh },
});

/**
 * The last day that a halt may state on the day on which it is asked for. One notice of an authority has thirty days in all:
 * once it has had them the last day is over.
 */
function computeLatestEnd(ground: string | undefined, today: PlainDate, had: number): PlainDate {
  if (ground !== 'authority_notice') return addDays(today, LONGEST_HALT);
  const left = Number(getRule('SUSPEND-30D').value) - had;
  return addDays(today, left > 0 ? left : -1);
}

/** The last day on which another person may confirm a halt for danger of this day; null while no calendar says it. */
export function computeConfirmDue(beganOn: PlainDate, calendar: WorkingCalendar): PlainDate | null {
  const period = readPeriod(getRule('HALT-DANGER-3WD'));
  if (period === null) throw new Error('HALT-DANGER-3WD states no period');
  return getKnownValue(periodEnd(calendar, beganOn, period));
}

/** Whether what the halt is for ends it, so that it states no last day: a challenge on record. */
const endsWithItsGround = (ground: string | undefined, isOnRecord: boolean): boolean =>
  ground === 'challenge' && isOnRecord;

/** Every halt ends: it states a last day that is neither over nor beyond what it may last. */
export function refuseEndlessHalt(
  { ground, until }: HaltGiven,
  { today, isOnRecord, had }: { today: PlainDate; isOnRecord: boolean; had: number },
): ProblemDetails | null {
  const latest = computeLatestEnd(ground, today, had);
  const missing = until === undefined || until === null;
  if (missing && endsWithItsGround(ground, isOnRecord)) return null;
  if (!missing && until >= today && until <= latest) return null;
  const errors = [
    missing
      ? toError('/until', 'required', `The last day, at the latest ${latest}`, `中止的最后一日，不得晚于 ${latest}`)
      : toError('/until', 'out_of_range', `From ${today} to ${latest}`, `应在 ${today} 至 ${latest} 之间`),
  ];
  const facts = { latest };
  return ground === 'authority_notice' && !missing && until > latest
    ? { ...toRuleRefusal(getRule('SUSPEND-30D'), errors), facts }
    : { errors, facts };
}

/**
 * Nobody repeats alone a halt for danger that no second person confirmed: another one halts at once. A choice of this product:
 * after as many days as a halt may last the same person may do so again, so that recipients of a body with one officer are
 * not without help for ever.
 */
export function refuseRepeatedHalt(
  { ground }: HaltGiven,
  unconfirmed: PlainDate | null,
  today: PlainDate,
): ProblemDetails | null {
  if (ground !== 'danger_to_recipients' || unconfirmed === null) return null;
  const again = addDays(unconfirmed, LONGEST_HALT);
  return today >= again ? null : { facts: { endedOn: unconfirmed, again } };
}

/** What those who serve meanwhile are held against: the lines of the contract, the bodies on record, and who is halted. */
interface Served {
  lines: readonly string[];
  /** Bodies on record, each with the record that it was merged into. */
  known: ReadonlyMap<string, string | null>;
  supplier: string | null;
  today: PlainDate;
}

/** A body that serves meanwhile is on record, by the record in which it goes on: the one that is halted may not come back as another. */
function refuseServingBody(mergedInto: string | null | undefined, pointer: string): FieldError[] {
  if (mergedInto === undefined)
    return [toError(pointer, 'unknown_reference', 'No such body on record', '没有该在册机构')];
  return mergedInto === null ? [] : [toMergedError(mergedInto, pointer)];
}

/** A halt for danger names for each line of the contract who serves its recipients meanwhile: another body than is halted. */
export function refuseUnservedLines(
  { ground, servedBy }: HaltGiven,
  { lines, known, supplier, today }: Served,
): ProblemDetails | null {
  if (ground !== 'danger_to_recipients') return null;
  const named = (servedBy ?? []).filter(({ organisation, name }) => Boolean(organisation) !== Boolean(name));
  const served = new Set(named.map(({ line }) => line?.toLowerCase()));
  const missing = lines.filter((line) => !served.has(line));
  const isEmpty = named.length === 0;
  const faults = [
    ...(isEmpty || missing.length > 0
      ? [toError('/servedBy', 'required', 'Who serves, for each line', '每条服务线由谁服务')]
      : []),
    ...(servedBy ?? []).flatMap(({ line, organisation, name, from }, i) => [
      ...(Boolean(organisation) === Boolean(name)
        ? [toError(`/servedBy/${i}`, 'one_of', 'A body on record or a name', '填写在册机构或者名称之一')]
        : []),
      ...(organisation ? refuseServingBody(known.get(organisation.toLowerCase()), `/servedBy/${i}/organisation`) : []),
      ...(organisation && organisation.toLowerCase() === supplier
        ? [toError(`/servedBy/${i}/organisation`, 'not_eligible', 'Its work is halted', '该机构的服务已被中止')]
        : []),
      ...(line && !lines.includes(line.toLowerCase())
        ? [toError(`/servedBy/${i}/line`, 'unknown_reference', 'No line of the contract', '不是本合同的服务线')]
        : []),
      ...(from < today || from > addDays(today, 7)
        ? [toError(`/servedBy/${i}/from`, 'out_of_range', 'Within a week', '应在一周之内')]
        : []),
    ]),
  ];
  return faults.length === 0 ? null : { errors: faults, facts: { lines: missing } };
}
