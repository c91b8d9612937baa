import type { FieldError } from '../../kernel/errors/problem.js';
import type { CategoryCode, NoticeKind } from '../../law/code-lists/code-lists.js';
import type { Method } from '../../law/code-lists/methods.js';
import type { BidStatus, Pricing } from '../../law/code-lists/notice-words.js';
import type { Moment, Yuan } from '../../purchase/tenders/recording/fact-types.js';

/** A bidder as the notice lists it. `lotNo` is the notice's own label of the lot, where it gives one. */
export interface NoticeBidder {
  name: string | null;
  lotNo: string | null;
  price: Yuan | null;
  unitPrice: UnitPrice | null;
  /** What was offered last; `price` is then the first offer. */
  finalPrice: Yuan | null;
  score: string | null;
  technicalScore: string | null;
  priceScore: string | null;
  receivedAt: Moment | null;
  rank: number | null;
  status: BidStatus | null;
  rejectedFor: string | null;
  subcontractors: NamedSubcontractors;
}

/** Whom a notice names as subcontractors of a bidder or supplier; empty: it says that there are none. */
export type NamedSubcontractors = string[] | null;

/** What one unit costs; the notice may leave open what a unit is. */
export interface UnitPrice {
  price: Yuan;
  unit: string | null;
}

/** One of the suppliers that a lot is given to. */
export interface NoticeSupplier {
  name: string | null;
  price: Yuan | null;
  unitPrice: UnitPrice | null;
  /** Basis points of the lot. */
  share: number | null;
  rank: number | null;
  subcontractors: NamedSubcontractors;
}

/** What a row says of a lot, or of a purchase that is one lot. */
export interface Offer {
  pricing: Pricing | null;
  winner: string | null;
  winningPrice: Yuan | null;
  unitPrice: UnitPrice | null;
  suppliers: NoticeSupplier[];
  bidCount: number | null;
  serviceStart: Moment | null;
  serviceEnd: Moment | null;
  termText: string | null;
  /** Of its winner. */
  subcontractors: NamedSubcontractors;
}

export interface NoticeLot extends Offer {
  /** The notice's own label: `1`, `一标段`, `包组1`. */
  lotNo: string | null;
  name: string | null;
  budget: Yuan | null;
  ceiling: Yuan | null;
  /** How many suppliers the lot is to have. */
  supplierCount: number | null;
}

/**
 * One public notice with every value checked and in the units of this system; null is what the notice does not say.
 * Moments keep the precision they were given with; a time without an offset has become Asia/Shanghai.
 */
export interface NoticeRow extends Offer {
  id: string;
  kind: NoticeKind;
  title: string;
  regionText: string | null;
  category: CategoryCode | null;
  method: Method | null;
  buyer: string | null;
  publishedOn: Moment | null;
  documentsFrom: Moment | null;
  documentsTo: Moment | null;
  deadline: Moment | null;
  openingAt: Moment | null;
  awardedOn: Moment | null;
  signedOn: Moment | null;
  budget: Yuan | null;
  ceiling: Yuan | null;
  bidders: NoticeBidder[];
  lots: NoticeLot[];
  /** Id of an earlier notice about the same purchase. */
  follows: string | null;
  projectNo: string | null;
  url: string | null;
  /** The object as it was given, with the keys that are kept though not yet used. */
  raw: Record<string, unknown>;
}

/** What a rejects file holds of a line that did not get in. */
export interface RejectedLine {
  line: number;
  id: string | null;
  errors: FieldError[];
  raw: string;
}

export type ParsedLine = { ok: true; line: number; row: NoticeRow } | ({ ok: false } & RejectedLine);
