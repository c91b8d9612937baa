import { compareDates } from '../../kernel/clock/partial-date.js';
import { getRule } from '../../law/rules/rule-book.js';
import type { MethodFacts } from '../facts/fact-types.js';
import { clear, findDispute, insufficient, missing, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { toBasis } from '../rules/policy.rules.js';
import { findBelowLimit, findUnknownLimit } from '../rules/reach.rules.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Law article 32: an inquiry is for goods of one specification. Article 27: below the open tender, an approval. */
const [INQUIRY, APPROVAL] = [getRule('INQ-NOT-FOR-SERVICE'), getRule('METHOD-APPROVAL')];
const IN_FORCE = INQUIRY.effectiveFrom ?? '';

/**
 * M01: a service bought elsewhere by a method that the law does not have for it. What is bought here is a service; whether
 * the finance authority approved of another method than the open tender is on no record of a purchase made elsewhere.
 */
export const M01: Indicator<'method'> = {
  id: 'M01',
  // Version 1 took the day of the award for the one on which the purchase began.
  version: 2,
  severity: 'violation',
  family: 'practice',
  facts: 'method',
  subjectTypes: ['tender'],
  ...TEXTS.M01,
  parameters: [
    {
      name: INQUIRY.id,
      value: 'forbidden',
      unit: 'rule',
      effectiveFrom: INQUIRY.effectiveFrom,
      effectiveTo: INQUIRY.effectiveTo,
      basis: 'law',
    },
  ],
  basis: toBasis('law', INQUIRY.id),
  cites: [INQUIRY.id, APPROVAL.id],
  uses: ['method', 'startedOn', 'awardedOn', 'reach'] satisfies FieldOf<'method'>[],
  timed: false,
  evaluate(facts) {
    const { method, reach, conflicts } = facts;
    const quarrel = findDispute(conflicts, ['method']);
    if (quarrel !== null) return insufficient(quarrel);
    const unknown = missing({ method });
    if (unknown !== null) return insufficient(unknown);
    if (method === 'OTHER') return notApplicable({ code: 'method_outside_law' });
    if (method === 'OPEN_TENDER') return findLawful(facts);
    if (reach.state === 'below') return findBelowLimit(reach);
    if (reach.state === 'unknown') return findUnknownLimit(reach);
    if (method === 'INQUIRY') return judgeInquiry(facts);
    if (reach.openTender === 'unknown') return findUnknownLimit(reach, [], 'open_tender');
    return reach.openTender === 'below' ? findLawful(facts) : insufficient({ missing: ['methodApproval'] });
  },
};

const toEvidence = ({ method, subject }: MethodFacts): Evidence => ({
  record: `tender:${subject.id}`,
  field: 'method',
  value: method ?? '',
});

function judgeInquiry(facts: MethodFacts): Finding {
  const { startedOn } = facts;
  if (startedOn === null) return judgeUnknownStart(facts);
  const evidence = [toEvidence(facts), { record: startedOn.record, field: 'startedOn', value: startedOn.value }];
  const order = compareDates(startedOn.value, IN_FORCE);
  if (order === 'before') return notApplicable({ code: 'rule_not_in_force', inForceFrom: IN_FORCE }, evidence);
  if (order === 'unknown') return insufficient({ code: 'precision', fields: ['startedOn'] }, evidence);
  return triggerFinding({
    value: '1',
    threshold: '0',
    unit: 'rule',
    evidence,
    explanation: {
      en: 'A service was bought by inquiry, which the law has for goods of one specification and standard alone.',
      zh: '服务项目采用了询价方式；询价仅适用于规格、标准统一的货物。',
    },
  });
}

/** What was awarded before the law began before it, too; a later award says nothing of the day on which its purchase began. */
function judgeUnknownStart(facts: MethodFacts): Finding {
  const { awardedOn, conflicts } = facts;
  if (awardedOn === null) return insufficient({ missing: ['startedOn'] });
  const evidence = [toEvidence(facts), { record: awardedOn.record, field: 'awardedOn', value: awardedOn.value }];
  return compareDates(awardedOn.value, IN_FORCE) === 'before' && !conflicts.includes('awardedOn')
    ? notApplicable({ code: 'rule_not_in_force', inForceFrom: IN_FORCE }, evidence)
    : insufficient({ missing: ['startedOn'] }, evidence);
}

function findLawful(facts: MethodFacts): Finding {
  const isOpen = facts.method === 'OPEN_TENDER';
  return clear({
    value: '0',
    threshold: '0',
    unit: 'rule',
    evidence: [toEvidence(facts)],
    explanation: isOpen
      ? { en: 'An open tender needs no approval.', zh: '公开招标无须审批。' }
      : {
          en: 'Below the open-tender threshold of its place the method needs no approval.',
          zh: '未达到当地公开招标数额标准，该采购方式无须审批。',
        },
  });
}
