import {
  addDays,
  addMonths,
  countDays,
  earlier,
  isPlainDate,
  getYear,
  later,
  type PlainDate,
} from '../../../kernel/clock/plain-date.js';
import type { ContractContent } from '../content/content-types.js';

type Days = ContractContent['window'];

/** Months from one day to its corresponding day (民法典 article 202); null where the later day corresponds to none. */
function countWholeMonths(from: PlainDate, to: PlainDate): number | null {
  const months = (getYear(to) - getYear(from)) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return months > 0 && addMonths(from, months) === to ? months : null;
}

/**
 * The window of a renewal: from the day after, for as long as the contract that is renewed: as many months where it ran for whole
 * ones, else as many days. Amount and targets were competed for over that length (law article 46); null where its days are not known.
 */
export function computeRenewalWindow({ start, end }: Days): { start: PlainDate; end: PlainDate } | null {
  if (!isPlainDate(start) || !isPlainDate(end) || end < start) return null;
  const next = addDays(end, 1);
  const months = countWholeMonths(start, next);
  return {
    start: next,
    end: months === null ? addDays(next, countDays(start, end)) : addDays(addMonths(next, months), -1),
  };
}

/** Milestones of the renewed contract, each as far into the renewal as it was into its own; one on the last day stays there. */
export function shiftMilestones(
  milestones: ContractContent['milestones'],
  { start, end }: Days,
  to: { start: PlainDate; end: PlainDate },
): ContractContent['milestones'] {
  const months = isPlainDate(start) ? countWholeMonths(start, to.start) : null;
  const shift = (due: PlainDate): PlainDate => {
    if (!isPlainDate(start) || due === end) return to.end;
    return months === null ? addDays(to.start, countDays(start, due)) : addMonths(due, months);
  };
  return milestones?.map((milestone) => ({
    ...milestone,
    dueOn: earlier(later(shift(milestone.dueOn), to.start), to.end),
  }));
}
