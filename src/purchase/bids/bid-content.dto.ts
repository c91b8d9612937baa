import { Type } from 'class-transformer';
import { IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { ShownContractDto } from '../tenders/conducted/terms/qualifications/like-contracts.dto.js';
import { OfferedUnitPriceDto } from '../tenders/conducted/terms/price.dto.js';
import { RequiredByAction } from '../../kernel/actions/required-by-action.js';
import { IsSomeMoney, IsYuan } from '../../kernel/money/is-yuan.js';
import { BidSubcontractorDto } from './declarations/subcontractor.dto.js';
import { ReceiptDto } from './bid.dto.js';
import { SmeDeclarationDto } from '../tenders/conducted/terms/sme/declaration.dto.js';
import {
  AnyTextUpTo,
  IntegerBetween,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
} from '../../kernel/http/validation/fields.js';

/** One item of a priced list. */
export class BidItemDto {
  @IntegerBetween(1, 9999)
  no: number;
  @TextUpTo(500)
  name: string;
  /** Yuan. */
  @OptionalField(IsYuan())
  amount?: string | null;
}

/** A person whom a bid offers. */
export class BidPersonDto {
  @TextUpTo(100)
  name: string;
  /** What the person does in the service. */
  @TextUpTo(200)
  role: string;
  @AnyTextUpTo(500, 'optional')
  qualification?: string | null;
}

/** Whom to ask about a bid. */
export class BidContactDto {
  @TextUpTo(100)
  name: string;
  @TextUpTo(40)
  phone: string;
  @AnyTextUpTo(200, 'optional')
  email?: string | null;
}
/** A file that belongs to the bid: what it is called, and what it must be. As the upload answered it, or kept by the bidder. */
export class BidDocumentDto {
  @TextUpTo(255)
  name: string;
  /** SHA-256 of its bytes, in lower-case hexadecimal. */
  @IsString()
  @Matches(/^[0-9a-f]{64}$/)
  sha256: string;
  /** Bytes. */
  @IntegerBetween(1, Number.MAX_SAFE_INTEGER)
  size: number;
  /** What the upload answered: by it the file is found when the bid is opened. Without it the bidder keeps the file. */
  @IsOptional()
  @IsString()
  @MaxLength(8_000)
  @Matches(/^[A-Za-z0-9_-]+$/)
  file?: string | null;
}

/** What is offered, member by member (RFC 7396): what is absent stays, null is as it was in the beginning. */
export class BidContentDto {
  /** Yuan. Of a lot that is paid by the unit what its unit prices and fixed part come to by the documents; left out, it is computed. */
  @OptionalField(IsYuan(), IsSomeMoney())
  price?: string | null;
  /** Of a lot that is paid by the unit: one for each of its items. */
  @Parts(() => OfferedUnitPriceDto, { max: 50, unique: (item: OfferedUnitPriceDto) => item.no, presence: 'optional' })
  unitPrices?: OfferedUnitPriceDto[] | null;
  /** Yuan, of a lot with a mixed price: what is asked for the part that is paid by instalments. */
  @OptionalField(IsYuan(), IsSomeMoney())
  fixedPart?: string | null;
  /** What is offered, in words. */
  @AnyTextUpTo(200_000, 'optional')
  statement?: string | null;
  @Parts(() => BidItemDto, { max: 500, presence: 'optional' })
  items?: BidItemDto[] | null;
  @Parts(() => BidPersonDto, { max: 200, presence: 'optional' })
  team?: BidPersonDto[] | null;
  @Parts(() => BidContactDto, { max: 20, presence: 'optional' })
  contacts?: BidContactDto[] | null;
  @Parts(() => BidDocumentDto, { max: 50, presence: 'optional' })
  documents?: BidDocumentDto[] | null;
  /** Of a small or medium enterprise, or a welfare unit for the disabled. Null takes it out of a draft. */
  @Part(() => SmeDeclarationDto, 'optional')
  declaration?: SmeDeclarationDto | null;
  /** Contracts of the same kind, where the documents ask for some (`terms.likeContracts`). */
  @Parts(() => ShownContractDto, { max: 50, presence: 'optional' })
  likeContracts?: ShownContractDto[] | null;
  /** To whom a part of the work is meant to be given, where the bid says so. */
  @Parts(() => BidSubcontractorDto, { max: 20, presence: 'optional' })
  subcontractors?: BidSubcontractorDto[] | null;
  /** At least 128 random bits of the bidder's own (base64url), so that nobody finds a short content by its hash. The own copy holds it too. */
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{22,64}$/)
  nonce?: string | null;
}

/** A bid to be drafted. */
export class NewBidDto {
  /** For which of the own bodies; needed by who sits in several. */
  @OptionalId()
  organisation?: string | null;
  @IsOptional()
  @ValidateNested()
  @Type(() => BidContentDto)
  content?: BidContentDto;
}

/** What of a drafted bid changes. */
export class BidChangeDto {
  @IsOptional()
  @ValidateNested()
  @Type(() => BidContentDto)
  content?: BidContentDto;
}

/** Submits a bid. */
export class SubmitBidDto {
  /** The whole content, also to replace what was submitted; without it the draft is submitted. */
  @IsOptional()
  @ValidateNested()
  @Type(() => BidContentDto)
  content?: BidContentDto;
}

/** The bidder's own copy of what was submitted and found altered. */
export class RestoreBidDto {
  @RequiredByAction({ en: 'The copy of what was submitted', zh: '须附所提交内容的副本' })
  @ValidateNested()
  @Type(() => BidContentDto)
  content: BidContentDto;
  /** Needed only where the altered envelope no longer tells what was submitted. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ReceiptDto)
  receipt?: ReceiptDto;
}
