import type { LotFacts } from '../facts/fact-types.js';
import type { Evidence, Text } from '../runs/assessment-types.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const LEAST = 2;

/**
 * C14: a competition in which one supplier's bid was left. Two are enough here: a consultation on a purchased service may
 * lawfully go on with two (财库〔2015〕124号). A bid that was withdrawn competes no more: the count of those received holds it,
 * and where a count may leave it out, one that is not listed may stand.
 */
export const C14: Indicator<'lot'> = {
  id: 'C14',
  // Version 3 found a single bid in lots that failed for it, as the law has it.
  version: 4,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C14,
  parameters: [policy('leastBids', LEAST, 'bid')],
  basis: {
    kind: 'POLICY',
    document: 'Open Contracting Partnership, Red flags in public procurement (2024)',
    article: 'R018',
  },
  uses: ['method', 'bidCount', 'bids', 'withdrawn', 'state', 'winners'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate({ method, bidCount, bids, withdrawn, state, winners, conflicts, subject }) {
    if (method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
    if (winners === null && (state === 'failed' || state === 'cancelled')) return notApplicable({ code: 'lot_ended' });
    const quarrel = findDispute(conflicts, ['bidCount', 'bids', 'method', ...(withdrawn > 0 ? ['statuses'] : [])]);
    if (quarrel !== null) return insufficient(quarrel);
    const count = countStanding(bidCount, bids.length, withdrawn);
    // A list of bidders may be incomplete, but two names on it are two bids.
    if (bidCount === null && count.least < LEAST) return insufficient({ missing: ['bidCount'] });
    if (count.most === 0) return notApplicable({ code: 'no_bids' });
    if (count.least < LEAST && count.most >= LEAST) return insufficient({ missing: ['bids'] });
    if (count.least < LEAST && method === null) return insufficient({ missing: ['method'] });
    const spoken = {
      value: String(count.least),
      threshold: String(LEAST),
      unit: 'bid' as const,
      evidence: listCountedBids({ bidCount, bids, withdrawn, subject }),
    };
    return count.least < LEAST
      ? triggerFinding({ ...spoken, explanation: withdrawn === 0 ? ONE : describeLastBid(withdrawn) })
      : clear({ ...spoken, explanation: several(count, withdrawn) });
  },
};

/** What is counted: the count that was published, how many of it were withdrawn, and each bid that stands, as far as it is on record. */
function listCountedBids({ bidCount, bids, withdrawn, subject }: Counted): Evidence[] {
  const record = `lot:${subject.id}`;
  return [
    ...(bidCount === null ? [] : [{ record, field: 'bidCount', value: String(bidCount) }]),
    ...(withdrawn === 0 ? [] : [{ record, field: 'withdrawn', value: String(withdrawn) }]),
    ...bids
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .map((bid) => ({ record: bid.record, field: 'bidder', value: bid.bidder })),
  ];
}

type Counted = Pick<LotFacts, 'bidCount' | 'bids' | 'withdrawn' | 'subject'>;

interface Standing {
  least: number;
  most: number;
}

/**
 * How many bids stand. Those on record, withdrawn ones among them, may be all that were received; where they are fewer, nobody
 * knows whether the withdrawn ones were counted.
 */
function countStanding(received: number | null, listed: number, withdrawn: number): Standing {
  if (received === null) return { least: listed, most: Infinity };
  if (listed + withdrawn >= received) return { least: listed, most: listed };
  return { least: Math.max(listed, received - withdrawn), most: received };
}

const ONE: Text = {
  en: 'One bid was received for this lot, which was open to competition.',
  zh: '该包为竞争性采购，只收到一份响应文件。',
};

const describeLastBid = (withdrawn: number): Text => ({
  en: `One bid was left for this lot, which was open to competition: ${withdrawn} ${withdrawn === 1 ? 'was' : 'were'} withdrawn.`,
  zh: `该包为竞争性采购，${withdrawn} 份响应文件撤回后，只剩一份。`,
});

function several({ least, most }: Standing, withdrawn: number): Text {
  const atLeast = least === most ? { en: '', zh: '' } : { en: 'At least ', zh: '至少' };
  if (withdrawn > 0)
    return {
      en: `${atLeast.en}${least} bids stand; ${withdrawn} ${withdrawn === 1 ? 'was' : 'were'} withdrawn.`,
      zh: `${withdrawn} 份响应文件已撤回，${atLeast.zh}仍有 ${least} 份。`,
    };
  return least === most
    ? { en: `${least} bids were received.`, zh: `共收到 ${least} 份响应文件。` }
    : { en: `At least ${least} bids were received.`, zh: `至少收到 ${least} 份响应文件。` };
}
