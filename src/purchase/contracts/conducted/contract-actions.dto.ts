import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { IsSomeMoney, IsYuan } from '../../../kernel/money/is-yuan.decorator.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { AnnouncedTermDto, PaymentShareDto, StandardDto } from '../../tenders/conducted/terms.dto.js';
import { AMENDMENT_REASONS, REPORT_MONTHS, SUPPLIER_SIZES, type SupplierSize } from '../content/content.types.js';

const isGiven = (_: unknown, value: unknown): boolean => value !== undefined;

/** Both days count. */
export class ContractWindowDto {
  @IsPlainDate()
  start: string;
  @IsPlainDate()
  end: string;
}
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

/** Which words are signed. */
export class SignDto extends ReasonDto {
  /** SHA-256 of the content, as the contract says it. */
  @Matches(/^[0-9a-f]{64}$/)
  hash: string;
}
export class AmendDto extends SignDto {
  @IsUUID()
  amendment: string;
}

export class NewAmendmentDto extends ReasonDto {
  @IsIn(AMENDMENT_REASONS)
  reasonCode: (typeof AMENDMENT_REASONS)[number];
  /** Yuan to be added to the amount: a supplementary agreement. */
  @IsOptional()
  @IsYuan()
  @IsSomeMoney()
  supplement?: string | null;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AmendedContentDto)
  content?: AmendedContentDto;
}

export class SubcontractDto {
  /** Who is to do it. */
  @IsString()
  @IsVisible()
  @MaxLength(200)
  to: string;
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  work: string;
  /** Yuan. */
  @IsYuan()
  @IsSomeMoney()
  amount: string;
}

export class ContractActionDto extends ReasonDto {
  /** `redraft`, `take-over`: the members that are to be another. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => WrittenContentDto)
  content?: WrittenContentDto;
  /** `confirm-content`: which words. */
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/)
  hash?: string;
  /** `halt`, `terminate`, `rescind`: one of the list of the action. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  ground?: string;
  /** `file`, `rescind`: number of the filing, the decision or the judgment; `halt`: of a challenge or complaint kept elsewhere. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(200)
  reference?: string;
  /** `rescind` by the decision on a complaint that is on record here: which. */
  @IsOptional()
  @IsUUID()
  remedy?: string;
  /** `publish`, `publish-amendment`: address on the official site. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  url?: string;
  /** `withdraw-amendment`, `publish-amendment`. */
  @IsOptional()
  @IsUUID()
  amendment?: string;
  /** `ask-team-change`: the whole team as it is to be. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => TeamMemberDto)
  team?: TeamMemberDto[];
  /** `ask-subcontract`. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SubcontractDto)
  subcontract?: SubcontractDto;
}
