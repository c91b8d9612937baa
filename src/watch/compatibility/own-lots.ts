import { CATEGORY_CODES } from '../../law/code-lists/code-lists.js';
import type { LotFacts } from '../facts/fact-types.js';
import type { Release, ReleaseAward, ReleaseBid } from './release-types.js';

/** One lot as it is known here: what its rules read, and what the published definitions read besides. */
export interface OwnLot {
  facts: Pick<LotFacts, 'subject' | 'method' | 'pricing' | 'bidCount' | 'bids'>;
  /** Business keys. */
  buyer: string | null;
  agent: string | null;
  category: string | null;
  /** When the documents were to be had, and when bids had to be in: RFC 3339. */
  issuedAt: string | null;
  closesAt: string | null;
  /** By the key of the bidder: what became of its bid, and when it came. A bid that is not named was valid. */
  received: Readonly<Record<string, { status: ReleaseBid['status']; at: string | null }>>;
  /** To whom it was awarded, by their keys; null = not known whether it was. */
  awards: readonly { status: ReleaseAward['status']; suppliers: readonly string[] }[] | null;
}

/**
 * Procedures in the words of the standard: whoever wants may bid (open), those who came up to a call or were invited compete
 * (selective), one is asked (direct). Others have no word there.
 */
const METHODS: Readonly<Record<string, Release['method']>> = {
  OPEN_TENDER: 'open',
  INVITED_TENDER: 'selective',
  COMPETITIVE_NEGOTIATION: 'selective',
  COMPETITIVE_CONSULTATION: 'selective',
  INQUIRY: 'selective',
  SINGLE_SOURCE: 'direct',
};

/**
 * A lot as a contracting process of its own, for the definitions know no lots: bids of one lot are compared with each other
 * alone. A consortium is a bid of several tenderers.
 */
export function toRelease({ facts, buyer, agent, category, issuedAt, closesAt, received, awards }: OwnLot): Release {
  return {
    ocid: facts.subject.key,
    buyer,
    procuringEntity: agent,
    method: METHODS[facts.method ?? ''] ?? null,
    methodDetails: facts.method,
    awardCriteria: null,
    lots: 1,
    period: { start: issuedAt, end: closesAt },
    numberOfTenderers: facts.bidCount,
    pricesPredetermined: facts.pricing === null ? null : facts.pricing === 'fixed',
    bids:
      facts.bidCount === null && facts.bids.length === 0
        ? null
        : facts.bids.map(({ key, members, price }) => ({
            status: received[key]?.status ?? 'valid',
            date: received[key]?.at ?? null,
            tenderers: members === undefined || members.length === 0 ? [key] : members.map((member) => member.key),
            amount: price === null ? null : Number(price) / 100,
            currency: price === null ? null : 'CNY',
            lots: [],
          })),
    awards: awards?.map((award) => ({ ...award, items: listKinds(category), lots: [] })) ?? null,
  };
}

/** The product's categories have one level; each counts by its place in the list, as two digits. */
function listKinds(category: string | null): string[] {
  const place = CATEGORY_CODES.findIndex((code) => code === category);
  return place < 0 ? [] : [String(place + 10)];
}
