import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { IsRegion, IsRegionCode } from '../../../kernel/identity/is-region-code.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { DATASET } from '../../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../../kernel/http/lists/external-id.dto.js';
import { ROOT_SORTS } from '../../../kernel/http/lists/root-order.js';
import { RootQuery } from '../../../kernel/http/lists/root-query.dto.js';
import {
  AnyTextUpTo,
  Ids,
  IntegerBetween,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
} from '../../../kernel/http/validation/fields.js';
import { IsYuan } from '../../../kernel/money/is-yuan.js';
import { IsBudgetLevel, IsCategory, IsMethod, IsNoticeKind } from '../../../law/code-lists/is-code.js';
import { SME_POLICIES, type SmePolicyKind } from '../conducted/terms/sme/sme-types.js';
import { LotTermsDto } from '../conducted/terms/terms.dto.js';
import { WindowDto } from '../recording/fact-parts.dto.js';
import { LOT_STATES } from '../lots/lot-states.js';
import { TENDER_STATES } from '../tender.lifecycle.js';
import { CONTRACT_STATES, PROVEN_STATES } from '../purchases/purchase-types.js';

/** One lot of a purchase. */
export class NewLotDto {
  @IntegerBetween(1, 10_000)
  no: number;
  @AnyTextUpTo(500, 'optional')
  name?: string | null;
  /** Highest price, yuan. */
  @OptionalField(IsYuan())
  ceiling?: string | null;
  @OptionalField(IsYuan())
  budget?: string | null;
  /** `fixed`: everybody bids the ceiling; `competitive`; null where unknown. */
  @IsOptional()
  @IsIn(['fixed', 'competitive'])
  pricing?: 'fixed' | 'competitive' | null;
  /** How many suppliers are chosen at most, as in a framework; null: one. More than one only of a purchase that is recorded. */
  @IntegerBetween(1, 1000, 'optional')
  suppliersMost?: number | null;
  /** First and last day of its service, where they are its own; absent: as they are, null: as its tender. */
  @Part(() => WindowDto, 'optional')
  window?: WindowDto | null;
  /** Its term as the source words it; absent: as it is, null: as its tender. */
  @AnyTextUpTo(1000, 'optional')
  termText?: string | null;
  /** The lines it is for, where it is not for all of its tender's; absent: as they are, null: as its tender. The tender is for them too. */
  @Ids({ max: 1000, unique: 'no', presence: 'optional' })
  serviceLines?: string[] | null;
  /** All that it says otherwise than its tender, of a purchase conducted here; absent: as it is, null: as its tender. */
  @Part(() => LotTermsDto, 'optional')
  terms?: LotTermsDto | null;
}

/** What is known of a purchase beside its lots and facts; each may be unknown. */
class TenderFields {
  @OptionalField(IsMethod())
  method?: string | null;
  @OptionalField(IsCategory())
  category?: string | null;
  @OptionalField(IsRegion())
  region?: string | null;
  /** The region as the source writes it. Without `region` a place that never changed its code is given it. */
  @AnyTextUpTo(200, 'optional')
  regionText?: string | null;
  @OptionalField(IsBudgetLevel())
  budgetLevel?: 'central' | 'provincial' | 'below_provincial' | null;
  @OptionalId()
  programme?: string | null;
  @Part(() => WindowDto, 'optional')
  window?: WindowDto | null;
  /** The term as the source words it. */
  @AnyTextUpTo(1000, 'optional')
  termText?: string | null;
  @OptionalField(IsYuan())
  budget?: string | null;
  @AnyTextUpTo(200, 'optional')
  projectNo?: string | null;
}

/** RFC 7396: only the fields that are given change, null removes; a window member by member. */
export class TenderChangeDto extends TenderFields {
  @TextUpTo(500, 'not_null')
  title?: string;
}

/** The lots of a draft, all of them. */
export class LotsDto {
  @Parts(() => NewLotDto, { max: 500 })
  lots: NewLotDto[];
}

/** The service lines of a purchase, all of them. */
export class TenderServiceLinesDto {
  @Ids({ max: 1000, unique: 'no' })
  serviceLines: string[];
}

