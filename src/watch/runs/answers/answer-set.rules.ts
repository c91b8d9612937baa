import { hash } from 'node:crypto';
import type { FactsOf, Frame } from '../../facts/loading/frame-types.js';
import type { Assessment, Reason, Severity } from '../assessment-types.js';
import type { SilentState } from './answer-set.entity.js';
import { formatFacts } from './spoken-facts.rules.js';

/** What a rule answered that found nothing, without what can be computed anew. */
export interface SilentAnswer {
  indicator: string;
  version: number;
  severity: Severity;
  state: SilentState;
  code: string | null;
  missing: string[] | null;
}

/** A set with the number that it is stored by; its answers are written out when they are asked for. */
export interface AnswerSetOf {
  id: string;
  answers: readonly SilentAnswer[];
}

export const isSilent = (assessment: Assessment): assessment is Assessment & { state: SilentState } =>
  assessment.state !== 'triggered';

/** The set that some answers make; null where there are none. Equal answers make the same set, in whatever order they come. */
export function toAnswerSet(assessments: readonly (Assessment & { state: SilentState })[]): AnswerSetOf | null {
  if (assessments.length === 0) return null;
  const sorted = isSorted(assessments) ? assessments : assessments.toSorted(compareRules);
  let text = '';
  for (const { indicator, version, severity, state, reason } of sorted)
    text += `${text === '' ? '' : '\n'}${indicator}|${version}|${severity}|${state}|${formatReason(reason)}`;
  return {
    id: digestText(text),
    get answers() {
      return sorted.map(toSilentAnswer);
    },
  };
}

const compareRules = (a: Assessment, b: Assessment): number => (a.indicator < b.indicator ? -1 : 1);

function isSorted(assessments: readonly Assessment[]): boolean {
  for (let i = 1; i < assessments.length; i += 1)
    if ((assessments[i - 1] as Assessment).indicator > (assessments[i] as Assessment).indicator) return false;
  return true;
}

/** An answer as it is stored, without what belongs to its subject alone. */
export const toSilentAnswer = ({
  indicator,
  version,
  severity,
  state,
  reason,
}: Assessment & { state: SilentState }): SilentAnswer => ({
  indicator,
  version,
  severity,
  state,
  ...shortenReason(reason),
});

/** The code or the missing fields, without what belongs to the subject alone. */
function shortenReason(reason: Reason | null): Pick<SilentAnswer, 'code' | 'missing'> {
  if (reason === null) return { code: null, missing: null };
  return 'code' in reason ? { code: reason.code, missing: null } : { code: null, missing: reason.missing };
}

/** As the migration writes it that made sets of the answers stored before. */
export const formatSilentAnswer = ({ indicator, version, severity, state, code, missing }: SilentAnswer): string =>
  `${indicator}|${version}|${severity}|${state}|${code ?? ''}|${missing?.join(',') ?? ''}`;

/** Of all that the rules were given of a subject and said of it: equal where neither facts nor answers changed. */
export function digestAnswers(
  { subject, dataset, region, programme }: Frame,
  facts: FactsOf,
  assessments: readonly Assessment[],
): string {
  let text = `${dataset}|${region}|${programme}|${formatFacts(subject.type, facts)}`;
  for (const { indicator, version, severity, state, value, threshold, pValue, reason } of assessments)
    text += `\n${indicator}|${version}|${severity}|${state}|${value}|${threshold}|${pValue}|${formatReason(reason)}`;
  return digestText(text);
}

/** The code or the missing fields, as a set of answers has them. */
function formatReason(reason: Reason | null): string {
  if (reason === null) return '|';
  return 'code' in reason ? `${reason.code}|` : `|${reason.missing.join(',')}`;
}

/** 60 bits of SHA-256: enough to tell it from others. */
export const digestText = (text: string): string => BigInt(`0x${hash('sha256', text, 'hex').slice(0, 15)}`).toString();
