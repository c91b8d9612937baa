import { estimateShare, type Stratum } from './estimate.rules.js';
import { SCALE_MAX, type AnswerValue, type Question } from '../survey-types.js';
import { LEAST_TOLD, tellable } from './suppression.rules.js';

/** One stratum of the draw, and what each of its people answered, in the order of the questions. */
export interface Answered {
  community: string | null;
  population: number;
  sampled: number;
  answers: readonly (readonly (AnswerValue | null)[])[];
}

export interface ToldStratum {
  communities: (string | null)[];
  population: number;
  sampled: number;
  answered: number;
  responseRate: string;
}
export interface ToldShare {
  values: string[];
  count: number;
  estimate: { share: string; low: string; high: string; effective: string | null } | null;
}

const percent = (part: number, whole: number): string => ((Math.round((part / whole) * 1000) || 0) / 10).toFixed(1);

/** Strata as they are told: communities from which few answered with another. Null: few did at all. */
function toldGroups(asked: readonly Answered[]): Answered[][] | null {
  const groups = tellable(
    asked.map(({ answers }, i) => ({ key: String(i), count: answers.length })),
    { ordered: false },
  );
  return (
    groups?.map(({ keys }) =>
      keys
        .map(Number)
        .toSorted((a, b) => a - b)
        .flatMap((i) => asked[i] ?? []),
    ) ?? null
  );
}

const filterDrawnStrata = (strata: readonly Answered[]): Answered[] => strata.filter(({ sampled }) => sampled > 0);
const sumValues = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

/** Who was asked and who answered; communities from which few did are told with another. Null: few did at all. */
export function toldStrata(strata: readonly Answered[]): ToldStratum[] | null {
  return (
    toldGroups(filterDrawnStrata(strata))?.map((members) => {
      const sampled = sumValues(members, (s) => s.sampled);
      const answered = sumValues(members, (s) => s.answers.length);
      return {
        communities: members.map((s) => s.community),
        population: sumValues(members, (s) => s.population),
        sampled,
        answered,
        responseRate: percent(answered, sampled),
      };
    }) ?? null
  );
}

/** The values that a question may be answered with, as they are told. */
function listAnswerValues({ kind, options }: Question): string[] {
  const listNumbers = (n: number) => Array.from({ length: n }, (_, i) => String(i + 1));
  if (kind === 'yes_no') return ['true', 'false'];
  return kind === 'scale' ? listNumbers(SCALE_MAX) : listNumbers(options.length);
}

/** Strata that are estimated as one: who they are, and how many gave each of the answers that are told. */
interface Unit {
  members: Answered[];
  counts: number[];
}
/** More than this may be hidden by joining strata, and nothing is estimated: a tenth of the whole. */
const MOST_HIDDEN = 0.1;
/** Where a stratum is told with another, how many answered from it is rounded away to a twentieth. */
const STEP = 0.05;

const countAnswers = ({ members }: Unit): number => sumValues(members, (s) => s.answers.length);
const computeResponse = (unit: Unit): number => countAnswers(unit) / sumValues(unit.members, (s) => s.sampled);
const isSafe = ({ counts }: Unit): boolean => counts.every((count) => count === 0 || count >= LEAST_TOLD);

/**
 * Joins strata until none has an answer that one to four gave. A weighted share beside the counts is an equation: with two
 * communities it would give back who said what in each. What is estimated from here on could be told cell by cell.
 */
function joinedUntilSafe(units: readonly Unit[]): Unit[] {
  const rest = [...units];
  for (;;) {
    const small = rest.filter((unit) => !isSafe(unit)).toSorted((a, b) => countAnswers(a) - countAnswers(b))[0];
    if (small === undefined || rest.length === 1) return rest;
    // With whom answered as willingly: there the weights change least.
    const [nearest] = rest
      .filter((unit) => unit !== small)
      .toSorted(
        (a, b) =>
          Math.abs(computeResponse(a) - computeResponse(small)) - Math.abs(computeResponse(b) - computeResponse(small)),
      );
    const other = nearest as Unit;
    rest.splice(rest.indexOf(other), 1);
    rest[rest.indexOf(small)] = {
      members: [...small.members, ...other.members],
      counts: small.counts.map((count, i) => count + (other.counts[i] ?? 0)),
    };
  }
}

