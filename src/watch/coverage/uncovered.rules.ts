import {
  daysInMonth,
  earlier,
  fromEpochDay,
  iso,
  later,
  toEpochDay,
  type PlainDate,
} from '../../kernel/clock/plain-date.js';
import { computeCoverage, exactSpells, placements } from './coverage.rules.js';
import type { Excluded, Gap } from './coverage-types.js';
import type { LineFacts } from '../facts/fact-types.js';
import { clip, toDays, getLength, type Interval } from '../rules/intervals.rules.js';
import { countLeftPeople, type LeftPeople } from './left-people.rules.js';
import type { LineRegister } from './line-register.js';

/** Days of the month without a contract, as part of a hole that may begin before it. */
interface UncoveredDays {
  from: PlainDate;
  to: PlainDate;
  days: number;
  /** The first day of the whole hole. */
  since: PlainDate;
}

export interface Uncovered {
  month: string;
  /** The last day looked at. */
  asOf: PlainDate;
  /** Some of its days lie ahead: they count by the contracts that are signed today. */
  expected: boolean;
  /** Days of the month on which the line was there and something is known of it. */
  days: number;
  /** Null where that is no day at all. */
  uncoveredDays: number | null;
  spells: UncoveredDays[];
  /** Who was served on the day before; nobody where every day is covered; null where it is not known. */
  recipientsAffected: number | null;
  /** The last days on which those were served who are affected. */
  servedLast: PlainDate[];
  /** Contracts of which nobody is affected: the community itself serves whom they served. */
  absorbed: string[];
  excluded: Excluded[];
}

/** Who is left without a contract in one month. What lies ahead is told as things stand, never past what a dataset knows. */
export function computeUncoveredMonth(
  line: LineFacts,
  register: LineRegister,
  month: string,
  today: PlainDate,
): Uncovered {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  const [first, last] = [iso(year, number, 1), iso(year, number, daysInMonth(year, number))];
  const { gaps, asOf, since, until, excluded } = computeCoverage({ ...line, asOf: last }, register);
  const ends = until === null ? asOf : earlier(until, asOf);
  const within =
    since === null || ends < first || since > last
      ? null
      : { from: toEpochDay(later(first, since)), to: toEpochDay(earlier(last, ends)) };
  const begun = exactSpells(placements(line));
  const holes = (within === null ? [] : gaps.flatMap((gap) => clipGap(gap, within))).map((hole): Hole => {
    const left = countLeftPeople(begun, toEpochDay(hole.gap.from), toEpochDay(hole.spell.from), register);
    return { ...hole, left };
  });
  const spells = holes.map(({ spell }) => spell);
  return {
    month,
    asOf,
    expected: asOf > today,
    days: within === null ? 0 : getLength(within),
    uncoveredDays: within === null ? null : spells.reduce((sum, { days }) => sum + days, 0),
    spells,
    recipientsAffected: within === null ? null : countAffectedPeople(holes, register),
    servedLast: holes.flatMap(({ gap, left }) => (left.people === null ? [] : [getDayBeforeGap(gap)])),
    absorbed: holes.flatMap(({ left }) => left.absorbed),
    excluded,
  };
}

/** A hole of the month as part of the gap that it lies in, with who was left on its first day. */
interface Hole {
  gap: Gap;
  spell: UncoveredDays;
  left: LeftPeople;
}

function clipGap(gap: Gap, within: Interval): { gap: Gap; spell: UncoveredDays }[] {
  const inside = clip({ from: toEpochDay(gap.from), to: toEpochDay(gap.to) }, within);
  return inside === null ? [] : [{ gap, spell: { ...toDays(inside), days: getLength(inside), since: gap.from } }];
}

const getDayBeforeGap = (gap: Gap): PlainDate => fromEpochDay(toEpochDay(gap.from) - 1);

/** Whoever is affected by two holes of one month is one person. What was only counted is not told apart. */
function countAffectedPeople(holes: readonly Hole[], { served }: LineRegister): number | null {
  const [only] = holes;
  if (only === undefined) return 0;
  if (holes.length === 1) return only.left.people;
  if (holes.some(({ left }) => left.people === null)) return null;
  const isAffected = ({ gap, left }: Hole, { from, to, contract }: LineRegister['served'][number]): boolean => {
    const day = toEpochDay(getDayBeforeGap(gap));
    return from <= day && to >= day && !left.absorbed.includes(contract ?? '');
  };
  const sumRegisteredPeople = (of: readonly Hole[]): number =>
    served.reduce((sum, one) => (of.some((hole) => isAffected(hole, one)) ? sum + one.people : sum), 0);
  const counted = holes.some((hole) => hole.left.people !== sumRegisteredPeople([hole]));
  return counted ? null : sumRegisteredPeople(holes);
}
