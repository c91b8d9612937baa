import type { FactsOf } from '../../facts/loading/frame-types.js';
import type { FactsFamily, Indicator } from '../../rules/indicator-types.js';
import { INDICATORS } from '../../rules/registry.js';
import { formatInputs, listFields } from '../assess.rules.js';
import { SUBJECT_TYPES, type SubjectType } from '../assessment-types.js';

/** The rules that speak of each type of subject. */
export const SPEAKING = Object.fromEntries(
  SUBJECT_TYPES.map((type) => [type, INDICATORS.filter(({ subjectTypes }) => subjectTypes.includes(type))]),
) as unknown as Readonly<Record<SubjectType, readonly Indicator[]>>;

/** Of each type of subject, by family, every field of its facts that a rule reads. */
const READ = Object.fromEntries(
  SUBJECT_TYPES.map((type) => {
    const families = [...new Set(SPEAKING[type].map(({ facts }) => facts))];
    return [
      type,
      families.map((family) => {
        const fields = SPEAKING[type].filter(({ facts }) => facts === family).flatMap(listFields);
        return { family, fields: [...new Set(fields)].sort() };
      }),
    ];
  }),
) as unknown as Readonly<Record<SubjectType, readonly { family: FactsFamily; fields: readonly string[] }[]>>;

/** Canonical text of everything that the rules read of a subject: each field once, however many of them read it. */
export function formatFacts(type: SubjectType, facts: FactsOf): string {
  let text = '';
  for (const { family, fields } of READ[type]) {
    const given = facts[family];
    if (given !== undefined) text += `${family}${formatInputs(given, fields)}`;
  }
  return text;
}
