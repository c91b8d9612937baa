import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Min, ValidateNested } from 'class-validator';
import { IsInstant } from '../../kernel/clock/is-date.js';
import type { BidContent, Notice } from './bid-content.rules.js';
import type { BidFileState } from './files/bid-file-states.js';
import type { EnvelopeOutcome, RestoreProof } from './opening/registers/register.rules.js';
import type { BidState } from './bid.lifecycle.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import { OfferedUnitPriceDto } from '../tenders/conducted/terms/price.dto.js';
import { ShownContractDto } from '../tenders/conducted/terms/qualifications/like-contracts.dto.js';
import { BidSubcontractorDto } from './declarations/subcontractor.dto.js';
import { TermsViewDto } from '../tenders/conducted/conducted-view.dto.js';
import type { Instant } from '../../kernel/clock/moment.js';
import type { RejectedFor, RejectionStage } from './rejection.rules.js';
import { AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import { AnyTextUpTo, SignedId } from '../../kernel/http/validation/fields.js';
import { SmeDeclarationDto } from '../tenders/conducted/terms/sme/declaration.dto.js';

/** What a bid offers. */
export class BidContentViewDto implements BidContent {
  price: string | null;
  statement: string | null;
  items: { no: number; name: string; amount?: string | null }[];
  team: { name: string; role: string; qualification?: string | null }[];
  contacts: { name: string; phone: string; email?: string | null }[];
  documents: { name: string; sha256: string; size: number; file?: string | null }[];
  /** Where the bidder gave one. */
  declaration?: SmeDeclarationDto;
  /** Where the bidder gave one. */
  nonce?: string;
  /** Of a lot that is paid by the unit. */
  unitPrices?: OfferedUnitPriceDto[];
  fixedPart?: string;
  /** Contracts of the same kind that the bidder shows. */
  likeContracts?: ShownContractDto[];
  /** To whom a part of the work is meant to be given. */
  subcontractors?: BidSubcontractorDto[];
}
/** What an upload answers: named so in `documents`, the file belongs to the bid. */
export class UploadedBidFileDto {
  name: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  /** SHA-256 of its bytes. */
  sha256: string;
  /** Its handle: of use for this bid alone. It stands nowhere else. */
  file: string;
}

/** A multipart form with one file of a bid. */
export class BidFileUploadDto {
  @ApiProperty({ type: 'string', format: 'binary' })
  file: unknown;
}
/** A file of a bid, for whoever may read the bid. */
export class BidFileDto {
  /** Its place among the documents of the bid, from 1. */
  no: number;
  name: string;
  mediaType: string | null;
  size: number;
  sha256: string;
  /** `altered`, `missing`: not what was uploaded. `not_given`: named, and kept by its bidder. */
  state: BidFileState;
}
/** What its bidder should know and nobody refuses. */
export class BidNoticeDto {
  code: Notice['code'];
  text: string;
}
/** What its bidder is told with the result: rank and score of the own offer, or why it was rejected. */
export class BidResultDto {
  rank: number | null;
  /** Points with two decimals. */
  score: string | null;
  stage: RejectionStage | null;
  ground: RejectedFor | null;
  detail: string | null;
  /** The rule by which its bidder must be told; null: none says so. */
  rule: string | null;
}

/** A bid, as far as the caller may read it. */
export class BidDto {
  id: Uuid;
  /** Version of the record; also the ETag. */
  version: number;
  tender: Uuid;
  lot: Uuid;
  /** Of the service of the lot, as the documents in force have it. */
  window: { start: PartialDate | null; end: PartialDate | null };
  /** What the documents in force say of the lot: its own words, else those of its tender. */
  terms: TermsViewDto;
  organisation: Uuid;
  /** To the bidder, `opened` or `unreadable` before the result of a tender. */
  state: BidState;
  /** A draft for its bidder; what was submitted for nobody before the opening. */
  content: BidContentViewDto | null;
  /** Yuan, by the documents in force. Of a sealed bid the answer to a submission alone tells it. */
  amount: string | null;
  currency: 'CNY';
  /** Read by `GET /bids/{id}/files/{no}`; empty for whom the content is null. */
  files: BidFileDto[];
  /** SHA-256 of the canonical content (RFC 8785) that was submitted; null for who may not read the content. */
  sha256: string | null;
  /** When it was accepted. */
  receivedAt: Instant | null;
  /** The revision of the documents that it answers. */
  revision: number | null;
  /** What the documents say of its lot was corrected since; it opens as submitted. */
  stale: boolean;
  /** For its bidder alone: whether its inboxes are told of corrections. */
  toldOfCorrections: boolean | null;
  /** For its bidder alone, once the result is published. */
  result: BidResultDto | null;
  /** For its bidder alone, from the opening on: what was found of the envelope of the last receipt. */
  envelopeFound: EnvelopeOutcome | null;
  /** As in the record of the opening. */
  restoredBy: RestoreProof | null;
  notices: BidNoticeDto[];
  allowedActions: AllowedActionDto[];
}

/** What was received, when, to the microsecond. */
export class ReceiptContentDto {
  @SignedId()
  bid: string;
  /** Of the final offer in a consultation; absent: of the bid itself. */
  @IsOptional()
  @IsIn(['final_offer'])
  kind?: 'final_offer';
  /** Of a final offer. */
  @IsOptional()
  @IsInt()
  @Min(1)
  round?: number;
  @SignedId()
  tender: string;
  @SignedId()
  lot: string;
  @SignedId()
  organisation: string;
  @IsInt()
  @Min(1)
  revision: number;
  /** Business time of the database. */
  @IsInstant()
  receivedAt: string;
  @IsString()
  @Matches(/^[0-9a-f]{64}$/)
  sha256: string;
}
/** Signed over the canonical text (RFC 8785) of `receipt`. */
export class ReceiptDto {
  @ValidateNested()
  @Type(() => ReceiptContentDto)
  receipt: ReceiptContentDto;
  /** Name of the key that signed. */
  @AnyTextUpTo(64)
  keyId: string;
  /** Ed25519, base64url. */
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{86}$/)
  signature: string;
}

/** A receipt whose signature is ours. */
export class VerifiedReceiptDto {
  valid: true;
  /** What the opening found of the envelope; `superseded`: it holds a later one. Null: not opened, or withdrawn. */
  found: EnvelopeOutcome | 'superseded' | null;
  receipt: ReceiptContentDto;
}
