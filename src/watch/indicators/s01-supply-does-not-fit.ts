import { percent } from '../../kernel/money/money.js';
import { findCategory } from '../../law/code-lists/code-lists.js';
import type { Evidence } from '../runs/assessment-types.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, toBasis } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Kinds of bodies that services to residents are bought from (Order 102 article 6). */
const SUPPLIERS: readonly string[] = ['agency', 'enterprise', 'volunteer_body', 'individual_provider'];

/** S01: a service to residents is supplied by a body whose register does not cover it, or hardly with licensed staff. */
export const S01: Indicator<'supply'> = {
  id: 'S01',
  version: 1,
  severity: 'notice',
  family: 'practice',
  facts: 'supply',
  subjectTypes: ['contract'],
  ...TEXTS.S01,
  parameters: [policy('licensed', '1/3', 'share'), policy('kinds', SUPPLIERS.join(','), 'kind')],
  // A share that places recommend: the rule has no day from which it holds.
  basis: toBasis('POLICY', 'STAFF-1-3'),
  cites: ['STAFF-1-3'],
  uses: ['category', 'publicService', 'supplier', 'kind', 'fields', 'licensed', 'staff'] satisfies FieldOf<'supply'>[],
  timed: false,
  evaluate({ category, publicService, supplier, kind, fields, licensed, staff, conflicts }) {
    const quarrel = findDispute(conflicts, ['category']);
    if (quarrel !== null) return insufficient(quarrel);
    if (publicService === false) return notApplicable({ code: 'not_for_residents', category: category?.code ?? '' });
    const unknown = [...(category === null ? ['category'] : []), ...(supplier === null ? ['supplier'] : [])];
    if (category === null || supplier === null) return insufficient({ missing: unknown });
    const { record } = supplier;
    const label = findCategory(category.code)?.label ?? { en: category.code, zh: category.code };
    const spoken = { value: '', threshold: 'covers', unit: 'register' as const };
    const shown: Evidence[] = [
      ...(kind === null ? [] : [{ record, field: 'kind', value: kind }]),
      ...(fields === null ? [] : [{ record, field: 'categories', value: fields.toSorted().join(', ') }]),
    ];
    if (kind !== null && !SUPPLIERS.includes(kind))
      return triggerFinding({
        ...spoken,
        value: kind,
        evidence: shown,
        explanation: {
          en: `A body of the kind ${kind} supplies ${label.en}.`,
          zh: `主体类型为 ${kind} 的单位承接了“${label.zh}”。`,
        },
      });
    if (fields !== null && !fields.includes(category.code))
      return triggerFinding({
        ...spoken,
        value: fields.toSorted().join(', '),
        evidence: shown,
        explanation: {
          en: `The supplier is not registered for ${label.en}.`,
          zh: `承接主体登记的业务类别不包括“${label.zh}”。`,
        },
      });
    const register = [...(kind === null ? ['supplier.kind'] : []), ...(fields === null ? ['supplier.categories'] : [])];
    const asked = kind === 'agency';
    const counted = asked && licensed !== null && staff !== null && staff > 0 ? { licensed, staff } : null;
    if (counted !== null) {
      const share = percent(counted.licensed, counted.staff) ?? '0.0';
      const found = {
        value: share,
        threshold: '33.3',
        unit: 'percent' as const,
        evidence: [
          ...shown,
          { record, field: 'licensedWorkers', value: String(counted.licensed) },
          { record, field: 'fullTimeStaff', value: String(counted.staff) },
        ],
        explanation: {
          en: `${counted.licensed} of ${counted.staff} full-time staff (${share} %) are licensed.`,
          zh: `专职人员 ${counted.staff} 人中持证 ${counted.licensed} 人（${share}%）。`,
        },
      };
      if (counted.licensed * 3 < counted.staff) return triggerFinding(found);
      return register.length > 0 ? insufficient({ missing: register }, found.evidence) : clear(found);
    }
    const missing = [
      ...register,
      ...(asked && licensed === null ? ['licensedWorkers'] : []),
      ...(asked && (staff === null || staff === 0) ? ['fullTimeStaff'] : []),
    ];
    if (missing.length > 0) return insufficient({ missing }, shown);
    return clear({
      ...spoken,
      value: fields?.toSorted().join(', ') ?? '',
      evidence: shown,
      explanation: {
        en: `The supplier is registered for ${label.en}; the share of licensed staff is asked of social-work agencies alone.`,
        zh: `承接主体登记的业务类别包括“${label.zh}”；持证比例仅对社会工作机构作要求。`,
      },
    });
  },
};
