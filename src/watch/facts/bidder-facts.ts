import type { Day } from './fact-values.js';

/** What the register says about a bidder; a null list is not known, an empty one is known to be empty. */
export interface BidderRegistration {
  record: string;
  /** Heads of the unit (单位负责人) by person key (an HMAC, or a key of the recorded name). */
  heads: readonly PersonRef[] | null;
  /** Keys of bodies in which it holds control directly (直接控股). */
  holds: readonly string[] | null;
  /** Keys of bodies it manages (管理关系). */
  manages: readonly string[] | null;
  founders: readonly PersonRef[] | null;
  /** Of those above, the ones of which a first or last day is registered; of the others no day is known. */
  days?: readonly RelationDays[];
}

/** From when until when a person or body is behind a bidder; null = not known. */
export interface RelationDays {
  relation: 'heads' | 'holds' | 'manages' | 'founders';
  key: string;
  since: Day | null;
  until: Day | null;
}

/** A body of a consortium, with what the register says about it; null = nothing. */
export interface MemberFacts {
  key: string;
  name: string;
  registration?: BidderRegistration | null;
}

/** `label` is what may be shown (a masked name); two persons are the same only by `key`. */
export interface PersonRef {
  key: string;
  label: string;
}
