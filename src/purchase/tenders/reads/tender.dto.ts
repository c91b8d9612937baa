import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsRegion, IsRegionCode } from '../../../kernel/identity/is-region-code.decorator.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.decorators.js';
import { DATASET } from '../../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../../kernel/http/lists/external-id.dto.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { RootQuery } from '../../../kernel/http/lists/root-query.dto.js';
import { IsYuan } from '../../../kernel/money/is-yuan.decorator.js';
import { IsBudgetLevel, IsCategory, IsMethod, IsNoticeKind } from '../../../law/code-lists/is-code.decorators.js';
import { WindowDto } from '../recording/fact-parts.dto.js';
import { LOT_STATES } from '../lots/lot.states.js';
import { TENDER_STATES } from '../tender.lifecycle.js';
import { CONTRACT_STATES, PROVEN_STATES } from '../purchases/purchase.types.js';

/** One lot of a purchase. */
export class NewLotDto {
  @IsInt()
  @Min(1)
  @Max(10_000)
  no: number;
  @IsOptional()
  @IsString()
  @MaxLength(500)
  name?: string | null;
  /** Highest price, yuan. */
  @IsOptional()
  @IsYuan()
  ceiling?: string | null;
  @IsOptional()
  @IsYuan()
  budget?: string | null;
  /** `fixed`: everybody bids the ceiling; `competitive`; null where unknown. */
  @IsOptional()
  @IsIn(['fixed', 'competitive'])
  pricing?: 'fixed' | 'competitive' | null;
}

/** What is known of a purchase beside its lots and facts; each may be unknown. */
class TenderFields {
  @IsOptional()
  @IsMethod()
  method?: string | null;
  @IsOptional()
  @IsCategory()
  category?: string | null;
  @IsOptional()
  @IsRegion()
  region?: string | null;
  /** The region as the source writes it. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  regionText?: string | null;
  @IsOptional()
  @IsBudgetLevel()
  budgetLevel?: 'central' | 'provincial' | 'below_provincial' | null;
  @IsOptional()
  @IsUUID()
  programme?: string | null;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => WindowDto)
  window?: WindowDto | null;
  /** The term as the source words it. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  termText?: string | null;
  @IsOptional()
  @IsYuan()
  budget?: string | null;
  @IsOptional()
  @IsString()
  @MaxLength(200)
  projectNo?: string | null;
}

/** RFC 7396: only the fields that are given change, null removes; a window member by member. */
export class TenderChangeDto extends TenderFields {
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @IsVisible()
  @MaxLength(500)
  title?: string;
}

/** The lots of a draft, all of them. */
export class LotsDto {
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => NewLotDto)
  lots: NewLotDto[];
}

/** The service lines of a purchase, all of them. */
export class TenderServiceLinesDto {
  @IsArray()
  @ArrayMaxSize(1000)
  @IsUUID(undefined, { each: true })
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
  @IsString()
  @IsVisible()
  @MaxLength(500)
  title: string;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsUUID(undefined, { each: true })
  serviceLines?: string[] | null;
  /** A purchase that is not divided is one lot, number 1. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => NewLotDto)
  lots?: NewLotDto[] | null;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique(externalIdKey)
  @ValidateNested({ each: true })
  @Type(() => ExternalIdDto)
  externalIds?: ExternalIdDto[] | null;
  /** An earlier round of the same purchase. */
  @IsOptional()
  @IsUUID()
  follows?: string | null;
}

export class TenderQuery extends RootQuery {
  @IsOptional()
  @IsUUID()
  buyer?: string;
  @IsOptional()
  @IsUUID()
  programme?: string;
  /** Every round of one purchase. */
  @IsOptional()
  @IsUUID()
  purchase?: string;
  @IsOptional()
  @IsUUID()
  serviceLine?: string;
  @IsOptional()
  @IsMethod()
  method?: string;
  @IsOptional()
  @IsCategory()
  category?: string;
  /** Region code; the regions below it are included. */
  @IsOptional()
  @IsRegionCode()
  region?: string;
  @IsOptional()
  @IsIn([...new Set([...PROVEN_STATES, ...TENDER_STATES, ...LOT_STATES])])
  state?: string;
}

export class ContractQuery extends RootQuery {
  @IsOptional()
  @IsUUID()
  tender?: string;
  @IsOptional()
  @IsUUID()
  buyer?: string;
  @IsOptional()
  @IsUUID()
  supplier?: string;
  @IsOptional()
  @IsUUID()
  serviceLine?: string;
  @IsOptional()
  @IsCategory()
  category?: string;
  /** Region code; the regions below it are included. */
  @IsOptional()
  @IsRegionCode()
  region?: string;
  @IsOptional()
  @IsIn(CONTRACT_STATES)
  state?: string;
}

export class NoticeQuery extends RootQuery {
  /** Text in title, buyer, lots or region; Chinese text too. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(100)
  q?: string;
  @IsOptional()
  @IsNoticeKind()
  kind?: string;
  /** Region code; the regions below it are included. */
  @IsOptional()
  @IsRegionCode()
  region?: string;
  @IsOptional()
  @IsCategory()
  category?: string;
  @IsOptional()
  @IsMethod()
  method?: string;
  /** Bids are still taken after this day. */
  @IsOptional()
  @IsPlainDate()
  deadlineAfter?: string;
}
