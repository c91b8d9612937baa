import { hash } from 'node:crypto';
import type { Frame } from '../../facts/loading/frame-types.js';
import type { Assessment, Reason, Severity } from '../assessment-types.js';
import type { SilentState } from './answer-set.entity.js';

/** What a rule answered that found nothing, without what can be computed anew. */
export interface SilentAnswer {
  indicator: string;
  version: number;
  severity: Severity;
  state: SilentState;
  code: string | null;
  missing: string[] | null;
}

/** A set with the number that it is stored by. */
export interface AnswerSetOf {
  id: string;
  answers: readonly SilentAnswer[];
}

export const isSilent = (assessment: Assessment): assessment is Assessment & { state: SilentState } =>
  assessment.state !== 'triggered';

/** The set that some answers make; null where there are none. Equal answers make the same set, in whatever order they come. */
export function toAnswerSet(assessments: readonly (Assessment & { state: SilentState })[]): AnswerSetOf | null {
  if (assessments.length === 0) return null;
  const answers = assessments
    .map(({ indicator, version, severity, state, reason }) => ({
      indicator,
      version,
      severity,
      state,
      ...shortenReason(reason),
    }))
    .sort((a, b) => (a.indicator < b.indicator ? -1 : 1));
  return { id: digestText(answers.map(formatSilentAnswer).join('\n')), answers };
}

/** The code or the missing fields, without what belongs to the subject alone. */
function shortenReason(reason: Reason | null): Pick<SilentAnswer, 'code' | 'missing'> {
  if (reason === null) return { code: null, missing: null };
  return 'code' in reason ? { code: reason.code, missing: null } : { code: null, missing: reason.missing };
}

/** As the migration writes it that made sets of the answers stored before. */
export const formatSilentAnswer = ({ indicator, version, severity, state, code, missing }: SilentAnswer): string =>
  `${indicator}|${version}|${severity}|${state}|${code ?? ''}|${missing?.join(',') ?? ''}`;

/** Of all that the rules were given of a subject and said of it: equal where neither facts nor answers changed. */
export function digestAnswers({ dataset, region, programme }: Frame, assessments: readonly Assessment[]): string {
  const said = assessments.map(
    ({ indicator, version, severity, state, value, threshold, pValue, reason, inputsHash }) => {
      const { code, missing } = shortenReason(reason);
      return [indicator, version, severity, state, value, threshold, pValue, code, missing, inputsHash].join('|');
    },
  );
  return digestText([dataset, region, programme, ...said].join('\n'));
}

/** 60 bits of SHA-256: enough to tell it from others. */
const digestText = (text: string): string => BigInt(`0x${hash('sha256', text, 'hex').slice(0, 15)}`).toString();
