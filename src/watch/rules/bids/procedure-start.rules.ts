import { earliestDay, latestDay } from '../../../kernel/clock/partial-date.js';
import { FIRST_EPOCH_DAY, fromEpochDay, toEpochDay, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { getRule } from '../../../law/rules/rule-book.js';
import type { LotFacts } from '../../facts/fact-types.js';

type Start = Pick<LotFacts, 'method' | 'startedOn' | 'startIsLatest'>;

const TENDER_DAYS = Number(getRule('TENDER-PREP-20D').value);
/** How long bidders have at least from the documents to the deadline, by method; working days count as days. Of others nothing is known. */
const LEAST_DAYS: Readonly<Record<string, number>> = {
  OPEN_TENDER: TENDER_DAYS,
  INVITED_TENDER: TENDER_DAYS,
  COMPETITIVE_CONSULTATION: Number(getRule('CONSULT-PREP-10D').value),
  COMPETITIVE_NEGOTIATION: Number(getRule('NEGO-PREP-3WD').value),
  INQUIRY: Number(getRule('INQ-PREP-3WD').value),
};
/**
 * A choice of ours: so many days before its deadline or award no procedure began. The law sets a least time and no most, and
 * deadlines are put off; half a year is far more than a purchase of services takes.
 */
const MOST_DAYS = 180;

/**
 * The days between which a procedure began. Of one of which only the deadline or the award is known the least that the law gives
 * bidders lies before it, and a generous margin is taken for the most.
 */
export function listStartDays({ method, startedOn, startIsLatest }: Start): [first: PlainDate, last: PlainDate] | null {
  if (startedOn === null) return null;
  const [first, last] = [earliestDay(startedOn), latestDay(startedOn)];
  if (startIsLatest !== true) return [first, last];
  return [subtractDays(first, MOST_DAYS), subtractDays(last, LEAST_DAYS[method ?? ''] ?? 0)];
}

const subtractDays = (day: PlainDate, days: number): PlainDate =>
  fromEpochDay(Math.max(toEpochDay(day) - days, FIRST_EPOCH_DAY));

/** Whether a procedure began on the first day of a rule or later: `unknown` where the days between which it began hold that day. */
export function compareStart(inForce: PlainDate, start: Start): 'yes' | 'no' | 'unknown' {
  const days = listStartDays(start);
  if (days === null) return 'unknown';
  if (days[1] < inForce) return 'no';
  return days[0] >= inForce ? 'yes' : 'unknown';
}
