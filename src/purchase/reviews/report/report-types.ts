import type { ReportedOffer } from './report.rules.js';
import type { MemberKind } from '../panel/panel.rules.js';
import type { BidState } from '../../bids/bid.lifecycle.js';
import type { FoundStage, RejectedFor, RejectionGround, RejectionStage } from '../../bids/rejection.rules.js';
import type { Method } from '../../../law/code-lists/methods.js';
import type { ReplacementGround } from '../review-requests.js';
import type { CRITERION_KINDS, Scoring } from '../../tenders/conducted/terms/terms-types.js';
import type { CorrectionGround } from '../scoring/corrections.rules.js';
import type { LowPriceRule } from '../scoring/low-price.rules.js';

/** A rule as the report cites it. */
interface CitedRule {
  id: string;
  document: string;
  article: string;
}
interface ReportedMember {
  no: number;
  name: string;
  kind: MemberKind;
  dissent: string | null;
  unsigned: string | null;
  signedAt: string | null;
}
export interface ReportedBid {
  bid: string;
  bidder: string;
  /** Yuan; in a consultation that of the final offer. */
  price: string | null;
  /** What was offered before the talks; null in a tender. */
  firstPrice: string | null;
  status: BidState;
  /** Why it was rejected, and when in the review. */
  stage: RejectionStage | null;
  ground: RejectedFor | null;
  detail: string | null;
}

/** What a member found otherwise than the panel decided. */
export interface ReportedDissent {
  member: number;
  stage: FoundStage;
  bid: string;
  passed: boolean;
  ground: RejectionGround | null;
  detail: string | null;
}

/** Of a consultation: changes that the buyer confirmed, and the one deadline of the final offers. */
export interface ReportedConsultation {
  finalDeadlineAt: string | null;
  changes: {
    no: number;
    requirement: string | null;
    standards: { no: number; text: string }[];
    contractTerms: string | null;
    reason: string;
    confirmedAt: string;
  }[];
}

/** What the panel found, as it was signed. It is stored once and never computed again. */
export interface ReviewReport {
  tender: { id: string; title: string; method: Method; buyer: string };
  lot: { no: number; name: string | null; ceiling: string | null; pricing: 'fixed' | 'competitive' | null };
  openedOn: string | null;
  reportedAt: string;
  panel: {
    least: number | null;
    rule: CitedRule | null;
    members: ReportedMember[];
    replaced: { kind: MemberKind; ground: ReplacementGround; reason: string }[];
  };
  /** What the talks changed; null in a tender. */
  consultation: ReportedConsultation | null;
  scoring: Scoring;
  criteria: { no: number; name: string; kind: (typeof CRITERION_KINDS)[number]; points: string }[];
  bids: ReportedBid[];
  dissents: ReportedDissent[];
  offers: ReportedOffer[];
  ties: { bids: string[] }[];
  scores: { member: number; bid: string; criterion: number; points: string; comment?: string | null }[];
  corrections: {
    member: number;
    bid: string;
    criterion: number;
    from: string;
    to: string;
    ground: CorrectionGround;
    reason: string;
  }[];
  explanations: {
    bid: string;
    triggers: LowPriceRule[];
    reason: string;
    dueAt: string;
    text: string | null;
    accepted: boolean | null;
    decisionReason: string | null;
  }[];
}
