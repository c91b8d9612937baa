import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsInstant, IsPlainDate } from '../../../../kernel/clock/is-date.js';
import {
  AnyTextUpTo,
  Ids,
  IntegerBetween,
  NotNull,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
} from '../../../../kernel/http/validation/fields.js';
import { IsYuan } from '../../../../kernel/money/is-yuan.js';
import { SmePolicyDto } from './sme/sme-policy.dto.js';
import { LikeContractsDto } from './qualifications/like-contracts.dto.js';
import { MeasureDto } from './measure.dto.js';
import { PriceTermDto, ServiceDaysDto } from './price.dto.js';
import {
  CRITERION_KINDS,
  MINIMUM_GRADES,
  NEGATIVE_KINDS,
  type NegativeKind,
  PAYMENT_TRIGGERS,
  SCORINGS,
} from './terms-types.js';

/** Given means given: null is no collection. */

/** What the service must come to, and how it is counted. */
export class StandardDto {
  @IntegerBetween(1, 1000)
  no: number;
  @TextUpTo(2000)
  text: string;
  /** How much of it over the whole term, in whole units. */
  @IntegerBetween(0, 1_000_000_000, 'optional')
  target?: number | null;
  @AnyTextUpTo(40, 'optional')
  unit?: string | null;
  /** Without it nothing is counted, and the progress toward the target is `insufficient_data`. */
  @Part(() => MeasureDto, 'optional')
  measure?: MeasureDto | null;
}

