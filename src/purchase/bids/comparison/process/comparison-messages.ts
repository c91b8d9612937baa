import type { BidToCompare, ComparedLot, GivenDocuments } from '../comparison.rules.js';

/** Lines that the program of a comparison is told, in this order: a text at a time, so that nobody holds all of them twice. */
export type ToCompare =
  | { kind: 'given'; documents: Omit<GivenDocuments, 'texts'> }
  | { kind: 'given_text'; text: string }
  | { kind: 'bid'; bid: Omit<BidToCompare, 'parts'> }
  /** Of the bid that was named last. */
  | { kind: 'part'; part: BidToCompare['parts'][number] }
  | { kind: 'compare' };

/** What it answers in the end; fingerprints as base64 of integers of 32 bits. */
export type ComparedAnswer = Omit<ComparedLot, 'bids'> & { bids: { characters: number; fingerprints: string }[] };
