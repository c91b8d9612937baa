import { ApiProperty } from '@nestjs/swagger';
import { BodyRef } from '../tenders/reads/tender-view.dto.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';
import { type MemberKind, PANEL_FAULTS } from './panel/panel.rules.js';
import type { ReviewState } from './review.lifecycle.js';
import type { CorrectionGround } from './scoring/corrections.rules.js';
import type { LowPriceRule } from './scoring/low-price.rules.js';
import type { LotStateHere } from '../tenders/lots/lot-states.js';
import type { FoundStage, RejectedFor, RejectionStage } from '../bids/rejection.rules.js';
import type { BidState } from '../bids/bid.lifecycle.js';
import type { VoidPanelGround } from './repeated/repeated-review.js';
import { AllowedActionDto } from '../../kernel/actions/allowed-actions.js';

/** A rule with its place. */
export class ReviewRuleDto {
  id: string;
  document: string;
  article: string;
}

/** What is wrong with the composition of a panel. */
export class PanelFaultDto {
  @ApiProperty({ enum: PANEL_FAULTS })
  code: string;
  text: string;
}

/** The composition of a panel, held against the rules. */
export class PanelDto {
  size: number;
  experts: number;
  /** `unknown`: no rule on record was in force. */
  lawful: 'lawful' | 'unlawful' | 'unknown';
  least: number | null;
  rule: ReviewRuleDto | null;
  faults: PanelFaultDto[];
}

/** A seat in a panel. */
export class MemberDto {
  id: Uuid;
  kind: MemberKind;
  /** Whether it is the caller's own seat. */
  own: boolean;
  /** Of the own seat: its version, which checks, sheet, corrections and signature of the member name. Null of any other. */
  version: number | null;
  /** Null to everybody but the caller itself and those who appoint, until the result is published. */
  user: Uuid | null;
  name: string | null;
  declared: boolean;
  /** Stages of which it has said what it finds, as far as the panel has not decided: `qualification`, `conformity`, `price`. */
  found: FoundStage[];
  locked: boolean;
  signed: boolean;
}

/** How a bid passed one stage of the review. */
export class CheckedDto {
  stage: RejectionStage;
  passed: boolean;
  ground: RejectedFor | null;
  detail: string | null;
  /** The rule of the sign of collusion that the ground names; null where it names none. */
  rule: string | null;
}

/** A bid in the review, with what was found of it. */
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

/** The review of one lot: its panel and its bids. */
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
  allowedActions: AllowedActionDto[];
}
/** The reviews of a tender, lot by lot. */
export class ReviewsDto {
  tender: Uuid;
  /** Of the tender; in the answer to what a member found or signed, of that member's seat. Also the ETag. */
  version: number;
  items: LotReviewDto[];
}

/** Points of one bid for one criterion on a member's sheet. */
export class SheetScoreDto {
  bid: Uuid;
  criterion: number;
  points: string;
  /** What the member says beside the points. */
  comment: string | null;
}

/** The score sheet of one member. */
export class SheetViewDto {
  member: Uuid;
  own: boolean;
  locked: boolean;
  scores: SheetScoreDto[];
}
/** Before all are locked: the own one alone. */
export class SheetsDto {
  lot: number;
  /** Version of the own seat, with its checks, sheet and signature; also the ETag. Null for whoever sits in no panel of the lot. */
  version: number | null;
  items: SheetViewDto[];
}

/** An explanation of a low price that the panel asked for. */
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
  /** Of the tender; in the answer to what a member found, of that member's seat. Also the ETag. */
  version: number;
  lot: number;
  items: ExplanationDto[];
}
