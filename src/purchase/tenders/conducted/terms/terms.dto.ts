import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
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
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsInstant, IsPlainDate } from '../../../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../../../kernel/http/is-visible.decorator.js';
import { IsYuan } from '../../../../kernel/money/is-yuan.decorator.js';
import { CONTENT_CODES, SERVICE_FORMS, type ServiceForm } from '../../../../law/code-lists/code-lists.js';
import { MEASURES, type MeasureOf } from './measure.rules.js';
import { CRITERION_KINDS, MINIMUM_GRADES, PAYMENT_TRIGGERS, SCORINGS } from './terms.types.js';

/** Given means given: null is no collection. */
const isGiven = (_: unknown, value: unknown): boolean => value !== undefined;

/** How the records of service count toward a target. */
export class MeasureDto {
  /** `records`, their `minutes`, `visits` (each recipient served, 人次) or `recipients` (different ones, 人). */
  @IsIn(MEASURES)
  @ApiProperty({ enum: MEASURES })
  of: MeasureOf;
  @IsOptional()
  @IsIn(SERVICE_FORMS)
  @ApiProperty({ enum: SERVICE_FORMS, required: false, nullable: true, type: String })
  form?: ServiceForm | null;
  /** A code of the list of contents of the category (`contents-elderly-home-care`, `contents-social-work`, …). */
  @IsOptional()
  @IsIn(CONTENT_CODES)
  content?: string | null;
}

/** What the service must come to, and how it is counted. */
export class StandardDto {
  @IsInt()
  @Min(1)
  @Max(1000)
  no: number;
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  text: string;
  /** How much of it over the whole term, in whole units. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  target?: number | null;
  @IsOptional()
  @IsString()
  @MaxLength(40)
  unit?: string | null;
  /** Without it nothing is counted, and the progress toward the target is `insufficient_data`. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MeasureDto)
  measure?: MeasureDto | null;
}

/** A criterion by which offers are scored. */
export class CriterionDto {
  @IsInt()
  @Min(1)
  @Max(1000)
  no: number;
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name: string;
  /** `professional`: what the service itself is; `business`, `performance` (earlier contracts), `price`. */
  @IsIn(CRITERION_KINDS)
  kind: (typeof CRITERION_KINDS)[number];
  /** Points of 100, at most two decimals, as text. */
  @Matches(/^((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/)
  points: string;
  /** How the points follow from what is offered. A price needs none: it has the law's formula. */
  @IsOptional()
  @IsString()
  @MaxLength(5000)
  levels?: string | null;
  /** Set where only deeds or prizes of one place or trade count, which the law forbids. */
  @IsOptional()
  @IsIn(['region', 'trade'])
  limitedTo?: 'region' | 'trade' | null;
}

/** An instalment: its share of the amount, and what it waits for. */
export class PaymentShareDto {
  @IsInt()
  @Min(1)
  @Max(100)
  no: number;
  @IsIn(PAYMENT_TRIGGERS)
  trigger: (typeof PAYMENT_TRIGGERS)[number];
  /** Basis points of the contract's amount: 3000 is 30 %. */
  @IsInt()
  @Min(1)
  @Max(10_000)
  share: number;
  /**
   * Number of the milestone or report it waits for; without one the k-th such instalment waits for k of them. A milestone that
   * was accepted in part releases none: what it comes to is owed once the acceptance is concluded, or as both agree.
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  of?: number | null;
}

/** A term of more than a year, with the conditions it rests on (Caiku [2014] 37; Order 102 article 24). */
export class AnnouncedTermDto {
  @IsIn([1, 2, 3])
  years: 1 | 2 | 3;
  @IsBoolean()
  contentFixed: boolean;
  @IsBoolean()
  continuous: boolean;
  @IsBoolean()
  fundingStable: boolean;
  @IsBoolean()
  priceStable: boolean;
  @IsBoolean()
  budgetAssured: boolean;
}

/** What the latest published grade of a bidder must not be below. Who has none, or whose grade is appealed against, is qualified. */
export class MinimumGradeDto {
  @IsIn(MINIMUM_GRADES)
  grade: (typeof MINIMUM_GRADES)[number];
  /** Back from the day on which the bids are due: grades of the same buyer for the same category. */
  @IsIn([1, 2, 3])
  years: 1 | 2 | 3;
}

/** RFC 7396 at the first level: a member that is given replaces the old one whole; null removes. */
export class TermsDto {
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
  @IsString({ each: true })
  @MaxLength(2000, { each: true })
  qualifications?: string[];
  @ValidateIf(isGiven)
  @IsIn(SCORINGS)
  scoring?: (typeof SCORINGS)[number];
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  tieRule?: string | null;
  /**
   * Basis points of the mean of all conforming prices, below which one is to be explained in a review from 2026-02-01 on; more
   * than the half of the rule, at most 65 percent (Caiku [2026] 2). Null: half.
   */
  @IsOptional()
  @IsInt()
  @Min(5_000)
  @Max(6_500)
  lowPriceShare?: number | null;
  /** Days after the publication of the result in which the contract is not signed: the buyer's own setting, no rule of law. */
  @IsOptional()
  @IsInt()
  @Min(0)
  // The thirty days for signing must not be over before it is.
  @Max(20)
  standstillDays?: number | null;
  /** Yuan. */
  @IsOptional()
  @IsYuan()
  bidBond?: string | null;
  /** Basis points of the contract's amount. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  performanceBond?: number | null;
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique((item: PaymentShareDto) => item.no)
  @ValidateNested({ each: true })
  @Type(() => PaymentShareDto)
  payments?: PaymentShareDto[];
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AnnouncedTermDto)
  term?: AnnouncedTermDto | null;
  /** A condition of qualification, and of a renewal within the announced term. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MinimumGradeDto)
  minimumGrade?: MinimumGradeDto | null;
  /** What the agent charges, and by which standard; the notice of the result says it (Caiku [2020] 50). */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(500)
  agencyFee?: string | null;
  /** Where and how the documents are had, and for how much: no more than they cost (Order 87 articles 13 and 24). */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(500)
  obtaining?: string | null;
  /** Where bids are handed in and opened (Order 87 article 13, [2014] 214 article 7). */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(500)
  handingIn?: string | null;
}

/** The criteria of every lot, all of them. */
export class CriteriaDto {
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique((item: CriterionDto) => item.no)
  @ValidateNested({ each: true })
  @Type(() => CriterionDto)
  criteria: CriterionDto[];
}

/** RFC 7396. Days are days of Asia/Shanghai. */
export class PlanDto {
  @IsOptional()
  @IsPlainDate()
  intentOn?: string | null;
  @IsOptional()
  @IsPlainDate()
  issueOn?: string | null;
  /** Last day on which the documents are given out. */
  @IsOptional()
  @IsPlainDate()
  documentsTo?: string | null;
  /** Last day of the notice's own period. */
  @IsOptional()
  @IsPlainDate()
  noticeTo?: string | null;
  /** When bids or first responses are due: RFC 3339 with an offset. */
  @IsOptional()
  @IsInstant()
  deadlineAt?: string | null;
}
