import { percent } from '../../kernel/money/money.js';
import type { Evidence } from '../runs/assessment-types.js';
import { clear, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { NEED_WAITS_DAYS } from '../rules/practice.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** S09: a need that was found true, and a year later nobody has planned anything for it. */
export const S09: Indicator<'needs'> = {
  id: 'S09',
  // Version 2 said "1 needs".
  version: 3,
  severity: 'notice',
  family: 'practice',
  facts: 'needs',
  subjectTypes: ['community'],
  ...TEXTS.S09,
  parameters: [policy('waits', NEED_WAITS_DAYS, 'calendar_day'), policy('overdue', 0, 'need')],
  basis: { kind: 'POLICY' },
  uses: ['needs'] satisfies FieldOf<'needs'>[],
  timed: true,
  evaluate({ needs, subject }) {
    const sorted = needs.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    if (sorted.length === 0) return notApplicable({ code: 'no_needs' });
    // What was left unmet has lost its programme; a plan that names none is no programme either.
    const isServedNeed = ({ inProgramme, state }: (typeof sorted)[number]) => inProgramme || state === 'met';
    const waiting = sorted.filter((need) => !isServedNeed(need));
    const overdue = waiting.filter((need) => need.overdue);
    const undated = waiting.filter((need) => need.verifiedOn === null);
    if (overdue.length === 0 && undated.length > 0)
      return insufficient(
        { missing: ['verifiedOn'] },
        undated.map(({ record, state }) => ({ record, field: 'state', value: state })),
      );
    const planned = sorted.filter(isServedNeed).length;
    const share = percent(planned, sorted.length) ?? '0.0';
    const shown: Evidence = { record: `community:${subject.id}`, field: 'plannedShare', value: share };
    const spoken = { value: String(overdue.length), threshold: '0', unit: 'need' as const };
    const rest = {
      en: `Of ${sorted.length} verified ${sorted.length === 1 ? 'need' : 'needs'} ${planned} ${planned === 1 ? 'stands in a programme or is' : 'stand in a programme or are'} met (${share} %).`,
      zh: `已核实需求共 ${sorted.length} 项，其中已列入计划或已满足 ${planned} 项（${share}%）。`,
    };
    if (overdue.length === 0) return clear({ ...spoken, evidence: [shown], explanation: rest });
    return triggerFinding({
      ...spoken,
      evidence: [
        ...overdue.map(({ record, verifiedOn }) => ({ record, field: 'verifiedOn', value: verifiedOn ?? '' })),
        shown,
      ],
      explanation: {
        en: `${overdue.length} ${overdue.length === 1 ? 'need was' : 'needs were'} verified more than ${NEED_WAITS_DAYS} days ago and ${overdue.length === 1 ? 'stands' : 'stand'} in no programme. ${rest.en}`,
        zh: `${overdue.length} 项需求核实已超过 ${NEED_WAITS_DAYS} 天，仍未列入任何计划。${rest.zh}`,
      },
    });
  },
};
