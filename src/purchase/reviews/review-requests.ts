import type { RejectionGround } from '../bids/rejection.rules.js';

/** Order 87 article 49: recusal, absence, health, or another special reason that is named. */
export const REPLACEMENT_GROUNDS = ['recusal', 'absence', 'health', 'special'] as const;
export type ReplacementGround = (typeof REPLACEMENT_GROUNDS)[number];

/** Regulation article 9: within three years employed by, director or shareholder of the supplier, or kin of those. */
export const TIES = ['employed', 'director', 'shareholder', 'kin', 'other'] as const;
export type Tie = (typeof TIES)[number];

export interface Declared {
  bid: string;
  tie?: Tie | null;
  detail?: string | null;
}
export interface Checked {
  bid: string;
  passed: boolean;
  ground?: RejectionGround | null;
  detail?: string | null;
}
