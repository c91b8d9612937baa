import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsMoment, IsPartialDate } from '../../kernel/clock/is-date.decorators.js';
import { IsYuan } from '../../kernel/money/is-yuan.decorator.js';
import { GivenFactDto, MAX_FACTS, PartyDto, Published, WindowDto } from './recording/fact-parts.dto.js';
import type { TenderFactKind } from './recording/facts.types.js';

/** Fact: the intent to purchase was published. */
export class IntentionData extends Published {}

/** Fact: the purchase was announced. */
export class NoticeData extends Published {
  @IsOptional()
  @IsPartialDate()
  documentsFrom?: string;
  @IsOptional()
  @IsPartialDate()
  documentsTo?: string;
  @IsOptional()
  @IsMoment()
  deadline?: string;
  @IsOptional()
  @IsMoment()
  openingAt?: string;
  @IsOptional()
  @IsBoolean()
  singleSource?: boolean;
}

/** Fact: the announcement was corrected. */
export class CorrectionData extends Published {
  @IsOptional()
  @IsPartialDate()
  documentsTo?: string;
  @IsOptional()
  @IsMoment()
  deadline?: string;
  @IsOptional()
  @IsMoment()
  openingAt?: string;
}

/** Fact: a question about the documents was answered to everybody. */
export class ClarificationData extends Published {
  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  text?: string;
}

/** Fact: the bids were opened. */
export class OpeningData {
  @IsOptional()
  @IsMoment()
  heldAt?: string;
}

/** Fact: somebody bid. */
export class BidData {
  @IsObject()
  @ValidateNested()
  @Type(() => PartyDto)
  bidder: PartyDto;
  @IsOptional()
  @IsYuan()
  price?: string;
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  rank?: number;
  /** Exact decimal, e.g. `"87.35"`. */
  @IsOptional()
  @Matches(/^\d{1,6}(\.\d{1,6})?$/)
  score?: string;
  @IsOptional()
  @IsIn(['valid', 'rejected', 'withdrawn'])
  status?: 'valid' | 'rejected' | 'withdrawn';
}

/** Fact: the result was decided and published. */
export class AwardData extends Published {
  @IsOptional()
  @IsPartialDate()
  decidedOn?: string;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PartyDto)
  supplier?: PartyDto;
  @IsOptional()
  @IsYuan()
  amount?: string;
  /** How many bid, as published. Lists of names are often incomplete and are not counted. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  bidCount?: number;
}

/** Fact: the contract was signed or published. */
export class ContractData extends Published {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  number?: string;
  @IsOptional()
  @IsPartialDate()
  signedOn?: string;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PartyDto)
  supplier?: PartyDto;
  @IsOptional()
  @IsYuan()
  amount?: string;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => WindowDto)
  window?: WindowDto;
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  termText?: string;
}

/** Fact: the purchase failed or was cancelled. */
export class EndData extends Published {
  @IsOptional()
  @IsPartialDate()
  on?: string;
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
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
  failure: EndData,
  cancellation: EndData,
} as const satisfies Record<TenderFactKind, new () => object>;
export const TENDER_FACT_KINDS = Object.keys(TENDER_FACT_DATA) as TenderFactKind[];

/** A fact about a tender that was conducted elsewhere, with its source. */
export class TenderFactDto extends GivenFactDto {
  @IsIn(TENDER_FACT_KINDS)
  kind: TenderFactKind;
  /** What the fact says, by its kind. Unknown stays absent. */
  @ApiProperty({ anyOf: [...new Set(Object.values(TENDER_FACT_DATA))].map((type) => ({ $ref: getSchemaPath(type) })) })
  @IsObject()
  data: Record<string, unknown>;
  /** Number of the lot; null means every lot. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  lot?: number | null;
}

/** Facts to be recorded together: all of them or none. */
export class RecordTenderFactsDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_FACTS)
  @ValidateNested({ each: true })
  @Type(() => TenderFactDto)
  facts: TenderFactDto[];
}
