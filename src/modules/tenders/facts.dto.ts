import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsMoment, IsPartialDate } from '../../platform/clock/is-date.decorators.js';
import { IsCreditCode } from '../../platform/identity/is-credit-code.decorator.js';
import { IsYuan } from '../../platform/money/is-yuan.decorator.js';
import { PLAN_KINDS, SOURCE_KINDS, type ContractFactKind, type TenderFactKind } from './facts.types.js';

/** Where a fact was read. */
export class FactSourceDto {
  /** `notice` as published, `statement` of a person, `reconstruction` from totals, `file`. */
  @IsIn(SOURCE_KINDS)
  kind: (typeof SOURCE_KINDS)[number];
  /** Address of the publication. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  url?: string | null;
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
  @IsOptional()
  @IsPartialDate()
  publishedOn?: string | null;
  /** Number or name of the publication. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reference?: string | null;
}

/** A body: by its id here, or as the source names it. */
export class PartyDto {
  @IsOptional()
  @IsUUID()
  organisation?: string;
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name?: string;
  @IsOptional()
  @IsCreditCode()
  creditCode?: string;
}

export class WindowDto {
  @IsOptional()
  @IsPartialDate()
  start?: string | null;
  @IsOptional()
  @IsPartialDate()
  end?: string | null;
}

class Published {
  @IsOptional()
  @IsPartialDate()
  publishedOn?: string;
}
export class IntentionData extends Published {}
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
export class ClarificationData extends Published {
  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  text?: string;
}
export class OpeningData {
  @IsOptional()
  @IsMoment()
  heldAt?: string;
}
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
export class EndData extends Published {
  @IsOptional()
  @IsPartialDate()
  on?: string;
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}

export class SignedData {
  @IsOptional()
  @IsPartialDate()
  signedOn?: string;
  @IsOptional()
  @IsYuan()
  amount?: string;
  @IsOptional()
  @IsString()
  @MaxLength(200)
  number?: string;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PartyDto)
  supplier?: PartyDto;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => WindowDto)
  window?: WindowDto;
}
export class OnData {
  @IsOptional()
  @IsPartialDate()
  on?: string;
}
export class PaymentData extends OnData {
  @IsOptional()
  @IsYuan()
  amount?: string;
}
export class MilestoneData {
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name: string;
  @IsOptional()
  @IsPartialDate()
  dueOn?: string;
  @IsOptional()
  @IsPartialDate()
  doneOn?: string;
  @IsOptional()
  @IsBoolean()
  final?: boolean;
}
export class PlanData {
  /** `none`: the officer states that there is no plan, which is not the same as silence. */
  @IsIn(PLAN_KINDS)
  kind: (typeof PLAN_KINDS)[number];
  @IsOptional()
  @IsUUID()
  serviceLine?: string;
  @IsOptional()
  @IsPartialDate()
  from?: string;
  @IsOptional()
  @IsPartialDate()
  agreedOn?: string;
  @IsOptional()
  @IsPartialDate()
  carriedOutOn?: string;
}
export class HandoverData extends OnData {
  @IsOptional()
  @IsUUID()
  serviceLine?: string;
  @IsOptional()
  @IsUUID()
  toContract?: string;
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  recipients?: number;
}
export class AcceptanceData extends Published {
  @IsOptional()
  @IsPartialDate()
  concludedOn?: string;
  @IsOptional()
  @IsIn(['passed', 'partial', 'rectify', 'failed'])
  result?: 'passed' | 'partial' | 'rectify' | 'failed';
  @IsOptional()
  @IsBoolean()
  recipientsTookPart?: boolean;
}
export class EvaluationData extends OnData {
  @IsOptional()
  @IsIn(['midterm', 'final'])
  kind?: 'midterm' | 'final';
  @IsOptional()
  @Matches(/^\d{1,6}(\.\d{1,6})?$/)
  score?: string;
  @IsOptional()
  @IsString()
  @MaxLength(100)
  grade?: string;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PartyDto)
  evaluator?: PartyDto;
}
export class TerminationData extends OnData {
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
export const CONTRACT_FACT_DATA = {
  signed: SignedData,
  started: OnData,
  payment: PaymentData,
  milestone: MilestoneData,
  plan: PlanData,
  handover: HandoverData,
  delivered: OnData,
  acceptance: AcceptanceData,
  evaluation: EvaluationData,
  termination: TerminationData,
} as const satisfies Record<ContractFactKind, new () => object>;

export const TENDER_FACT_KINDS = Object.keys(TENDER_FACT_DATA) as TenderFactKind[];
export const CONTRACT_FACT_KINDS = Object.keys(CONTRACT_FACT_DATA) as ContractFactKind[];
export const MAX_FACTS = 100;

class GivenFactDto {
  /** What the fact says, by its kind; see the schemas `…Data`. Unknown stays absent. */
  @IsObject()
  data: Record<string, unknown>;
  @IsObject()
  @ValidateNested()
  @Type(() => FactSourceDto)
  source: FactSourceDto;
  /** Id of the fact this one corrects; the old one stays in the history. */
  @IsOptional()
  @IsUUID()
  replaces?: string | null;
  /** Why it is corrected. Required with `replaces`. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(2000)
  reason?: string | null;
}
export class TenderFactDto extends GivenFactDto {
  @IsIn(TENDER_FACT_KINDS)
  kind: TenderFactKind;
  /** Number of the lot; null means every lot. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  lot?: number | null;
}
export class ContractFactDto extends GivenFactDto {
  @IsIn(CONTRACT_FACT_KINDS)
  kind: ContractFactKind;
}
export class RecordTenderFactsDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_FACTS)
  @ValidateNested({ each: true })
  @Type(() => TenderFactDto)
  facts: TenderFactDto[];
}
export class RecordContractFactsDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_FACTS)
  @ValidateNested({ each: true })
  @Type(() => ContractFactDto)
  facts: ContractFactDto[];
}
