import { percent } from '../../kernel/money/money.js';
import { clear, insufficient, notApplicable, triggered } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator.types.js';
import { policy } from '../rules/policy.rules.js';
import { LEAST_RECORDS, sum, uncounted, workable } from '../rules/practice.rules.js';

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
  title: { en: 'Activity for show', zh: '活动化' },
  description: {
    en: 'More than 60 % of the minutes recorded within the contract were community activities, where the contract promises case or group work, with 30 records or more.',
    zh: '合同约定了个案或小组服务，而合同内记录的服务时长超过 60% 为社区活动（记录不少于 30 条）。',
  },
  parameters: [policy('most', MOST, 'percent'), policy('leastRecords', LEAST_RECORDS, 'record')],
  basis: { kind: 'POLICY' },
  limitation: {
    en: 'An activity is long and has many people in it, a case is short and has one: minutes are not the effort. Activities may be what the residents asked for.',
    zh: '活动时间长、参与人多，个案时间短、仅一人：时长不等于投入。活动也可能正是居民所需。',
  },
  uses: ['begun', 'work', 'promised'] satisfies FieldOf<'service'>[],
  timed: true,
  evaluate(facts) {
    if (facts.promised !== null && !facts.promised.some(isLasting) && !uncounted(facts.promised))
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
    return shown * 100 > MOST * all ? triggered(spoken) : clear(spoken);
  },
};

const isLasting = ({ form }: { form: string | null }): boolean => form !== null && LASTING.includes(form);
