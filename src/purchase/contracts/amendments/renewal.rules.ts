import {
  addDays,
  addYears,
  countDays,
  earlier,
  isPlainDate,
  getYear,
  type PlainDate,
} from '../../../kernel/clock/plain-date.js';
import type { ContractContent } from '../content/content-types.js';

type Days = ContractContent['window'];

/**
 * The window of a renewal: from the day after, for as long as the contract that is renewed. Amount and targets were competed
 * for over that length (law article 46); null where its days are not known.
 */
export function computeRenewalWindow({ start, end }: Days): { start: PlainDate; end: PlainDate } | null {
  if (!isPlainDate(start) || !isPlainDate(end) || end < start) return null;
  const next = addDays(end, 1);
  const years = getYear(next) - getYear(start);
  const whole = years > 0 && addYears(start, years) === next;
  return { start: next, end: whole ? addDays(addYears(next, years), -1) : addDays(next, countDays(start, end)) };
}

/** Milestones of the renewed contract, each as far into the renewal as it was into its own. */
export const shiftMilestones = (
  milestones: ContractContent['milestones'],
  from: Days,
  to: { start: PlainDate; end: PlainDate },
): ContractContent['milestones'] =>
  milestones?.map((milestone) => ({
    ...milestone,
    dueOn: isPlainDate(from.start)
      ? earlier(addDays(to.start, Math.max(countDays(from.start, milestone.dueOn), 0)), to.end)
      : to.end,
  }));
