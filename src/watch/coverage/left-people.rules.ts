import { exactDay } from '../../kernel/clock/partial-date.js';
import { later, toEpochDay, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { LineContract } from '../facts/fact-types.js';
import type { Interval } from '../rules/intervals.rules.js';
import type { LineRegister } from './line-register.js';

/** Who is left when contracts have ended, and the contracts whose people the community itself serves since. */
export interface LeftPeople {
  /** Null where it is not known, and never a zero by default. */
  people: number | null;
  absorbed: readonly string[];
}
/** A contract with the days it lies on. */
interface Placed {
  contract: LineContract;
  exact: Interval;
}

/** From which day the committee of the community serves whom the contract served: planned so and taken over; null: it does not. */
function findAbsorptionDay({ plans, handovers }: LineContract): PlainDate | null {
  const plan = plans.find(({ kind }) => kind === 'absorb');
  const from = exactDay(plan?.from ?? null);
  if (plan === undefined || from === null) return null;
  const days = [plan.carriedOutOn, ...handovers.flatMap(({ toKey, on }) => (toKey === null ? [on] : []))];
  const [first] = days.flatMap((day) => exactDay(day) ?? []).sort();
  return first === undefined ? null : later(from, first);
}

/**
 * Whom the contracts served that ended on the day before `from`, and nobody serves `on` this day: those on the register that day,
 * and of contracts carried out elsewhere as many as were counted.
 */
export function countLeftPeople(
  spells: readonly Placed[],
  from: number,
  on: number,
  register: LineRegister | null,
): LeftPeople {
  const ended = spells.filter(({ exact }) => exact.to === from - 1);
  if (ended.length === 0) return { people: null, absorbed: [] };
  const isAbsorbed = ({ contract }: Placed): boolean => {
    const day = findAbsorptionDay(contract);
    return day !== null && toEpochDay(day) <= on;
  };
  const left = ended.filter((one) => !isAbsorbed(one));
  const absorbed = ended.filter(isAbsorbed).map(({ contract }) => contract.id);
  if (left.length === 0) return { people: 0, absorbed };
  const registered = countRegisteredPeople(
    from - 1,
    Math.min(...ended.map(({ exact }) => exact.from)),
    register,
    absorbed,
  );
  const counted = registered === null ? left : left.filter(({ contract }) => register?.kept.has(contract.id) !== true);
  const people = counted.reduce<number | null>(
    (sum, { contract }) => (sum === null || contract.recipients === null ? null : sum + contract.recipients),
    registered ?? 0,
  );
  return { people, absorbed };
}

/** On the register that day; null where nobody was since a day before it, so that nothing is known of those who were served. */
function countRegisteredPeople(
  day: number,
  since: number,
  register: LineRegister | null,
  absorbed: readonly string[],
): number | null {
  const known = (register?.served ?? []).filter(({ from, to }) => from <= day && to >= since);
  if (known.length === 0) return null;
  return known.reduce(
    (sum, { to, people, contract }) => (to >= day && !absorbed.includes(contract ?? '') ? sum + people : sum),
    0,
  );
}
