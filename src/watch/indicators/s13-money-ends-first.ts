import { latestDay } from '../../kernel/clock/partial-date.js';
import { clear, insufficient, missing, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** S13: the money may be used until a day, and the contract is paid after it (the study: 不然钱就收回去了). */
export const S13: Indicator<'delivery'> = {
  id: 'S13',
  version: 1,
  severity: 'risk',
  family: 'practice',
  facts: 'delivery',
  subjectTypes: ['contract'],
  ...TEXTS.S13,
  parameters: [policy('daysAfterUse', '0', 'calendar_day')],
  basis: { kind: 'POLICY' },
  uses: ['budgetLine', 'schedule'] satisfies FieldOf<'delivery'>[],
  timed: false,
  evaluate({ budgetLine, schedule }) {
    const useBy = budgetLine?.useBy ?? null;
    const days = schedule?.map((one) => ({ ...one, day: one.paidOn ?? one.plannedOn })) ?? [];
    const unknown = missing({
      schedule: days.length === 0 ? null : schedule,
      budgetLine,
      ...(budgetLine !== null && { useBy }),
    });
    if (unknown !== null || useBy === null || budgetLine === null)
      return insufficient(unknown ?? { missing: ['useBy'] });
    const until = latestDay(useBy);
    const dated = days.flatMap(({ key, record, day }) => (day === null ? [] : [{ key, record, day }]));
    const last = dated.toSorted((a, b) => (a.day === b.day ? (a.key < b.key ? -1 : 1) : a.day < b.day ? -1 : 1)).at(-1);
    if (last === undefined || (last.day <= until && dated.length < days.length))
      return insufficient({ missing: ['plannedOn'] }, [{ record: budgetLine.record, field: 'useBy', value: useBy }]);
    const evidence = [
      { record: budgetLine.record, field: 'useBy', value: useBy },
      ...dated
        .filter(({ day, key }) => day > until || key === last.key)
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ record, day }) => ({ record, field: 'plannedOn', value: day })),
    ];
    const spoken = { value: last.day, threshold: useBy, unit: 'date' as const, evidence };
    if (last.day <= until)
      return clear({
        ...spoken,
        explanation: {
          en: `The last payment falls on ${last.day}; the money may be used until ${useBy}.`,
          zh: `最后一笔付款为 ${last.day}；资金可使用至 ${useBy}。`,
        },
      });
    return triggerFinding({
      ...spoken,
      explanation: {
        en: `The money may be used until ${useBy}; the last payment falls on ${last.day}.${budgetLine.asked ? ' A later day was asked for and is not granted yet.' : ''}`,
        zh: `资金可使用至 ${useBy}；最后一笔付款为 ${last.day}。${budgetLine.asked ? '已申请延期，尚未批准。' : ''}`,
      },
    });
  },
};
