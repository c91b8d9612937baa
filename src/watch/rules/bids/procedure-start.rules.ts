import { earliestDay, latestDay } from '../../../kernel/clock/partial-date.js';
import { FIRST_EPOCH_DAY, fromEpochDay, toEpochDay, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { getRule } from '../../../law/rules/rule-book.js';
import type { LotFacts } from '../../facts/fact-types.js';

type Start = Pick<LotFacts, 'method' | 'startedOn' | 'startIsLatest'>;

/** How long bidders have at least from the documents to the deadline, by method. */
const LEAST_DAYS: Readonly<Record<string, number>> = {
  COMPETITIVE_CONSULTATION: Number(getRule('CONSULT-PREP-10D').value),
  COMPETITIVE_NEGOTIATION: Number(getRule('NEGO-PREP-3WD').value),
  INQUIRY: Number(getRule('INQ-PREP-3WD').value),
};
const MOST_LEAST_DAYS = Number(getRule('TENDER-PREP-20D').value);

/**
 * The days between which a procedure began. Of one of which only the deadline or the award is known the least that the law gives
 * bidders lies before it, of an unknown method the longest of these.
 */
export function listStartDays({ method, startedOn, startIsLatest }: Start): [first: PlainDate, last: PlainDate] | null {
  if (startedOn === null) return null;
  const first = earliestDay(startedOn);
  if (startIsLatest !== true) return [first, latestDay(startedOn)];
  const days = LEAST_DAYS[method ?? ''] ?? MOST_LEAST_DAYS;
  return [fromEpochDay(Math.max(toEpochDay(first) - days, FIRST_EPOCH_DAY)), latestDay(startedOn)];
}

/** Whether a procedure began on the first day of a rule or later: `unknown` where the days between which it began hold that day. */
export function compareStart(inForce: PlainDate, start: Start): 'yes' | 'no' | 'unknown' {
  const days = listStartDays(start);
  if (days === null) return 'unknown';
  if (days[1] < inForce) return 'no';
  return days[0] >= inForce ? 'yes' : 'unknown';
}
