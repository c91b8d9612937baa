import type { ActionGiven } from '../../kernel/actions/registry.js';
import type { CorrectionGround } from './scoring/corrections.rules.js';
import type { OpenReview } from './open-review.js';
import type { MemberKind } from './panel/panel.rules.js';
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
export interface Scored {
  bid: string;
  criterion: number;
  /** Hundredths of a point. */
  points: number;
}

/** What the guards of a review look at: the lot as it was read under its lock, and what the caller gave. */
export interface ReviewGiven extends ActionGiven {
  open: OpenReview;
  user?: string;
  kind?: MemberKind;
  /** The member that goes, where another comes. */
  member?: string;
  ground?: string;
  declared?: readonly Declared[];
  checked?: readonly Checked[];
  bid?: string;
  dueAt?: Date;
  /** The deadline of the final offers, as it was given. */
  deadlineAt?: string;
  /** By when suppliers are to answer what they are asked, and where that was given. */
  answerBy?: { at: string; pointer: string };
  sheet?: readonly Scored[];
  correction?: { ground: CorrectionGround; criterion: number; points: number };
}