/** A criterion by which offers are scored. */
export class CriterionDto {
  @IntegerBetween(1, 1000)
  no: number;
  @TextUpTo(200)
  name: string;
  /** `professional`: what the service itself is; `business`, `performance` (earlier contracts), `price`. */
  @IsIn(CRITERION_KINDS)
  kind: (typeof CRITERION_KINDS)[number];
  /** Points of 100, at most two decimals, as text. */
  @Matches(/^((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/)
  points: string;
  /** How the points follow from what is offered. A price needs none: it has the law's formula. */
  @AnyTextUpTo(5000, 'optional')
  levels?: string | null;
  /** Set where only deeds or prizes of one place or trade count, which the law forbids. */
  @IsOptional()
  @IsIn(['region', 'trade'])
  limitedTo?: 'region' | 'trade' | null;
}

/** An instalment: its share of the amount, and what it waits for. */
export class PaymentShareDto {
  @IntegerBetween(1, 100)
  no: number;
  @IsIn(PAYMENT_TRIGGERS)
  trigger: (typeof PAYMENT_TRIGGERS)[number];
  /** Basis points of the contract's amount: 3000 is 30 %. */
  @IntegerBetween(1, 10_000)
  share: number;
  /**
   * Number of the milestone or report it waits for; without one the k-th such instalment waits for k of them. A milestone that
   * was accepted in part releases none: what it comes to is owed once the acceptance is concluded, or as both agree.
   */
  @IntegerBetween(1, 1000, 'optional')
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
class MinimumGradeDto {
  @IsIn(MINIMUM_GRADES)
  grade: (typeof MINIMUM_GRADES)[number];
  /** Back from the day on which the bids are due: grades of the same buyer for the same category. */
  @IsIn([1, 2, 3])
  years: 1 | 2 | 3;
}

/** What the documents say of a tender as the default of its lots, or of one lot for itself; null: not said. */
class MembersDto {
  @AnyTextUpTo(50_000, 'optional')
  requirement?: string | null;
  @AnyTextUpTo(2000, 'optional')
  tieRule?: string | null;
  /**
   * Basis points of the mean of all conforming prices, below which one is to be explained in a review from 2026-02-01 on; more
   * than the half of the rule, at most 65 percent (Caiku [2026] 2). Null: half.
   */
  @IntegerBetween(5_000, 6_500, 'optional')
  lowPriceShare?: number | null;
  /** Yuan. */
  @OptionalField(IsYuan())
  bidBond?: string | null;
  /** Basis points of the contract's amount. */
  @IntegerBetween(0, 10_000, 'optional')
  performanceBond?: number | null;
  @Part(() => AnnouncedTermDto, 'optional')
  term?: AnnouncedTermDto | null;
  /** A condition of qualification, and of a renewal within the announced term. */
  @Part(() => MinimumGradeDto, 'optional')
  minimumGrade?: MinimumGradeDto | null;
  /** Past performance as a condition of qualification, so that it can be counted. */
  @Part(() => LikeContractsDto, 'optional')
  likeContracts?: LikeContractsDto | null;
  /**
   * What of Order 102 article 10 it is: `none` of the six kinds that must not be bought as a service (no duty of the government,
   * its own direct duty, goods or works, financing, staffing, others by law). Null: nobody said, which a warning tells.
   */
  @OneOf(NEGATIVE_KINDS, 'optional')
  @ApiProperty({ enum: NEGATIVE_KINDS, required: false, nullable: true, type: String })
  negativeList?: NegativeKind | null;
  /** Whether it is reserved for small enterprises, or their price has a deduction; with a ground where it is not reserved. */
  @Part(() => SmePolicyDto, 'optional')
  sme?: SmePolicyDto | null;
  /**
   * How it is priced; absent: by one sum. Of `units` and `mixed` the unit prices are the highest that may be offered, each with
   * the quantity that is expected: what they come to is what offers are compared by, and no more than the lot's ceiling.
   */
  @Part(() => PriceTermDto, 'optional')
  price?: PriceTermDto | null;
  /** On which days the service is to be there. */
  @Part(() => ServiceDaysDto, 'optional')
  serviceDays?: ServiceDaysDto | null;
  /** The scheme, of the buyer and in force, by which the service will be evaluated. */
  @OptionalId()
  evaluationScheme?: string | null;
}

/** RFC 7396 at the first level: a member that is given replaces the old one whole; null removes. Lots may differ in some. */
export class TermsDto extends MembersDto {
  @Parts(() => StandardDto, { max: 200, unique: (item: StandardDto) => item.no, presence: 'not_null' })
  standards?: StandardDto[];
  @NotNull()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(2000, { each: true })
  qualifications?: string[];
  @OneOf(SCORINGS, 'not_null')
  scoring?: (typeof SCORINGS)[number];
  /** Days after the publication of the result in which the contract is not signed: the buyer's own setting, no rule of law. */
  @IntegerBetween(0, 20, 'optional')
  standstillDays?: number | null;
  @Parts(() => PaymentShareDto, { max: 50, unique: (item: PaymentShareDto) => item.no, presence: 'not_null' })
  payments?: PaymentShareDto[];
  /** What the agent charges, and by which standard; the notice of the result says it (Caiku [2020] 50). */
  @TextUpTo(500, 'optional')
  agencyFee?: string | null;
  /** Where and how the documents are had, and for how much: no more than they cost (Order 87 articles 13 and 24). */
  @TextUpTo(500, 'optional')
  obtaining?: string | null;
  /** Where bids are handed in and opened (Order 87 article 13, [2014] 214 article 7). */
  @TextUpTo(500, 'optional')
  handingIn?: string | null;
  /**
   * Of a consultation: when the responses are opened ([2014] 214 article 7), never before it or the deadline; a later start says
   * why. Null: whenever two persons open them. An open tender is opened at its deadline (Order 87 article 39).
   */
  @OptionalField(IsInstant())
  openingAt?: string | null;
  /**
   * Where and when bidders may see the places of the service or have questions answered together (Order 87 article 26).
   */
  @TextUpTo(500, 'optional')
  siteVisit?: string | null;
  /**
   * Bodies that buy together with the buyer. Complaints then belong to the authority of the highest budget level among them
   * (Order 94 article 6). Fixed from the issue on.
   */
  @Ids({ max: 20, presence: 'optional' })
  jointBuyers?: string[] | null;
  /** Of joint buyers of one level: who deals with complaints; else the authority that received the first. Fixed from the issue on. */
  @OptionalId()
  complaintAuthority?: string | null;
  /** Suppliers challenge each step of the purchase once, with all that they have against it (Order 94 article 10). */
  @OptionalField(IsBoolean())
  challengesAtOnce?: boolean | null;
}

/**
 * What one lot says otherwise than its tender, each member whole; null: as the tender. That the lot has none although its tender
 * has is said by the empty value: `[]`, `"0.00"`, `0`, of `price` the kind `sum`, of `sme` the kind `none`. `requirement`,
 * `minimumGrade`, `likeContracts`, `negativeList`, `term`, `serviceDays` and `evaluationScheme` have none: where they are not for every lot they stand at lots alone.
 */
export class LotTermsDto extends MembersDto {
  @Parts(() => StandardDto, { max: 200, unique: (item: StandardDto) => item.no, presence: 'optional' })
  standards?: StandardDto[] | null;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(2000, { each: true })
  qualifications?: string[] | null;
  @OneOf(SCORINGS, 'optional')
  scoring?: (typeof SCORINGS)[number] | null;
  @Parts(() => CriterionDto, { max: 100, unique: (item: CriterionDto) => item.no, presence: 'optional' })
  criteria?: CriterionDto[] | null;
  @Parts(() => PaymentShareDto, { max: 50, unique: (item: PaymentShareDto) => item.no, presence: 'optional' })
  payments?: PaymentShareDto[] | null;
}

/** The criteria of every lot that has none of its own, all of them. */
export class CriteriaDto {
  @Parts(() => CriterionDto, { max: 100, unique: (item: CriterionDto) => item.no })
  criteria: CriterionDto[];
}

/** RFC 7396. Days are days of Asia/Shanghai. */
export class PlanDto {
  @OptionalField(IsPlainDate())
  intentOn?: string | null;
  @OptionalField(IsPlainDate())
  issueOn?: string | null;
  /** Last day on which the documents are given out. */
  @OptionalField(IsPlainDate())
  documentsTo?: string | null;
  /** Last day of the notice's own period. */
  @OptionalField(IsPlainDate())
  noticeTo?: string | null;
  /** When bids or first responses are due: RFC 3339 with an offset. */
  @OptionalField(IsInstant())
  deadlineAt?: string | null;
}
