import { ApiProperty } from '@nestjs/swagger';
import { BodyRef } from '../tenders/reads/tender-view.dto.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';
import type { Method } from '../../law/code-lists/methods.js';
import { type MemberKind, PANEL_FAULTS } from './panel/panel.rules.js';
import type { ReplacementGround } from './review.given.js';
import type { ReviewState } from './review.lifecycle.js';
import type { CorrectionGround } from './scoring/corrections.rules.js';
import type { LowPriceRule } from './scoring/low-price.rules.js';
import type { Scoring, CRITERION_KINDS } from '../tenders/conducted/terms.types.js';
import type { LotStateHere } from '../tenders/lots/lot.states.js';
import type { FoundStage, RejectedFor, RejectionGround, RejectionStage } from '../bids/rejection.rules.js';
import type { BidState } from '../bids/bid.lifecycle.js';
import type { VoidPanelGround } from './repeated-review.js';

/** A rule with its place. */
export class ReviewRuleDto {
  id: string;
  document: string;
  article: string;
}
export class PanelFaultDto {
  @ApiProperty({ enum: PANEL_FAULTS })
  code: string;
  text: string;
}
export class PanelDto {
  size: number;
  experts: number;
  /** `unknown`: no rule on record was in force. */
  lawful: 'lawful' | 'unlawful' | 'unknown';
  least: number | null;
  rule: ReviewRuleDto | null;
  faults: PanelFaultDto[];
}
export class MemberDto {
  id: Uuid;
  kind: MemberKind;
  /** Whether it is the caller's own seat. */
  own: boolean;
  /** Null to everybody but the caller itself and those who appoint, until the result is published. */
  user: Uuid | null;
  name: string | null;
  declared: boolean;
  /** Stages of which it has said what it finds, as far as the panel has not decided: `qualification`, `conformity`, `price`. */
  found: FoundStage[];
  locked: boolean;
  signed: boolean;
}
export class CheckedDto {
  stage: RejectionStage;
  passed: boolean;
  ground: RejectedFor | null;
  detail: string | null;
}
export class ReviewedBidDto {
  id: Uuid;
  bidder: BodyRef | null;
  /** Yuan; of a consultation not before the result. */
  price: string | null;
  status: BidState;
  checks: CheckedDto[];
  /** Rules on low prices that its price meets; each asks for an explanation and rejects nobody. */
  triggers: LowPriceRule[];
}
/** A report that another took the place of. It is kept as it was signed. */
export class SupersededReportDto {
  sha256: string;
  reportedAt: Instant;
  supersededAt: Instant;
  ground: CorrectionGround | VoidPanelGround;
  reason: string;
}
export class LotReviewDto {
  lot: number;
  lotState: LotStateHere | null;
  /** Null: nobody is appointed. */
  state: ReviewState | null;
  panel: PanelDto;
  members: MemberDto[];
  bids: ReviewedBidDto[];
  /** Reports that no longer stand, the oldest first. */
  earlierReports: SupersededReportDto[];
  allowedActions: string[];
}
/** The reviews of a tender, lot by lot. */
export class ReviewsDto {
  /** Id and version of the tender; the version is the ETag. */
  tender: Uuid;
  version: number;
  items: LotReviewDto[];
}

export class SheetScoreDto {
  bid: Uuid;
  criterion: number;
  points: string;
  /** What the member says beside the points. */
  comment: string | null;
}
export class SheetViewDto {
  member: Uuid;
  own: boolean;
  locked: boolean;
  scores: SheetScoreDto[];
}
/** Before all are locked: the own one alone. */
export class SheetsDto {
  lot: number;
  items: SheetViewDto[];
}

export class ExplanationDto {
  bid: Uuid;
  triggers: LowPriceRule[];
  reason: string;
  askedAt: Instant;
  dueAt: Instant;
  text: string | null;
  explainedAt: Instant | null;
  accepted: boolean | null;
  decisionReason: string | null;
}
/** Of the own bids for a bidder, of all for the panel and the buyer. */
export class ExplanationsDto {
  tender: Uuid;
  version: number;
  lot: number;
  items: ExplanationDto[];
}

export class ReportedMemberDto {
  no: number;
  /** Null until the result is published, but to the panel and those who appointed it. */
  name: string | null;
  kind: MemberKind;
  dissent: string | null;
  unsigned: string | null;
  signedAt: Instant | null;
}
export class ReplacedDto {
  kind: MemberKind;
  ground: ReplacementGround;
  reason: string;
}
export class ReportPanelDto {
  least: number | null;
  rule: ReviewRuleDto | null;
  members: ReportedMemberDto[];
  replaced: ReplacedDto[];
}
export class ReportTenderDto {
  id: Uuid;
  title: string;
  method: Method;
  buyer: string;
}
export class ReportLotDto {
  no: number;
  name: string | null;
  ceiling: string | null;
  pricing: 'fixed' | 'competitive' | null;
}
export class ReportCriterionDto {
  no: number;
  name: string;
  kind: (typeof CRITERION_KINDS)[number];
  points: string;
}
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
export class MeanDto {
  criterion: number;
  points: string;
}
export class ReportedOfferDto {
  bid: Uuid;
  rank: number;
  means: MeanDto[];
  priceScore: string | null;
  /** Two decimals, half up. */
  total: string;
  /** What was ranked by: a fraction. */
  exact: string;
}
export class ReportedScoreDto {
  member: number;
  bid: Uuid;
  criterion: number;
  points: string;
  /** What the member said beside the points. */
  comment: string | null;
}
export class ReportedCorrectionDto {
  member: number;
  bid: Uuid;
  criterion: number;
  from: string;
  to: string;
  ground: CorrectionGround;
  reason: string;
}
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
export class ReportedStandardDto {
  no: number;
  text: string;
}
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
