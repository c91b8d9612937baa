import { estimateShare, type Stratum } from './estimate.rules.js';
import { SCALE_MAX, type AnswerValue, type Question } from './survey.types.js';
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
export interface ToldShare {
  values: string[];
  count: number;
  estimate: { share: string; low: string; high: string; effective: string | null } | null;
}

const percent = (part: number, whole: number): string => ((Math.round((part / whole) * 1000) || 0) / 10).toFixed(1);

/** Who was asked and who answered; communities from which few did are told with another. Null: few did at all. */
export function toldStrata(strata: readonly Answered[]): ToldStratum[] | null {
  const asked = strata.filter(({ sampled }) => sampled > 0);
  const groups = tellable(
    asked.map(({ answers }, i) => ({ key: String(i), count: answers.length })),
    { ordered: false },
  );
  return (
    groups?.map(({ keys, count }) => {
      const members = keys
        .map(Number)
        .toSorted((a, b) => a - b)
        .flatMap((i) => asked[i] ?? []);
      const sum = (of: (stratum: Answered) => number) => members.reduce((total, stratum) => total + of(stratum), 0);
      const sampled = sum((s) => s.sampled);
      return {
        communities: members.map((s) => s.community),
        population: sum((s) => s.population),
        sampled,
        answered: count,
        responseRate: percent(count, sampled),
      };
    }) ?? null
  );
}

/** The values that a question may be answered with, as they are told. */
function valuesOf({ kind, options }: Question): string[] {
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => String(i + 1));
  if (kind === 'yes_no') return ['true', 'false'];
  return kind === 'scale' ? upTo(SCALE_MAX) : upTo(options.length);
}

/**
 * What was answered to one question, weighted by stratum. Answers that few gave are told with others (those next to them on
 * a scale), as one share; where that leaves all of them together there is nothing to estimate.
 */
export function toldShares(strata: readonly Answered[], question: Question, at: number): ToldShare[] | null {
  const given = (value: string) => (answers: readonly (AnswerValue | null)[]) => String(answers[at]) === value;
  const values = valuesOf(question);
  const groups = tellable(
    values.map((value) => ({
      key: value,
      count: strata.reduce((n, { answers }) => n + answers.filter(given(value)).length, 0),
    })),
    { ordered: question.kind === 'scale' },
  );
  return (
    groups?.map(({ keys, count }) => {
      const parts = strata.map(({ population, sampled, answers }, i): Stratum => {
        const yes = answers.filter((each) => keys.some((value) => given(value)(each))).length;
        return { key: String(i), population, sampled, answered: answers.length, yes };
      });
      const estimate = keys.length === values.length ? null : estimateShare(parts);
      // Which strata it had to join says where few answered, and is not told.
      if (estimate === null || 'insufficient' in estimate) return { values: keys, count, estimate: null };
      const { share, low, high, effective } = estimate;
      return { values: keys, count, estimate: { share, low, high, effective } };
    }) ?? null
  );
}

/** How many were asked and answered in all; null where so few did that it might be known who. */
export function toldResponse(strata: readonly Answered[]): { answered: number | null; responseRate: string | null } {
  const answered = strata.reduce((n, { answers }) => n + answers.length, 0);
  const sampled = strata.reduce((n, s) => n + s.sampled, 0);
  const told = tellable([{ key: '', count: answered }], { ordered: false });
  return told === null || sampled === 0
    ? { answered: null, responseRate: null }
    : { answered, responseRate: percent(answered, sampled) };
}
