import { percent } from '../../kernel/money/money.js';
import { clear, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { LEAST_RECORDS, sum, hasUncountedPromise, workable } from '../rules/practice.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const MOST = 60;
/** Work with persons and groups that goes on, as against a day on the square. */
const LASTING: readonly string[] = ['case', 'group'];

/** S03: case and group work was promised, and most of the time went into activities (the study: 应景之举). */
export const S03: Indicator<'service'> = {
  id: 'S03',
  version: 1,
  severity: 'notice',
  family: 'practice',
  facts: 'service',
  subjectTypes: ['contract'],
  ...TEXTS.S03,
  parameters: [policy('most', MOST, 'percent'), policy('leastRecords', LEAST_RECORDS, 'record')],
  basis: { kind: 'POLICY' },
  uses: ['begun', 'work', 'promised'] satisfies FieldOf<'service'>[],
  timed: true,
  evaluate(facts) {
    if (facts.promised !== null && !facts.promised.some(isLasting) && !hasUncountedPromise(facts.promised))
      return notApplicable({ code: 'no_promise' });
    const found = workable(facts, (done) => done.withinContract);
    if ('state' in found) return found;
    if (!found.promised.some(isLasting)) return insufficient({ missing: ['standards.measure'] });
    const all = sum(found.work, (done) => done.minutes);
    const shown = sum(
      found.work.filter(({ form }) => form === 'community'),
      (done) => done.minutes,
    );
    const share = percent(shown, all) ?? '0.0';
    const record = `contract:${facts.subject.id}`;
    const spoken = {
      value: share,
      threshold: MOST.toFixed(1),
      unit: 'percent' as const,
      evidence: [
        { record, field: 'records.minutes', value: String(all) },
        { record, field: 'records.minutes.community', value: String(shown) },
        ...found.promised
          .filter(isLasting)
          .map(({ form, target }) => ({ record, field: `standards.${form}`, value: String(target ?? '-') })),
      ],
      explanation: {
        en: `${share} % of the recorded minutes (${shown} of ${all}) were community activities; the contract promises case or group work.`,
        zh: `记录的服务时长中 ${share}%（${all} 分钟中的 ${shown} 分钟）为社区活动；合同约定了个案或小组服务。`,
      },
    };
    return shown * 100 > MOST * all ? triggerFinding(spoken) : clear(spoken);
  },
};

const isLasting = ({ form }: { form: string | null }): boolean => form !== null && LASTING.includes(form);
