import type { LotFacts } from '../facts/fact-types.js';
import type { Evidence } from '../runs/assessment-types.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { listStandingBids } from '../rules/bids/shared-marks.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** C13: every bid but those to which the lot was awarded was rejected. */
export const C13: Indicator<'lot'> = {
  id: 'C13',
  // Version 1 counted beside several winners of a framework.
  version: 2,
  severity: 'notice',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C13,
  parameters: [policy('othersLeft', 0, 'bid')],
  basis: {
    kind: 'POLICY',
    document: 'Open Contracting Partnership, Red flags in public procurement (2024)',
    article: 'R035',
  },
  uses: ['method', 'bidCount', 'handedIn', 'withdrawn', 'winners'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const { method, bidCount, conflicts, withdrawn } = facts;
    if (method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
    const quarrel = findDispute(conflicts, ['bids', 'bidCount', 'statuses', 'winners']);
    if (quarrel !== null) return insufficient(quarrel);
    if (bidCount === 0) return notApplicable({ code: 'no_bids' });
    if (bidCount !== null && bidCount - withdrawn === 1) return notApplicable({ code: 'one_bidder' });
    if (method === 'FRAMEWORK' || (facts.winners?.length ?? 0) > 1) return notApplicable({ code: 'several_winners' });
    const bids = listStandingBids(facts);
    if (facts.winners === null) return insufficient({ missing: ['winners'] });
    const others = bids.filter(({ key }) => facts.winners?.includes(key) !== true);
    const evidence = listEvidence(facts);
    const left = others.filter(({ status }) => status === 'valid');
    const spoken = { value: String(left.length), threshold: '0', unit: 'bid' as const, evidence };
    if (left.length > 0)
      return clear({
        ...spoken,
        explanation: {
          en: `Beside the bid that won, ${left.length} of ${others.length} others were not rejected.`,
          zh: `除中标（成交）者外，其余 ${others.length} 家中有 ${left.length} 家未被否决。`,
        },
      });
    if (others.some(({ status }) => status === null)) return insufficient({ missing: ['statuses'] }, evidence);
    if (bidCount === null) return insufficient({ missing: ['bidCount'] }, evidence);
    if (bids.length + withdrawn < bidCount) return insufficient({ missing: ['bids'] }, evidence);
    // The only one that is left of a list is the winner.
    if (others.length === 0) return notApplicable({ code: 'one_bidder' });
    return triggerFinding({
      ...spoken,
      explanation: {
        en: `${others.length === 1 ? 'The one bid beside the one that won was' : `All ${others.length} bids but the one that won were`} rejected. A strict reading of the documents does this as well: what settles it is whether the winner was held to the same.`,
        zh: `除中标（成交）者外，其余 ${others.length} 家${others.length === 1 ? '' : '全部'}被否决。严格适用采购文件也会有此结果，需要核实中标（成交）者是否按同一标准审查。`,
      },
    });
  },
};

const listEvidence = (facts: LotFacts): Evidence[] =>
  listStandingBids(facts).flatMap(({ record, key, status, rejection }) => [
    ...(facts.winners?.includes(key) === true ? [{ record, field: 'award', value: 'active' }] : []),
    ...(status === null ? [] : [{ record, field: 'status', value: status }]),
    ...(rejection === null ? [] : [{ record, field: 'rejectedFor', value: rejection.text ?? rejection.code ?? '' }]),
  ]);
