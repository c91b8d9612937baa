import { percent } from '../../kernel/money/money.js';
import type { Evidence } from '../runs/assessment.types.js';
import { clear, insufficient, notApplicable, triggered } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator.types.js';
import { policy } from '../rules/policy.rules.js';
import { NEED_WAITS_DAYS } from '../rules/practice.rules.js';

/** S09: a need that was found true, and a year later nobody has planned anything for it. */
export const S09: Indicator<'needs'> = {
  id: 'S09',
  version: 2,
  severity: 'notice',
  family: 'practice',
  facts: 'needs',
  subjectTypes: ['community'],
  title: { en: 'Need unmet', zh: '需求未获回应' },
  description: {
    en: 'A need of the community was verified more than 365 days ago, is not met and stands in no programme. The share of verified needs that are planned or met is shown beside it.',
    zh: '社区的一项需求核实已超过 365 天，尚未满足，也未列入任何计划。同时列出已核实需求中已列入计划或已满足的比例。',
  },
  parameters: [policy('waits', NEED_WAITS_DAYS, 'calendar_day'), policy('overdue', 0, 'need')],
  basis: { kind: 'POLICY' },
  limitation: {
    en: 'A need may be served by a programme that was not tied to it here, or by neighbours and family.',
    zh: '需求可能已由未在此关联的计划满足，也可能已由邻里、家庭解决。',
  },
  uses: ['needs'] satisfies FieldOf<'needs'>[],
  timed: true,
  evaluate({ needs, subject }) {
    const sorted = needs.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    if (sorted.length === 0) return notApplicable({ code: 'no_needs' });
    // What was left unmet has lost its programme; a plan that names none is no programme either.
    const served = ({ inProgramme, state }: (typeof sorted)[number]) => inProgramme || state === 'met';
    const waiting = sorted.filter((need) => !served(need));
    const overdue = waiting.filter((need) => need.overdue);
    const undated = waiting.filter((need) => need.verifiedOn === null);
    if (overdue.length === 0 && undated.length > 0)
      return insufficient(
        { missing: ['verifiedOn'] },
        undated.map(({ record, state }) => ({ record, field: 'state', value: state })),
      );
    const planned = sorted.filter(served).length;
    const share = percent(planned, sorted.length) ?? '0.0';
    const shown: Evidence = { record: `community:${subject.id}`, field: 'plannedShare', value: share };
    const spoken = { value: String(overdue.length), threshold: '0', unit: 'need' as const };
    const rest = {
      en: `Of ${sorted.length} verified needs ${planned} stand in a programme or are met (${share} %).`,
      zh: `已核实需求共 ${sorted.length} 项，其中已列入计划或已满足 ${planned} 项（${share}%）。`,
    };
    if (overdue.length === 0) return clear({ ...spoken, evidence: [shown], explanation: rest });
    return triggered({
      ...spoken,
      evidence: [
        ...overdue.map(({ record, verifiedOn }) => ({ record, field: 'verifiedOn', value: verifiedOn ?? '' })),
        shown,
      ],
      explanation: {
        en: `${overdue.length} needs were verified more than ${NEED_WAITS_DAYS} days ago and stand in no programme. ${rest.en}`,
        zh: `${overdue.length} 项需求核实已超过 ${NEED_WAITS_DAYS} 天，仍未列入任何计划。${rest.zh}`,
      },
    });
  },
};
