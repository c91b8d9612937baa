import { formatYuan } from '../../kernel/money/money.js';
import type { LotFacts } from '../facts/fact-types.js';
import type { HandedIn } from '../facts/handed-in-facts.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import { clear, findDispute, insufficient, missing, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { listStandingBids } from '../rules/bids/shared-marks.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** C12: every bid at the lowest price was rejected. Of several equal ones that stand the lot still has its lowest price. */
export const C12: Indicator<'lot'> = {
  id: 'C12',
  version: 1,
  severity: 'notice',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C12,
  parameters: [policy('lowestRejected', 0, 'bid')],
  basis: {
    kind: 'POLICY',
    document: 'Open Contracting Partnership, Red flags in public procurement (2024)',
    article: 'R036',
  },
  uses: ['method', 'pricing', 'bidCount', 'handedIn', 'withdrawn', 'ranked', 'winners'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const silence = findSilence(facts);
    if (silence !== null) return silence;
    const bids = listStandingBids(facts).map((bid) => ({ bid, price: BigInt(bid.price ?? '0') }));
    const lowest = bids.reduce((least, { price }) => (price < least ? price : least), bids[0]?.price ?? 0n);
    const cheapest = bids.filter(({ price }) => price === lowest).map(({ bid }) => bid);
    const standing = cheapest.filter(({ status, key }) => status === 'valid' || facts.winners?.includes(key) === true);
    const evidence = cheapest.flatMap(toEvidence);
    const price = formatYuan(lowest);
    const spoken = { value: String(cheapest.length - standing.length), threshold: '0', unit: 'bid' as const, evidence };
    if (standing.length > 0)
      return clear({
        ...spoken,
        value: '0',
        explanation: {
          en: `A bid at the lowest price (${price} yuan) was not rejected.`,
          zh: `最低报价（${price} 元）未被否决。`,
        },
      });
    if (cheapest.some(({ status }) => status === null)) return insufficient({ missing: ['statuses'] }, evidence);
    return triggerFinding({
      ...spoken,
      explanation: {
        en: `The lowest bid (${price} yuan) was rejected${sayReasons(cheapest, '; as published: ', '; ')}. A rejection may be right: what settles it is whether the reason given holds for the other bids too.`,
        zh: `最低报价（${price} 元）被否决${sayReasons(cheapest, '，公布的理由：', '；')}。否决可能有正当理由，需要核实同一理由是否同样适用于其他响应文件。`,
      },
    });
  },
};

/** Why nothing can be said of the lowest price; null where something can. */
function findSilence(facts: LotFacts): Finding | null {
  const { method, pricing, bidCount, conflicts, ranked, withdrawn } = facts;
  if (method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
  const quarrel = findDispute(conflicts, ['pricing', 'bids', 'bidCount', 'statuses']);
  if (quarrel !== null) return insufficient(quarrel);
  if (pricing === 'fixed') return notApplicable({ code: 'fixed_price' });
  if (bidCount === 0) return notApplicable({ code: 'no_bids' });
  const bids = listStandingBids(facts);
  const count = bidCount ?? ranked;
  if (count === 1 || (count !== null && count - withdrawn === 1)) return notApplicable({ code: 'one_bidder' });
  const unknown = missing({
    bidCount: count,
    bids: count !== null && bids.length + withdrawn < count ? null : bids,
    prices: bids.every(({ price }) => price !== null && price !== '0') ? bids : null,
  });
  return unknown === null ? null : insufficient(unknown);
}

const toEvidence = ({ record, price, status, rejection }: HandedIn): Evidence[] => [
  ...(price === null ? [] : [{ record, field: 'price', value: formatYuan(BigInt(price)) }]),
  ...(status === null ? [] : [{ record, field: 'status', value: status }]),
  ...(rejection === null ? [] : [{ record, field: 'rejectedFor', value: rejection.text ?? rejection.code ?? '' }]),
];

function sayReasons(bids: readonly HandedIn[], before: string, between: string): string {
  const reasons = bids.flatMap(({ rejection }) => rejection?.text ?? []);
  return reasons.length === 0 ? '' : before + reasons.join(between);
}
