import { Type } from 'class-transformer';
import { IsDefined, ValidateNested } from 'class-validator';
import { BidContentDto, BidDocumentDto, BidPersonDto } from '../../bids/bid-content.dto.js';
import { BidNoticeDto } from '../../bids/bid.dto.js';
import { ConfirmedChangeDto } from './consultation.dto.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import type { BidState } from '../../bids/bid.lifecycle.js';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { Parts, TextUpTo } from '../../../kernel/http/validation/fields.js';

/** The answer to a changed requirement. It says no price: that is for the final offer. */
export class ResponseDto {
  @TextUpTo(200_000)
  statement: string;
  @Parts(() => BidPersonDto, { max: 200, presence: 'optional' })
  team?: BidPersonDto[];
  @Parts(() => BidDocumentDto, { max: 50, presence: 'optional' })
  documents?: BidDocumentDto[];
}

/** Why a supplier leaves a consultation. */
export class WithdrawalDto {
  @TextUpTo(2000)
  reason: string;
}

/** A final offer. */
export class FinalOfferDto {
  /** The whole of it; it is made once. */
  @IsDefined()
  @ValidateNested()
  @Type(() => BidContentDto)
  content: BidContentDto;
}

/** The final offer of the own body. */
export class OwnFinalOfferDto {
  receivedAt: Instant;
  /** SHA-256 of the canonical content (RFC 8785). */
  sha256: string;
  /** Yuan: once all are opened. Before, nobody reads it, its bidder included. */
  price: string | null;
}
/** A consultation as one of its suppliers sees it. Of the others it tells nothing. */
export class OwnConsultationDto {
  bid: Uuid;
  /** Version of the bid; also the ETag. */
  version: number;
  tender: Uuid;
  lot: Uuid;
  lotState: LotStateHere;
  /** `valid`: takes part. */
  state: BidState;
  changes: ConfirmedChangeDto[];
  /** Whether the last change waits for an answer of this supplier. */
  answerAsked: boolean;
  finalDeadlineAt: Instant | null;
  finalOffer: OwnFinalOfferDto | null;
  notices: BidNoticeDto[];
  allowedActions: AllowedActionDto[];
}
