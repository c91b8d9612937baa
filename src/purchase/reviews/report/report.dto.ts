import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Method } from '../../../law/code-lists/methods.js';
import type { BidState } from '../../bids/bid.lifecycle.js';
import type { MemberKind } from '../panel/panel.rules.js';
import type { ReplacementGround } from '../review-requests.js';
import { ReviewRuleDto } from '../review-view.dto.js';
import type { CorrectionGround } from '../scoring/corrections.rules.js';
import type { LowPriceRule } from '../scoring/low-price.rules.js';
import type { FoundStage, RejectedFor, RejectionGround, RejectionStage } from '../../bids/rejection.rules.js';
import type { CRITERION_KINDS, Scoring } from '../../tenders/conducted/terms/terms-types.js';

/** A member of the panel, as the report names it. */
export class ReportedMemberDto {
  no: number;
  /** Null until the result is published, but to the panel and those who appointed it. */
  name: string | null;
  kind: MemberKind;
  dissent: string | null;
  unsigned: string | null;
  signedAt: Instant | null;
}

/** A member of the panel who was replaced. */
export class ReplacedDto {
  kind: MemberKind;
  ground: ReplacementGround;
  reason: string;
}

/** The panel, as the report names it. */
export class ReportPanelDto {
  least: number | null;
  rule: ReviewRuleDto | null;
  members: ReportedMemberDto[];
  replaced: ReplacedDto[];
}

/** The purchase, as the report names it. */
export class ReportTenderDto {
  id: Uuid;
  title: string;
  method: Method;
  buyer: string;
}

/** The lot, as the report names it. */
export class ReportLotDto {
  no: number;
  name: string | null;
  ceiling: string | null;
  pricing: 'fixed' | 'competitive' | null;
}

/** A criterion, as the report lists it. */
export class ReportCriterionDto {
  no: number;
  name: string;
  kind: (typeof CRITERION_KINDS)[number];
  points: string;
}

/** A bid, as the report lists it. */
export class ReportedBidDto {
  bid: Uuid;
  bidder: string;
  /** Yuan; in a consultation that of the final offer. */
  price: string | null;
  /** What was offered before the talks; null in a tender. */
  firstPrice: string | null;
  status: BidState;
  stage: RejectionStage | null;
  ground: RejectedFor | null;
  detail: string | null;
}
/** What a member found otherwise than the panel decided. */
export class ReportedDissentDto {
  member: number;
  stage: FoundStage;
  bid: Uuid;
  passed: boolean;
  ground: RejectionGround | null;
  detail: string | null;
}

/** The mean of the members' points for one criterion. */
export class MeanDto {
  criterion: number;
  points: string;
}

/** What was deducted of a price for the score alone; an award is at the offer. */
export class ReportedDeductionDto {
  /** Yuan. */
  offer: string;
  /** Basis points of the offer. */
  rate: number;
  /** Yuan, by which the price was scored: exact, with more than two decimals where it takes them. */
  evaluatedPrice: string;
}

/** The rank of an offer, and how it follows from its points. */
export class ReportedOfferDto {
  bid: Uuid;
  rank: number;
  means: MeanDto[];
  /** Of who declared itself small or micro, where the documents have a deduction; else absent. */
  deduction?: ReportedDeductionDto;
  priceScore: string | null;
  /** Two decimals, half up. */
  total: string;
  /** What was ranked by: a fraction. */
  exact: string;
}

/** Points that a member gave. */
export class ReportedScoreDto {
  member: number;
  bid: Uuid;
  criterion: number;
  points: string;
  /** What the member said beside the points. */
  comment: string | null;
}

/** Points that were corrected. */
export class ReportedCorrectionDto {
  member: number;
  bid: Uuid;
  criterion: number;
  from: string;
  to: string;
  ground: CorrectionGround;
  reason: string;
}

/** How a bidder explained a low price. */
export class ReportedExplanationDto {
  bid: Uuid;
  triggers: LowPriceRule[];
  reason: string;
  dueAt: Instant;
  text: string | null;
  accepted: boolean | null;
  decisionReason: string | null;
}
/** Bids that share a rank. */
export class TieDto {
  bids: Uuid[];
}

/** A standard of the service that the talks changed. */
export class ReportedStandardDto {
  no: number;
  text: string;
}

/** A change of the requirement that the buyer confirmed. */
export class ReportedChangeDto {
  no: number;
  requirement: string | null;
  standards: ReportedStandardDto[];
  contractTerms: string | null;
  reason: string;
  confirmedAt: Instant;
}
/** Changes that the buyer confirmed, and the one deadline of the final offers. */
export class ReportedConsultationDto {
  finalDeadlineAt: Instant | null;
  changes: ReportedChangeDto[];
}
/** What the panel found, as it was signed. */
export class ReviewReportDto {
  /** Of the report as it is stored. */
  sha256: string;
  tender: ReportTenderDto;
  lot: ReportLotDto;
  openedOn: Instant | null;
  reportedAt: Instant;
  panel: ReportPanelDto;
  /** What the talks changed; null in a tender. */
  consultation: ReportedConsultationDto | null;
  scoring: Scoring;
  criteria: ReportCriterionDto[];
  bids: ReportedBidDto[];
  /** Order 87 article 61: the panel decides by the majority of its members, and who differed is on record. */
  dissents: ReportedDissentDto[];
  offers: ReportedOfferDto[];
  ties: TieDto[];
  scores: ReportedScoreDto[];
  corrections: ReportedCorrectionDto[];
  explanations: ReportedExplanationDto[];
}
