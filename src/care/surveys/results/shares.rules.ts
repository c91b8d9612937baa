import { estimateShare, type Stratum } from './estimate.rules.js';
import { filterDrawnStrata, sumValues, toldGroups, type Answered } from './results.rules.js';
import { AT_LEAST, AT_MOST, countOtherwise, findNearlyAll, LEAST_TOLD, tellable } from './suppression.rules.js';
import { SCALE_MAX, type AnswerValue, type Question } from '../survey-types.js';

/**
 * Why something is not told: too few answered; all, or all but a few, gave the same answer; in a community too few answered,
 * or gave one of the answers.
 */
export type Withheld = 'few_answers' | 'all_or_nothing' | 'few_of_stratum';

interface ToldEstimate {
  share: string;
  /** The share is no less, or no more, than that; null: it is that. */
  bound: 'at_least' | 'at_most' | null;
  low: string;
  high: string;
  effective: string | null;
}
interface ToldShare {
  values: string[];
  /** Null where all or nearly all answered alike: how many did is not told. */
  count: number | null;
  estimate: ToldEstimate | null;
}
/** What is told of one question, and why not all is. */
export interface ToldQuestion {
  answers: ToldShare[] | null;
  withheld: Withheld | null;
}

/** Fewer answers carry no estimate, and cannot be told apart: each of two answers would have to be given by five. */
export const LEAST_OF_QUESTION = 2 * LEAST_TOLD;

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
/** No answer was given by one to four, and not everybody gave the same. */
const isSafe = ({ counts }: Unit): boolean =>
  counts.every((count) => count === 0 || count >= LEAST_TOLD) && counts.filter((count) => count > 0).length !== 1;

/**
 * Joins strata until none has an answer that one to four gave, nor one that all of it gave. A weighted share beside the counts is an equation: with two
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

const withhold = (withheld: Withheld): ToldQuestion => ({ answers: null, withheld });

/**
 * What was answered to one question, weighted by stratum. Answers that few gave are told with others (those next to them on
 * a scale), as one share. Where that leaves one group of them, all or all but a few answered alike, and which of the two is
 * not told: with twenty answers or more it is said that so many did at least. Nothing is estimated where the strata in which
 * few gave an answer, or all the same, could only be joined at the price of the weights.
 */
export function toldShares(strata: readonly Answered[], question: Question, at: number): ToldQuestion {
  const matchesValue = (value: string) => (answers: readonly (AnswerValue | null)[]) => String(answers[at]) === value;
  const values = listAnswerValues(question);
  const ordered = question.kind === 'scale';
  const counts = values.map((value) => ({
    key: value,
    count: sumValues(strata, ({ answers }) => answers.filter(matchesValue(value)).length),
  }));
  const total = sumValues(counts, ({ count }) => count);
  const told = toldGroups(filterDrawnStrata(strata));
  const groups = tellable(counts, { ordered });
  if (total === 0 && groups !== null)
    return { answers: groups.map(({ keys, count }) => ({ values: keys, count, estimate: null })), withheld: null };
  if (groups === null || told === null || total < LEAST_OF_QUESTION) return withhold('few_answers');
  const undrawn = strata
    .filter(({ sampled }) => sampled === 0)
    .map(({ population }, i): Stratum => ({ key: `-${i}`, population, sampled: 0, answered: 0, yes: 0 }));
  if (groups.filter(({ count }) => count > 0).length === 1) {
    const alike = findNearlyAll(counts, { ordered });
    return alike === null
      ? withhold('all_or_nothing')
      : { answers: tellBounds(values, alike, told, undrawn), withheld: 'all_or_nothing' };
  }
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
  const answers = groups.map(({ keys, count }, group): ToldShare => {
    const parts = [...units.map((unit, i) => toStratum(unit.members, String(i), unit.counts[group] ?? 0)), ...undrawn];
    const estimate = hidden <= MOST_HIDDEN ? estimateShare(parts) : null;
    // Which strata had to be joined says where few answered, and is not told.
    if (estimate === null || 'insufficient' in estimate) return { values: keys, count, estimate: null };
    const { share, low, high, effective } = estimate;
    return { values: keys, count, estimate: { share, bound: null, ...widenInterval(low, high, hidden), effective } };
  });
  return { answers, withheld: answers.some(({ estimate }) => estimate === null) ? 'few_of_stratum' : null };
}

const toStratum = (members: readonly Answered[], key: string, yes: number): Stratum => ({
  key,
  population: sumValues(members, (s) => s.population),
  sampled: sumValues(members, (s) => s.sampled),
  answered: sumValues(members, (s) => s.answers.length),
  yes,
});

/**
 * What is told where all or nearly all gave one of the answers `alike`: bounds that are the same for every number of others
 * that there may have been. The interval takes as many of them as there may, and what all strata as one may hide.
 */
function tellBounds(
  values: readonly string[],
  alike: readonly string[],
  told: readonly Answered[][],
  undrawn: readonly Stratum[],
): ToldShare[] {
  const members = told.flat();
  const total = sumValues(members, (s) => s.answers.length);
  const least = estimateShare([toStratum(members, '', total - countOtherwise(total)), ...undrawn]);
  const hidden = computeHiddenShare([{ members, counts: [] }], told);
  const low = 'insufficient' in least ? '0.0' : widenInterval(least.low, least.high, hidden).low;
  const high = (100 - Number(low)).toFixed(1);
  return [
    {
      values: [...alike],
      count: null,
      estimate: { share: AT_LEAST, bound: 'at_least', low, high: '100.0', effective: null },
    },
    ...values
      .filter((value) => !alike.includes(value))
      .map((value): ToldShare => ({
        values: [value],
        count: null,
        estimate: { share: AT_MOST, bound: 'at_most', low: '0.0', high, effective: null },
      })),
  ];
}

const widenInterval = (low: string, high: string, by: number): { low: string; high: string } => ({
  low: Math.max(0, Number(low) - by * 100).toFixed(1),
  high: Math.min(100, Number(high) + by * 100).toFixed(1),
});
