import { compareDates } from '../../kernel/clock/partial-date.js';
import { getRule } from '../../law/rules/rule-book.js';
import { SMALL_PURCHASE } from '../../purchase/tenders/conducted/terms/sme/sme-policy.rules.js';
import type { LotPolicy, ReservationFacts } from '../facts/fact-types.js';
import { clear, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { toBasis } from '../rules/policy.rules.js';
import { findBelowLimit, findUnknownLimit } from '../rules/reach.rules.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Caiku [2020] 46 article 7: up to 2 000 000 yuan. Above it article 8 asks for a share of the year's purchases (SME-RESERVE-LARGE). */
const SMALL = getRule('SME-RESERVE-SMALL');
const IN_FORCE = SMALL.effectiveFrom ?? '';

/**
 * M02: lots that are not reserved for small and medium enterprises although their documents state none of the closed grounds
 * of article 6. A notice and never more: the article binds what is suitable, which the buyer judges, and a stated ground ends it.
 */
export const M02: Indicator<'reservation'> = {
  id: 'M02',
  version: 1,
  severity: 'notice',
  family: 'practice',
  facts: 'reservation',
  subjectTypes: ['tender'],
  ...TEXTS.M02,
  parameters: [
    {
      name: SMALL.id,
      value: 'required',
      unit: 'rule',
      effectiveFrom: SMALL.effectiveFrom,
      effectiveTo: SMALL.effectiveTo,
      basis: 'law',
    },
  ],
  basis: toBasis('law', SMALL.id),
  cites: [SMALL.id],
  uses: ['method', 'startedOn', 'reach', 'sum', 'lots'] satisfies FieldOf<'reservation'>[],
  timed: false,
  evaluate(facts) {
    const { method, reach, sum, startedOn } = facts;
    if (method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
    if (sum !== null && BigInt(sum) > SMALL_PURCHASE) return notApplicable({ code: 'reserved_by_year' });
    if (reach.state === 'below') return findBelowLimit(reach);
    if (startedOn === null) return insufficient({ missing: ['startedOn'] });
    const evidence = [{ record: startedOn.record, field: 'startedOn', value: startedOn.value }];
    if (compareDates(startedOn.value, IN_FORCE) === 'before')
      return notApplicable({ code: 'rule_not_in_force', inForceFrom: IN_FORCE }, evidence);
    return reach.state === 'unknown' ? findUnknownLimit(reach) : judgeLots(facts, evidence);
  },
};

const isUnexplained = ({ kind, ground }: LotPolicy): boolean => kind !== 'reserved' && (ground ?? null) === null;

const toEvidence = ({ record, kind, ground }: LotPolicy): Evidence[] => [
  { record, field: 'terms.sme.kind', value: kind ?? '' },
  ...(ground ? [{ record, field: 'terms.sme.ground', value: ground }] : []),
];

function judgeLots({ lots }: ReservationFacts, began: Evidence[]): Finding {
  const open = lots.filter(isUnexplained).toSorted((a, b) => a.no - b.no);
  const counted = { value: String(open.length), threshold: '0', unit: 'lot' as const };
  const [first] = open;
  if (first === undefined)
    return clear({
      ...counted,
      evidence: [...began, ...lots.flatMap(toEvidence)],
      explanation: {
        en: 'Every lot is reserved, or its documents say why it is not.',
        zh: '各采购包均已专门面向中小企业采购，或采购文件已载明不专门面向的理由。',
      },
    });
  const numbers = open.map(({ no }) => no);
  return {
    ...triggerFinding({
      ...counted,
      evidence: [...began, ...open.flatMap(toEvidence)],
      explanation: {
        en: `${numbers.length === 1 ? 'Lot' : 'Lots'} ${numbers.join(', ')}: not reserved for small and medium enterprises, and no ground is stated. A ground ends this, as that policy directs such services to social organisations; nothing has to be reserved for it.`,
        zh: `第 ${numbers.join('、')} 包未专门面向中小企业采购，也未载明理由。载明理由（如政策规定面向社会组织购买）即可，无须改为专门面向中小企业采购。`,
      },
    }),
    lot: first.no,
  };
}