/**
 * By how much a share may be off because strata of a unit weigh by their answers and not by their people, however differently
 * they answered: half the sum of what the weights differ by. It is added to the interval on both sides.
 */
function computeHiddenShare(units: readonly Unit[], told: readonly (readonly Answered[])[]): number {
  const whole = sumValues(units, ({ members }) => sumValues(members, (s) => s.population));
  const off = units.map((unit) => {
    const people = sumValues(unit.members, (s) => s.population);
    const answers = countAnswers(unit);
    return sumValues(unit.members, (s) => Math.abs(s.population - (people * s.answers.length) / answers));
  });
  const bound = sumValues(off, (n) => n) / (2 * whole);
  return told.some((members) => members.length > 1) ? Math.ceil(bound / STEP - 1e-9) * STEP : bound;
}

/**
 * What was answered to one question, weighted by stratum. Answers that few gave are told with others (those next to them on
 * a scale), as one share; where that leaves all of them together there is nothing to estimate. Nor is there where the strata
 * in which few gave an answer could only be joined at the price of the weights.
 */
export function toldShares(strata: readonly Answered[], question: Question, at: number): ToldShare[] | null {
  const matchesValue = (value: string) => (answers: readonly (AnswerValue | null)[]) => String(answers[at]) === value;
  const values = listAnswerValues(question);
  const groups = tellable(
    values.map((value) => ({
      key: value,
      count: sumValues(strata, ({ answers }) => answers.filter(matchesValue(value)).length),
    })),
    { ordered: question.kind === 'scale' },
  );
  const told = toldGroups(filterDrawnStrata(strata));
  if (groups === null || told === null) return null;
  const units = joinedUntilSafe(
    told.map((members) => ({
      members,
      counts: groups.map(({ keys }) =>
        sumValues(
          members,
          ({ answers }) => answers.filter((each) => keys.some((value) => matchesValue(value)(each))).length,
        ),
      ),
    })),
  );
  const hidden = computeHiddenShare(units, told);
  const undrawn = strata.filter(({ sampled }) => sampled === 0);
  return groups.map(({ keys, count }, group) => {
    const parts: Stratum[] = [
      ...units.map((unit, i) => ({
        key: String(i),
        population: sumValues(unit.members, (s) => s.population),
        sampled: sumValues(unit.members, (s) => s.sampled),
        answered: countAnswers(unit),
        yes: unit.counts[group] ?? 0,
      })),
      ...undrawn.map(({ population }, i) => ({ key: `-${i}`, population, sampled: 0, answered: 0, yes: 0 })),
    ];
    const estimate = keys.length === values.length || !(hidden <= MOST_HIDDEN) ? null : estimateShare(parts);
    // Which strata had to be joined says where few answered, and is not told.
    if (estimate === null || 'insufficient' in estimate) return { values: keys, count, estimate: null };
    const { share, low, high, effective } = estimate;
    return { values: keys, count, estimate: { share, ...widenInterval(low, high, hidden), effective } };
  });
}

const widenInterval = (low: string, high: string, by: number): { low: string; high: string } => ({
  low: Math.max(0, Number(low) - by * 100).toFixed(1),
  high: Math.min(100, Number(high) + by * 100).toFixed(1),
});

/** A number of people who said something; null where they are so few that it might be known who. */
export const toldCount = (count: number): number | null =>
  tellable([{ key: '', count }], { ordered: false }) === null ? null : count;

/** How many were asked and answered in all; null where so few did that it might be known who. */
export function toldResponse(strata: readonly Answered[]): { answered: number | null; responseRate: string | null } {
  const answered = strata.reduce((n, { answers }) => n + answers.length, 0);
  const sampled = strata.reduce((n, s) => n + s.sampled, 0);
  return toldCount(answered) === null || sampled === 0
    ? { answered: null, responseRate: null }
    : { answered, responseRate: percent(answered, sampled) };
}
