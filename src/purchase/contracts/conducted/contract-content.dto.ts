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
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { IsYuan } from '../../../kernel/money/is-yuan.decorator.js';
import { AnnouncedTermDto, PaymentShareDto, StandardDto } from '../../tenders/conducted/terms/terms.dto.js';
import { REPORT_MONTHS, SUPPLIER_SIZES, type SupplierSize } from '../content/content.types.js';

const isGiven = (_: unknown, value: unknown): boolean => value !== undefined;

/** Both days count. */
export class ContractWindowDto {
  @IsPlainDate()
  start: string;
  @IsPlainDate()
  end: string;
}
/** A further clause of a contract. */
export class ContractClauseDto {
  @IsString()
  @IsVisible()
  @MaxLength(200)
  title: string;
  @IsString()
  @IsVisible()
  @MaxLength(10_000)
  text: string;
}
/** A person who is to serve under the contract. */
export class TeamMemberDto {
  @IsString()
  @IsVisible()
  @MaxLength(100)
  name: string;
  @IsString()
  @IsVisible()
  @MaxLength(100)
  role: string;
  /** In words, as it was offered. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  qualification?: string | null;
  /** Number of a professional licence. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  licence?: string | null;
}

/** What is to be reached by a day of the contract. */
export class MilestoneTermDto {
  /** Its own for good: another milestone has another number. */
  @IsInt()
  @Min(1)
  @Max(1000)
  no: number;
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name: string;
  @IsPlainDate()
  dueOn: string;
  /** What shows that it was reached. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  shownBy?: string | null;
}

/** What may be written and amended of a contract. A member that is given replaces the old one whole. */
export class AmendedContentDto {
  @ValidateIf(isGiven)
  @IsObject()
  @ValidateNested()
  @Type(() => ContractWindowDto)
  window?: ContractWindowDto;
  @IsOptional()
  @IsString()
  @MaxLength(50_000)
  requirement?: string | null;
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique((item: StandardDto) => item.no)
  @ValidateNested({ each: true })
  @Type(() => StandardDto)
  standards?: StandardDto[];
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique((item: PaymentShareDto) => item.no)
  @ValidateNested({ each: true })
  @Type(() => PaymentShareDto)
  payments?: PaymentShareDto[];
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique((item: MilestoneTermDto) => item.no)
  @ValidateNested({ each: true })
  @Type(() => MilestoneTermDto)
  milestones?: MilestoneTermDto[];
  /** Months that one progress report covers; null: each month. */
  @IsOptional()
  @IsIn(REPORT_MONTHS)
  reportMonths?: (typeof REPORT_MONTHS)[number] | null;
  /** Basis points of the amount. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  performanceBond?: number | null;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AnnouncedTermDto)
  term?: AnnouncedTermDto | null;
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ContractClauseDto)
  clauses?: ContractClauseDto[];
  /** Days within which is paid; not above sixty where the supplier is a small or medium enterprise. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3650)
  paymentDays?: number | null;
  /** Days after delivery within which the buyer accepts. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3650)
  acceptanceDays?: number | null;
  /** What is agreed on interest for late payment; without it an enterprise has what the law gives. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(500)
  lateInterest?: string | null;
}

/** What of the content of a contract is written anew. */
export class WrittenContentDto extends AmendedContentDto {
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(100)
  number?: string | null;
  /** Yuan. It is the award's amount; another one is refused when it is signed. */
  @IsOptional()
  @IsYuan()
  amount?: string | null;
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  individualReason?: string | null;
  /** What an enterprise declares of its size when it signs; a social organisation declares none. */
  @IsOptional()
  @IsIn(SUPPLIER_SIZES)
  supplierSize?: SupplierSize | null;
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => TeamMemberDto)
  team?: TeamMemberDto[];
}

/** A draft of the contract of an award; what is not given comes from the documents. */
export class NewContractDto extends WrittenContentDto {
  @IsUUID()
  award: string;
}
