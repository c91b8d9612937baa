import { IsBoolean, IsIn, IsObject, IsOptional, Matches } from 'class-validator';
import { IsMoment, IsPartialDate } from '../../kernel/clock/is-date.js';
import { AnyTextUpTo, IntegerBetween, OptionalField, Part, Parts } from '../../kernel/http/validation/fields.js';
import { IsYuan } from '../../kernel/money/is-yuan.js';
import { ByKind } from '../../kernel/openapi/unions.js';
import { SmeDeclarationDto } from './conducted/terms/sme/declaration.dto.js';
import { GivenFactDto, MAX_FACTS, PartyDto, Published, WindowDto } from './recording/fact-parts.dto.js';
import type { TenderFactKind } from './recording/fact-types.js';

/** Fact: the intent to purchase was published. */
class IntentionData extends Published {}

/** Fact: the purchase was announced. */
class NoticeData extends Published {
  @OptionalField(IsPartialDate())
  documentsFrom?: string;
  @OptionalField(IsPartialDate())
  documentsTo?: string;
  @OptionalField(IsMoment())
  deadline?: string;
  @OptionalField(IsMoment())
  openingAt?: string;
  @OptionalField(IsBoolean())
  singleSource?: boolean;
  /** Last day on which suppliers apply to be prequalified. */
  @OptionalField(IsPartialDate())
  prequalificationTo?: string;
  /** Last day on which a single source was publicised. */
  @OptionalField(IsPartialDate())
  publicityTo?: string;
}

/** Fact: the announcement was corrected. */
class CorrectionData extends Published {
  @OptionalField(IsPartialDate())
  documentsTo?: string;
  @OptionalField(IsMoment())
  deadline?: string;
  @OptionalField(IsMoment())
  openingAt?: string;
}

/** Fact: a question about the documents was answered to everybody. */
class ClarificationData extends Published {
  @AnyTextUpTo(10_000, 'optional')
  text?: string;
}

/** Fact: the bids were opened. */
class OpeningData {
  @OptionalField(IsMoment())
  heldAt?: string;
  /** When it was to begin. */
  @OptionalField(IsMoment())
  calledFor?: string;
  /** Why it began later than that. */
  @AnyTextUpTo(2000, 'optional')
  lateReason?: string;
  /** How many bids were opened. */
  @IntegerBetween(0, 10_000, 'optional')
  bidCount?: number;
}

/** Fact: somebody bid. */
class BidData {
  @Part(() => PartyDto)
  bidder: PartyDto;
  /** Of a consortium: who bids together, the body that leads it among them or not. */
  @Parts(() => PartyDto, { min: 1, max: 20, presence: 'optional' })
  members?: PartyDto[];
  /** Whom it names as subcontractors; an empty list says that it names none. */
  @Parts(() => PartyDto, { max: 20, presence: 'optional' })
  subcontractors?: PartyDto[];
  @OptionalField(IsYuan())
  price?: string;
  /** What was offered last, where there were several offers: the price that counts. `price` is then the first. */
  @OptionalField(IsYuan())
  finalPrice?: string;
  @IntegerBetween(1, 10_000, 'optional')
  rank?: number;
  /** Exact decimal, e.g. `"87.35"`. */
  @IsOptional()
  @Matches(/^\d{1,6}(\.\d{1,6})?$/)
  score?: string;
  /** Points of the technical part, exact decimal. */
  @IsOptional()
  @Matches(/^\d{1,6}(\.\d{1,6})?$/)
  technicalScore?: string;
  /** Points of the price, exact decimal. */
  @IsOptional()
  @Matches(/^\d{1,6}(\.\d{1,6})?$/)
  priceScore?: string;
  /** When the bid came in. */
  @OptionalField(IsMoment())
  receivedAt?: string;
  @IsOptional()
  @IsIn(['valid', 'rejected', 'withdrawn'])
  status?: 'valid' | 'rejected' | 'withdrawn';
  /** Why it was rejected, as published. Only with the status `rejected`. */
  @AnyTextUpTo(2000, 'optional')
  rejectedFor?: string;
}

