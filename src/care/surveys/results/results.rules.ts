import type { AnswerValue } from '../survey-types.js';
import { tellable } from './suppression.rules.js';

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

const percent = (part: number, whole: number): string => ((Math.round((part / whole) * 1000) || 0) / 10).toFixed(1);

/** Strata as they are told: communities from which few answered with another. Null: few did at all. */
export function toldGroups(asked: readonly Answered[]): Answered[][] | null {
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

export const filterDrawnStrata = (strata: readonly Answered[]): Answered[] =>
  strata.filter(({ sampled }) => sampled > 0);
export const sumValues = <T>(items: readonly T[], of: (item: T) => number): number =>
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
