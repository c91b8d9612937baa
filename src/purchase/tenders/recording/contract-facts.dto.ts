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
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsPartialDate } from '../../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { IsSomeMoney, IsYuan } from '../../../kernel/money/is-yuan.decorator.js';
import { GivenFactDto, MAX_FACTS, PartyDto, Published, WindowDto } from './fact-parts.dto.js';
import { PLAN_KINDS, type ContractFactKind } from './facts.types.js';

/** Fact: the contract was signed. */
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

/** Fact: something happened on a day. */
export class OnData {
  @IsOptional()
  @IsPartialDate()
  on?: string;
}

/** Fact: something was paid. */
export class PaymentData extends OnData {
  @IsOptional()
  @IsYuan()
  @IsSomeMoney()
  amount?: string;
}

/** Fact: a milestone was due or reached. */
export class MilestoneData {
  @IsString()
  @IsVisible()
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

/** Fact: what is to follow the contract was planned. */
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
  /** The day on which what was agreed ceased to be: it is a plan no more. */
  @IsOptional()
  @IsPartialDate()
  withdrawnOn?: string;
}

/** Fact: recipients were handed over to what follows. */
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

/** Fact: the service was accepted or refused. */
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

/** Fact: the service was evaluated. */
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

/** Fact: the contract ended before its time. */
export class TerminationData extends OnData {
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}

/** The class that checks the data of each kind. */
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

export const CONTRACT_FACT_KINDS = Object.keys(CONTRACT_FACT_DATA) as ContractFactKind[];

/** A fact about a contract that is kept elsewhere, with its source. */
export class ContractFactDto extends GivenFactDto {
  @IsIn(CONTRACT_FACT_KINDS)
  kind: ContractFactKind;
  /** What the fact says, by its kind. Unknown stays absent. */
  @ApiProperty({
    anyOf: [...new Set(Object.values(CONTRACT_FACT_DATA))].map((type) => ({ $ref: getSchemaPath(type) })),
  })
  @IsObject()
  data: Record<string, unknown>;
}

/** Facts to be recorded together: all of them or none. */
export class RecordContractFactsDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_FACTS)
  @ValidateNested({ each: true })
  @Type(() => ContractFactDto)
  facts: ContractFactDto[];
}
