import { percent } from '../../kernel/money/money.js';
import { getCodeLabel } from '../../law/code-lists/code-lists.js';
import { explainDays, findTooFewDays, judgeShare, SHARE_LEVEL, toShare } from '../rules/chances/day-share.rules.js';
import { clear, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, statistic } from '../rules/policy.rules.js';
import { LEAST_RECORDS, sum, workable } from '../rules/practice.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const MOST = 20;

/**
 * S11: time that the contract pays for goes into what it does not ask for (the study: 活动化, 指标化, 行政压力). More than the
 * limit is a finding only where so many days do not show it by chance: see `judgeShare`.
 */
export const S11: Indicator<'service'> = {
  id: 'S11',
  version: 3,
  severity: 'notice',
  family: 'practice',
  facts: 'service',
  subjectTypes: ['contract'],
  ...TEXTS.S11,
  parameters: [
    policy('most', MOST, 'percent'),
    policy('leastRecords', LEAST_RECORDS, 'record'),
    statistic('level', SHARE_LEVEL, 'p'),
  ],
  basis: { kind: 'POLICY' },
  uses: ['begun', 'work', 'days'] satisfies FieldOf<'service'>[],
  timed: true,
  evaluate(facts) {
    // What was promised is not asked here.
    const found = workable({ ...facts, promised: facts.promised ?? [] }, () => true);
    if ('state' in found) return found;
    const all = sum(found.work, (done) => done.minutes);
    const outside = found.work.filter(({ withinContract }) => !withinContract);
    const spent = sum(outside, (done) => done.minutes);
    const share = percent(spent, all) ?? '0.0';
    const record = `contract:${facts.subject.id}`;
    const beyond = spent * 100 > MOST * all;
    const judged = judgeShare({
      part: BigInt(spent),
      whole: BigInt(all),
      days: found.days.all.minutes,
      cutOff: toShare(MOST),
      side: 'above',
    });
    if (beyond && judged === null) return findTooFewDays(found.days.all.minutes);
    const chance = judged === null ? { en: '', zh: '' } : explainDays(judged, beyond);
    const forms = [...new Set(outside.map(({ form }) => form))].sort().map((form) => ({
      form,
      minutes: sum(
        outside.filter((done) => done.form === form),
        (done) => done.minutes,
      ),
    }));
    const words = (lang: 'en' | 'zh', unit: string, between: string): string =>
      forms.map(({ form, minutes }) => `${getCodeLabel('service-forms', form)[lang]} ${minutes}${unit}`).join(between);
    const spoken = {
      value: share,
      threshold: MOST.toFixed(1),
      unit: 'percent' as const,
      ...(judged !== null && { pValue: judged.pValue }),
      evidence: [
        { record, field: 'records.minutes', value: String(all) },
        ...forms.map(({ form, minutes }) => ({
          record,
          field: `records.minutes.outside.${form}`,
          value: String(minutes),
        })),
      ],
      explanation: {
        en: `${spent} of ${all} recorded minutes (${share} %) were outside the contract${forms.length === 0 ? '' : `: ${words('en', ' min', ', ')}`}.${chance.en}`,
        zh: `记录的 ${all} 分钟中有 ${spent} 分钟（${share}%）属于合同外事务${forms.length === 0 ? '' : `：${words('zh', ' 分钟', '、')}`}。${chance.zh}`,
        ...(beyond && judged !== null && { chance: { p: judged.pValue, unit: 'contract' as const } }),
      },
    };
    return beyond && judged?.significant === true ? triggerFinding(spoken) : clear(spoken);
  },
};
