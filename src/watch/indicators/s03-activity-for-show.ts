import { percent } from '../../kernel/money/money.js';
import { explainDays, findTooFewDays, judgeShare, SHARE_LEVEL, toShare } from '../rules/chances/day-share.rules.js';
import { clear, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, statistic } from '../rules/policy.rules.js';
import { LEAST_RECORDS, sum, hasUncountedPromise, workable } from '../rules/practice.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const MOST = 60;
/** Work with persons and groups that goes on, as against a day on the square. */
const LASTING: readonly string[] = ['case', 'group'];

/**
 * S03: case and group work was promised, and most of the time went into activities (the study: 应景之举). More than the
 * limit is a finding only where so many days do not show it by chance: see `judgeShare`.
 */
export const S03: Indicator<'service'> = {
  id: 'S03',
  version: 3,
  severity: 'notice',
  family: 'practice',
  facts: 'service',
  subjectTypes: ['contract'],
  ...TEXTS.S03,
  parameters: [
    policy('most', MOST, 'percent'),
    policy('leastRecords', LEAST_RECORDS, 'record'),
    statistic('level', SHARE_LEVEL, 'p'),
  ],
  basis: { kind: 'POLICY' },
  uses: ['begun', 'work', 'days', 'promised'] satisfies FieldOf<'service'>[],
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
    const beyond = shown * 100 > MOST * all;
    const judged = judgeShare({
      part: BigInt(shown),
      whole: BigInt(all),
      days: found.days.within.minutes,
      cutOff: toShare(MOST),
      side: 'above',
    });
    if (beyond && judged === null) return findTooFewDays(found.days.within.minutes);
    const chance = judged === null ? { en: '', zh: '' } : explainDays(judged, beyond);
    const spoken = {
      value: share,
      threshold: MOST.toFixed(1),
      unit: 'percent' as const,
      ...(judged !== null && { pValue: judged.pValue }),
      evidence: [
        { record, field: 'records.minutes', value: String(all) },
        { record, field: 'records.minutes.community', value: String(shown) },
        ...found.promised
          .filter(isLasting)
          .map(({ form, target }) => ({ record, field: `standards.${form}`, value: String(target ?? '-') })),
      ],
      explanation: {
        en: `${share} % of the recorded minutes (${shown} of ${all}) were community activities; the contract promises case or group work.${chance.en}`,
        zh: `记录的服务时长中 ${share}%（${all} 分钟中的 ${shown} 分钟）为社区活动；合同约定了个案或小组服务。${chance.zh}`,
        ...(beyond && judged !== null && { chance: { p: judged.pValue, unit: 'contract' as const } }),
      },
    };
    return beyond && judged?.significant === true ? triggerFinding(spoken) : clear(spoken);
  },
};

const isLasting = ({ form }: { form: string | null }): boolean => form !== null && LASTING.includes(form);