/** Fact: the result was decided and published. */
class AwardData extends Published {
  @OptionalField(IsPartialDate())
  decidedOn?: string;
  @Part(() => PartyDto, 'optional')
  supplier?: PartyDto;
  @OptionalField(IsYuan())
  amount?: string;
  /** How many bid, as published. */
  @IntegerBetween(0, 10_000, 'optional')
  bidCount?: number;
  /** Of the lot, in basis points (6000 is 60 %), where several suppliers share it. */
  @IntegerBetween(1, 10_000, 'optional')
  share?: number;
  @IntegerBetween(1, 10_000, 'optional')
  rank?: number;
  /** Price of one unit, yuan. Only with `unit`. */
  @OptionalField(IsYuan())
  unitPrice?: string;
  /** What the price is of, e.g. `人次`. */
  @AnyTextUpTo(50, 'optional')
  unit?: string;
  /** How many suppliers are chosen for the lot. Where they are several, each award names its supplier. */
  @IntegerBetween(1, 1000, 'optional')
  places?: number;
  /** Whom the supplier takes as subcontractors; an empty list says that it takes none. */
  @Parts(() => PartyDto, { max: 20, presence: 'optional' })
  subcontractors?: PartyDto[];
  /** The declaration of a small or medium enterprise that was published with the result (rule SME-DECLARE). */
  @Part(() => SmeDeclarationDto, 'optional')
  declaration?: SmeDeclarationDto;
  /** It does not stand any more: the supplier refused, or the result was found invalid. */
  @OptionalField(IsBoolean())
  cancelled?: boolean;
}

/** Fact: the contract was signed or published. */
export class ContractData extends Published {
  @AnyTextUpTo(200, 'optional')
  number?: string;
  @OptionalField(IsPartialDate())
  signedOn?: string;
  @Part(() => PartyDto, 'optional')
  supplier?: PartyDto;
  @OptionalField(IsYuan())
  amount?: string;
  @Part(() => WindowDto, 'optional')
  window?: WindowDto;
  @AnyTextUpTo(1000, 'optional')
  termText?: string;
  /** Price of one unit, yuan. Only with `unit`. */
  @OptionalField(IsYuan())
  unitPrice?: string;
  /** What the price is of, e.g. `人次`. */
  @AnyTextUpTo(50, 'optional')
  unit?: string;
  /** Whom the supplier takes as subcontractors; an empty list says that it takes none. */
  @Parts(() => PartyDto, { max: 20, presence: 'optional' })
  subcontractors?: PartyDto[];
}

/** Fact: the purchase was cancelled. */
class EndData extends Published {
  @OptionalField(IsPartialDate())
  on?: string;
  @AnyTextUpTo(2000, 'optional')
  reason?: string;
}

/** Fact: the purchase failed. */
class FailureData extends EndData {
  /** How many bid, as published. */
  @IntegerBetween(0, 10_000, 'optional')
  bidCount?: number;
}

/** The class that checks the data of each kind. */
export const TENDER_FACT_DATA = {
  intention: IntentionData,
  notice: NoticeData,
  correction: CorrectionData,
  clarification: ClarificationData,
  opening: OpeningData,
  bid: BidData,
  award: AwardData,
  contract: ContractData,
  failure: FailureData,
  cancellation: EndData,
} as const satisfies Record<TenderFactKind, new () => object>;
const TENDER_FACT_KINDS = Object.keys(TENDER_FACT_DATA) as TenderFactKind[];

/** A fact about a tender that was conducted elsewhere, with its source. */
export class TenderFactDto extends GivenFactDto {
  @IsIn(TENDER_FACT_KINDS)
  kind: TenderFactKind;
  /** What the fact says, by its kind. Unknown stays absent. */
  @ByKind(TENDER_FACT_DATA)
  @IsObject()
  data: Record<string, unknown>;
  /** Number of the lot; null means every lot. */
  @IntegerBetween(1, 10_000, 'optional')
  lot?: number | null;
}

/** Facts to be recorded together: all of them or none. */
export class RecordTenderFactsDto {
  @Parts(() => TenderFactDto, { min: 1, max: MAX_FACTS })
  facts: TenderFactDto[];
}
