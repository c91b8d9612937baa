import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, ValidateNested } from 'class-validator';
import { IsInstant } from '../../../kernel/clock/is-date.js';
import { MeasureDto } from '../../tenders/conducted/terms/measure.dto.js';
import { StandardDto } from '../../tenders/conducted/terms/terms.dto.js';
import { BodyRef } from '../../tenders/reads/tender-view.dto.js';
import { LotDto } from '../review.dto.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import type { BidState } from '../../bids/bid.lifecycle.js';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { TextUpTo } from '../../../kernel/http/validation/fields.js';

/** What of the documents changes in the talks; at least one of the three, each as it shall stand. */
export class RequirementChangeDto extends LotDto {
  /** Technical and service requirements. */
  @TextUpTo(50_000, 'optional')
  requirement?: string | null;
  /** What the service must come to. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique((standard: StandardDto) => standard.no)
  @ValidateNested({ each: true })
  @Type(() => StandardDto)
  standards?: StandardDto[] | null;
  /** Terms of the draft of the contract. */
  @TextUpTo(50_000, 'optional')
  contractTerms?: string | null;
  @TextUpTo(2000)
  reason: string;
}

/** The buyer confirms a changed requirement. */
export class ConfirmRequirementDto extends LotDto {
  /** Until when every supplier answers the changed requirement anew. */
  @IsInstant()
  respondBy: string;
}

/** The buyer refuses a changed requirement. */
export class RefuseRequirementDto extends LotDto {
  @TextUpTo(2000)
  reason: string;
}

/** Until when the suppliers make their final offers. */
export class FinalOffersRequestDto extends LotDto {
  /** One deadline for all; the instant itself is in time. */
  @IsInstant()
  deadlineAt: string;
}

/** A standard of the service, as the talks changed it. */
export class ChangedStandardDto {
  no: number;
  text: string;
  target: number | null;
  unit: string | null;
  measure: MeasureDto | null;
}

/** A change of the requirement in a consultation. */
export class ConfirmedChangeDto {
  id: Uuid;
  no: number;
  requirement: string | null;
  standards: ChangedStandardDto[] | null;
  contractTerms: string | null;
  reason: string;
  /** Until when it is answered; null where it is not confirmed. */
  respondBy: Instant | null;
  decidedAt: Instant | null;
}

/** A change of the requirement that the panel proposed. */
export class ProposedChangeDto extends ConfirmedChangeDto {
  /** `proposed`, `confirmed` or `refused`. */
  state: 'proposed' | 'confirmed' | 'refused';
  proposedAt: Instant;
  /** Why it was refused. */
  decisionReason: string | null;
}

/** A person whom a response offers. */
export class ResponsePersonDto {
  name: string;
  role: string;
  qualification: string | null;
}

/** A document that belongs to a response. */
export class ResponseDocumentDto {
  name: string;
  sha256: string;
  size: number;
}

/** What a supplier answers to a changed requirement. */
export class ResponseContentDto {
  statement: string;
  team: ResponsePersonDto[];
  documents: ResponseDocumentDto[];
}

/** That a supplier answered a changed requirement, and when. */
export class SupplierResponseDto {
  change: Uuid;
  receivedAt: Instant;
  sha256: string;
  /** For the panel alone. */
  content: ResponseContentDto | null;
}

/** A supplier in a consultation. */
export class ConsultedSupplierDto {
  bid: Uuid;
  bidder: BodyRef | null;
  /** `valid`: takes part. */
  status: BidState;
  /** What it answered to each change. */
  responses: SupplierResponseDto[];
  /** Yuan: for the panel once all final offers are opened, for the purchase's own bodies with the result. */
  finalPrice: string | null;
}
/** A deadline that members of the panel call for, while most of them have not called for the same. */
export class CalledDeadlineDto {
  deadlineAt: Instant;
  members: number;
}
/** The consultation of a lot, for its panel and the purchase's own bodies. */
export class ConsultationDto {
  tender: Uuid;
  /** Version of the tender; also the ETag. */
  version: number;
  lot: number;
  lotState: LotStateHere | null;
  finalDeadlineAt: Instant | null;
  calledDeadlines: CalledDeadlineDto[];
  changes: ProposedChangeDto[];
  suppliers: ConsultedSupplierDto[];
  allowedActions: AllowedActionDto[];
}
