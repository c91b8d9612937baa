import type { Measure } from './measure.rules.js';
import type { SmePolicy } from './sme/sme-types.js';
import type { PriceTerm, ServiceDays } from './price-types.js';

/** What the documents of a tender say beside its lots, lines and window. Money in yuan as text; shares in basis points. */
export interface TenderTerms {
  /** What is bought, in words. */
  requirement: string | null;
  /** What the service must come to; acceptance ticks each. */
  standards: Standard[];
  /** What a supplier must be able to show. They are conditions, never criteria (Order 87 article 55). */
  qualifications: string[];
  scoring: Scoring;
  criteria: Criterion[];
  /** How equal totals and equal prices are parted, before the draw. */
  tieRule: string | null;
  /**
   * Below this share of the mean, in basis points, a price is to be explained; null: half, as [2026] 2 has it from
   * 2026-02-01. The documents may set more, to at most sixty-five percent.
   */
  lowPriceShare: number | null;
  /** The buyer's own: days after the result is published in which nobody signs. The law knows none. */
  standstillDays: number | null;
  /** Yuan; null: none is asked for. */
  bidBond: string | null;
  /** Of the contract's amount; null: none is asked for. */
  performanceBond: number | null;
  payments: PaymentShare[];
  /** A term of more than a year that the documents announce, with the four conditions it rests on. */
  term: AnnouncedTerm | null;
  /** From which grade on a supplier whose service was evaluated is qualified, and renewed. Absent or null: no grade excludes. */
  minimumGrade?: MinimumGrade | null;
  /** How many contracts of the same kind a supplier must be able to show; absent or null: none is asked for as a number. */
  likeContracts?: LikeContracts | null;
  /** Whether it is of a kind that must not be bought as a service (Order 102 article 10); absent or null: nobody said. */
  negativeList?: NegativeKind | null;
  /** What is done for small and medium enterprises; absent or null: nothing is said. */
  sme?: SmePolicy | null;
  /** How it is priced, with the highest unit prices; absent or null: by one sum. */
  price?: PriceTerm | null;
  /** On which days the service is to be there. */
  serviceDays?: ServiceDays | null;
  /** Id of the scheme by which the service will be evaluated. */
  evaluationScheme?: string | null;
  /** What the agent charges, and by which standard; the notice of the result says it. */
  agencyFee?: string | null;
  /** Where, how and for how much the documents are had, and where bids are handed in and opened; the notice says both. */
  obtaining?: string | null;
  handingIn?: string | null;
  /** Of a consultation: when the responses are opened, at the deadline or later; null: not said. */
  openingAt?: string | null;
  /** Where and when bidders may see the places of the service or have their questions answered together (Order 87 article 26). */
  siteVisit?: string | null;
  /** Bodies that buy together with the buyer; by their budget levels complaints find their authority (Order 94 article 6). */
  jointBuyers?: string[] | null;
  /** Of joint buyers of one level: the finance authority that deals with complaints. */
  complaintAuthority?: string | null;
  /** Whoever challenges a stage of the purchase does so at once (Order 94 article 10). */
  challengesAtOnce?: boolean | null;
}
export const SCORINGS = ['comprehensive', 'lowest_price'] as const;
export type Scoring = (typeof SCORINGS)[number];
export interface Standard {
  no: number;
  text: string;
  target?: number | null;
  unit?: string | null;
  /** How the records of service count toward it; without it nothing is counted. */
  measure?: Measure | null;
}
export const CRITERION_KINDS = ['price', 'professional', 'business', 'performance'] as const;
export interface Criterion {
  no: number;
  name: string;
  kind: (typeof CRITERION_KINDS)[number];
  /** Points of 100, at most two decimals. */
  points: string;
  /** How the points follow from what is offered; a price has the law's formula. */
  levels?: string | null;
  /** Only deeds or prizes of one place or trade count: Regulation article 20 (4) forbids it. */
  limitedTo?: 'region' | 'trade' | null;
}
export const PAYMENT_TRIGGERS = ['signing', 'milestone', 'report', 'acceptance'] as const;
export interface PaymentShare {
  no: number;
  trigger: (typeof PAYMENT_TRIGGERS)[number];
  /** Basis points of the contract's amount; together 10 000. */
  share: number;
  /** Number of the milestone or the report it waits for; without one the k-th such instalment waits for k of them. */
  of?: number | null;
}
export interface AnnouncedTerm {
  years: 1 | 2 | 3;
  contentFixed: boolean;
  continuous: boolean;
  fundingStable: boolean;
  priceStable: boolean;
  budgetAssured: boolean;
}

/** What may be asked for; below the last there is only one, and it excludes nobody by itself. */
export const MINIMUM_GRADES = ['excellent', 'good', 'fair'] as const;
/**
 * Announced with the documents (law article 22 II, Regulation articles 19 and 20): the latest grade of a service of the same
 * category that was published for the same buyer within so many years before the bids were due. Who has none is qualified.
 */
export interface MinimumGrade {
  grade: (typeof MINIMUM_GRADES)[number];
  years: 1 | 2 | 3;
}

/** Order 102 article 10, in its order; `none` of them. */
export const NEGATIVE_KINDS = [
  'none',
  'not_government_duty',
  'direct_duty',
  'goods_or_works',
  'financing',
  'staffing',
  'other_by_law',
] as const;
export type NegativeKind = (typeof NEGATIVE_KINDS)[number];

/** Past performance as a qualification (Caiku [2021] 22 article 18). */
export interface LikeContracts {
  count: number;
  /** Which services count as the same kind. */
  scope: string;
  /** Signed within so many years before the bids are due; absent or null: whenever. */
  years?: number | null;
  /** Why more than the rule generally allows. */
  reason?: string | null;
}

export const NO_TERMS: TenderTerms = {
  requirement: null,
  standards: [],
  qualifications: [],
  scoring: 'comprehensive',
  criteria: [],
  tieRule: null,
  lowPriceShare: null,
  standstillDays: null,
  bidBond: null,
  performanceBond: null,
  payments: [],
  term: null,
};

/** When the steps are planned. Days in Asia/Shanghai; moments with an offset. */
export interface TenderPlan {
  intentOn: string | null;
  issueOn: string | null;
  documentsTo: string | null;
  noticeTo: string | null;
  deadlineAt: string | null;
}
export const NO_PLAN: TenderPlan = {
  intentOn: null,
  issueOn: null,
  documentsTo: null,
  noticeTo: null,
  deadlineAt: null,
};