/** A purchase. Everything but buyer and title may be left out. */
export class NewTenderDto extends TenderFields {
  /** `here`: a draft whose steps are actions of this system. Default `elsewhere`: its published facts are recorded. */
  @IsOptional()
  @IsIn(['elsewhere', 'here'])
  conducted?: 'elsewhere' | 'here';
  /** Default `live`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;
  /** One of the caller's bodies. */
  @IsUUID()
  buyer: string;
  @TextUpTo(500)
  title: string;
  @Ids({ max: 1000, unique: 'no', presence: 'optional' })
  serviceLines?: string[] | null;
  /** A purchase that is not divided is one lot, number 1. */
  @Parts(() => NewLotDto, { max: 500, presence: 'optional' })
  lots?: NewLotDto[] | null;
  @Parts(() => ExternalIdDto, { max: 20, unique: externalIdKey, presence: 'optional' })
  externalIds?: ExternalIdDto[] | null;
  /** An earlier round of the same purchase. */
  @OptionalId()
  follows?: string | null;
}

export class TenderQuery extends RootQuery {
  @OptionalId()
  buyer?: string;
  @OptionalId()
  programme?: string;
  /** Every round of one purchase. */
  @OptionalId()
  purchase?: string;
  @OptionalId()
  serviceLine?: string;
  @OptionalField(IsMethod())
  method?: string;
  @OptionalField(IsCategory())
  category?: string;
  /** Region code; the regions below it are included. */
  @OptionalField(IsRegionCode())
  region?: string;
  @IsOptional()
  @IsIn([...new Set([...PROVEN_STATES, ...TENDER_STATES, ...LOT_STATES])])
  state?: string;
  /** Words, each somewhere in title, project number, place, or names of buyer, lots and service lines; Chinese too, from one character on. */
  @TextUpTo(100, 'optional')
  q?: string;
  /** Yuan: the budget, or what a lot may cost, is at least this. What states neither is not found by it. */
  @OptionalField(IsYuan())
  amountFrom?: string;
  /** Yuan: the same amount is at most this. */
  @OptionalField(IsYuan())
  amountTo?: string;
  /** Bids are taken until this day or a later one, as far as that is known; in the order of the deadlines, without another `sort`. */
  @OptionalField(IsPlainDate())
  deadlineFrom?: string;
  /** Bids are taken until this day or an earlier one; in the same order. */
  @OptionalField(IsPlainDate())
  deadlineTo?: string;
  /** `true`: bids are taken now, until a deadline that is known and ahead; `unknown`: open as far as is known, but nobody knows until when. */
  @OneOf(['true', 'unknown'], 'optional')
  open?: 'true' | 'unknown';
  /** The order: of creation, which is the default, with `-` the newest first; by deadline, the next one first, with `open`, `state=open` or a range of deadlines. */
  @OneOf([...ROOT_SORTS, 'deadline'], 'optional')
  declare sort?: string;
  /** Tenders with a lot whose documents state this policy for small and medium enterprises; until their issue for those concerned alone. */
  @OneOf(SME_POLICIES, 'optional')
  sme?: SmePolicyKind;
}

export class ContractQuery extends RootQuery {
  @OptionalId()
  tender?: string;
  @OptionalId()
  buyer?: string;
  @OptionalId()
  supplier?: string;
  @OptionalId()
  serviceLine?: string;
  @OptionalField(IsCategory())
  category?: string;
  /** Region code; the regions below it are included. */
  @OptionalField(IsRegionCode())
  region?: string;
  @OneOf(CONTRACT_STATES, 'optional')
  state?: string;
}

export class NoticeQuery extends RootQuery {
  /** Text in title, buyer, lots or region; Chinese text too. */
  @TextUpTo(100, 'optional')
  q?: string;
  @OptionalField(IsNoticeKind())
  kind?: string;
  /** Region code; the regions below it are included. */
  @OptionalField(IsRegionCode())
  region?: string;
  @OptionalField(IsCategory())
  category?: string;
  @OptionalField(IsMethod())
  method?: string;
  /** Bids are still taken after this day; in the order of the deadlines, without `sort`. */
  @OptionalField(IsPlainDate())
  deadlineAfter?: string;
}
