import {
  addDays,
  addYears,
  daysBetween,
  earlier,
  isPlainDate,
  yearOf,
  type PlainDate,
} from '../../../kernel/clock/plain-date.js';
import type { ContractContent } from '../content/content.types.js';

type Days = ContractContent['window'];

/**
 * The window of a renewal: from the day after, for as long as the contract that is renewed. Amount and targets were competed
 * for over that length (law article 46); null where its days are not known.
 */
export function windowAfter({ start, end }: Days): { start: PlainDate; end: PlainDate } | null {
  if (!isPlainDate(start) || !isPlainDate(end) || end < start) return null;
  const next = addDays(end, 1);
  const years = yearOf(next) - yearOf(start);
  const whole = years > 0 && addYears(start, years) === next;
  return { start: next, end: whole ? addDays(addYears(next, years), -1) : addDays(next, daysBetween(start, end)) };
}

/** Milestones of the renewed contract, each as far into the renewal as it was into its own. */
export const milestonesAfter = (
  milestones: ContractContent['milestones'],
  from: Days,
  to: { start: PlainDate; end: PlainDate },
): ContractContent['milestones'] =>
  milestones?.map((milestone) => ({
    ...milestone,
    dueOn: isPlainDate(from.start)
      ? earlier(addDays(to.start, Math.max(daysBetween(from.start, milestone.dueOn), 0)), to.end)
      : to.end,
  }));
