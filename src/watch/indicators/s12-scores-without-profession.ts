import { percent } from '../../kernel/money/money.js';
import { clear, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf } from '../rules/indicator-types.js';
import { judgeByLot } from '../rules/lots.rules.js';
import { policy } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Percent. */
const LEAST = 30;

/**
 * S12: what is scored says what counts. Of a tender the criteria marked professional; of a scheme of evaluation the leaves
 * that ask what came of the service (`outcome`).
 */
export const S12 = judgeByLot<'criteria'>({
  id: 'S12',
  version: 1,
  severity: 'notice',
  family: 'practice',
  facts: 'criteria',
  subjectTypes: ['tender', 'evaluation_scheme'],
  ...TEXTS.S12,
  parameters: [policy('least', LEAST, 'percent')],
  basis: { kind: 'POLICY' },
  uses: ['scored', 'parts'] satisfies FieldOf<'criteria'>[],
  timed: false,
  evaluate({ scored, parts, subject, record = `${subject.type}:${subject.id}` }) {
    if (scored === false) return notApplicable({ code: 'not_scored' });
    const unknown = [...(scored === null ? ['scoring'] : []), ...(parts === null ? ['criteria'] : [])];
    if (parts === null || unknown.length > 0) return insufficient({ missing: unknown });
    const sumShares = (all: typeof parts): number => all.reduce((sum, { share }) => sum + share, 0);
    const whole = sumShares(parts);
    if (whole === 0) return insufficient({ missing: ['criteria'] });
    const counted = parts.filter(({ professional }) => professional).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const part = sumShares(counted);
    const value = percent(part, whole, 2) ?? '0.00';
    const scheme = subject.type === 'evaluation_scheme';
    const spoken = {
      value,
      threshold: LEAST.toFixed(2),
      unit: 'percent' as const,
      evidence: counted.map(({ name, share }) => ({
        record,
        field: scheme ? 'outcome' : 'professional',
        value: `${name} ${percent(share, whole, 2)} %`,
      })),
      explanation: scheme
        ? {
            en: `Indicators of what came of the service make ${value} % of the scheme.`,
            zh: `成效指标占评估方案的 ${value}%。`,
          }
        : { en: `Professional criteria make ${value} % of the score.`, zh: `专业性评审因素占总分的 ${value}%。` },
    };
    return part * 100 < LEAST * whole ? triggerFinding(spoken) : clear(spoken);
  },
});
