import {
  earlier,
  FIRST_EPOCH_DAY,
  fromEpochDay,
  LAST_EPOCH_DAY,
  later,
  toEpochDay,
  type PlainDate,
} from '../../../kernel/clock/plain-date.js';
import { earliestDay, latestDay, type PartialDate } from '../../../kernel/clock/partial-date.js';

/** The day a subject is judged at, and the next day on which days alone may change an answer (null = never). */
export interface Judging {
  asOf: PlainDate;
  dueOn: PlainDate | null;
}

export interface JudgingInput {
  today: PlainDate;
  /** The last day on which a fact of it was recorded. */
  learnedOn: PlainDate;
  /** Days on which an answer may change by itself. */
  turns: readonly (PlainDate | null)[];
  /** Every day changes an answer, as while a gap is open. */
  daily?: boolean;
  /** The last day its dataset knows about; null = live. */
  knownUntil: PlainDate | null;
}

/**
 * A subject is judged at the last day on which anything was learned of it or fell due, never past what its dataset knows.
 * Between two such days every rule gives the same answer, so the day is a function of facts and of today, an answer that
 * days do not change is not rewritten by them, and a pass over everything finds what the sweeps have stored.
 */
export function judgeDay({ today, learnedOn, turns, daily = false, knownUntil }: JudgingInput): Judging {
  const last = knownUntil === null ? today : earlier(today, knownUntil);
  const days = turns.filter((day): day is PlainDate => day !== null).sort();
  const fallen = days.filter((day) => day <= last).at(-1);
  const known = later(earlier(learnedOn, last), fallen ?? learnedOn);
  const next = daily ? addDaysInRange(last, 1) : (days.find((day) => day > last) ?? null);
  return {
    asOf: daily ? last : earlier(known, last),
    dueOn: next !== null && (knownUntil === null || next <= knownUntil) ? next : null,
  };
}

/** The day `days` after, or before; null outside the days that can be written. */
export function addDaysInRange(date: PlainDate, days: number): PlainDate | null {
  const day = toEpochDay(date) + days;
  return day < FIRST_EPOCH_DAY || day > LAST_EPOCH_DAY ? null : fromEpochDay(day);
}

/** The first days after a date: certainly for one reading, certainly for all. */
export function listTurns(date: PartialDate | null | undefined, days = 0): (PlainDate | null)[] {
  if (!date) return [];
  return [addDaysInRange(earliestDay(date), days + 1), addDaysInRange(latestDay(date), days + 1)];
}

/** The days on which a date begins to be reached. */
export function listOnsets(date: PartialDate | null | undefined): PlainDate[] {
  return date ? [earliestDay(date), latestDay(date)] : [];
}

/** The first of some days that is still to come. */
export function findNextDay(days: readonly (PlainDate | null)[], today: PlainDate): PlainDate | null {
  return days.reduce<PlainDate | null>(
    (next, day) => pickEarlier(next, day !== null && day > today ? day : null),
    null,
  );
}

export function pickEarlier(a: PlainDate | null, b: PlainDate | null): PlainDate | null {
  return a === null || (b !== null && b < a) ? b : a;
}
