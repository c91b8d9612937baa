import type { Text } from '../runs/assessment-types.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const LEAST = 2;

/**
 * C14: a competition that only one supplier answered. Two are enough here: a consultation on a purchased service may
 * lawfully go on with two (财库〔2015〕124号).
 */
export const C14: Indicator<'lot'> = {
  id: 'C14',
  version: 1,
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
  uses: ['method', 'bidCount', 'bids'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate({ method, bidCount, bids, conflicts, subject }) {
    if (method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
    const quarrel = findDispute(conflicts, ['bidCount', 'bids', 'method']);
    if (quarrel !== null) return insufficient(quarrel);
    // A list of bidders may be incomplete, but two names on it are two bids.
    const count = bidCount ?? (bids.length >= LEAST ? bids.length : null);
    if (count === null) return insufficient({ missing: ['bidCount'] });
    if (count === 0) return notApplicable({ code: 'no_bids' });
    if (count < LEAST && method === null) return insufficient({ missing: ['method'] });
    const known = bidCount !== null;
    const spoken = {
      value: String(count),
      threshold: String(LEAST),
      unit: 'bid' as const,
      evidence: known
        ? [{ record: `lot:${subject.id}`, field: 'bidCount', value: String(count) }]
        : bids
            .toSorted((a, b) => (a.key < b.key ? -1 : 1))
            .map((bid) => ({ record: bid.record, field: 'bidder', value: bid.bidder })),
    };
    return count < LEAST
      ? triggerFinding({ ...spoken, explanation: ONE })
      : clear({ ...spoken, explanation: several(count, known) });
  },
};

const ONE: Text = {
  en: 'One bid was received for this lot, which was open to competition.',
  zh: '该包为竞争性采购，只收到一份响应文件。',
};

function several(count: number, known: boolean): Text {
  return known
    ? { en: `${count} bids were received.`, zh: `共收到 ${count} 份响应文件。` }
    : { en: `At least ${count} bids were received.`, zh: `至少收到 ${count} 份响应文件。` };
}
