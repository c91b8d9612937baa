import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsInstant, IsPlainDate } from '../../../kernel/clock/is-date.decorators.js';
import { IsYuan } from '../../../kernel/money/is-yuan.decorator.js';
import { IsCategory } from '../../../law/code-lists/is-code.decorators.js';
import { CriterionDto, TermsDto } from '../conducted/terms/terms.dto.js';

/** Given means given: null is no value of these. */
const isGiven = (_: unknown, value: unknown): boolean => value !== undefined;

/** A lot as it stands after a correction. */
export class CorrectedLotDto {
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
  @IsIn(['fixed', 'competitive'])
  pricing?: 'fixed' | 'competitive' | null;
}

/** The days that a correction moves. */
export class CorrectedPlanDto {
  /** Last day on which the documents are given out. */
  @ValidateIf(isGiven)
  @IsPlainDate()
  documentsTo?: string;
  /** RFC 3339 with an offset; never earlier than it was. */
  @ValidateIf(isGiven)
  @IsInstant()
  deadlineAt?: string;
}

/** What the documents say anew; what is not named stays. Neither what is bought nor the qualifications change. */
export class CorrectionDto {
  @IsOptional()
  @IsCategory()
  category?: string | null;
  /** All lots, as they shall stand. */
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ArrayUnique((lot: CorrectedLotDto) => lot.no)
  @ValidateNested({ each: true })
  @Type(() => CorrectedLotDto)
  lots?: CorrectedLotDto[];
  @ValidateIf(isGiven)
  @IsObject()
  @ValidateNested()
  @Type(() => TermsDto)
  terms?: TermsDto;
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique((item: CriterionDto) => item.no)
  @ValidateNested({ each: true })
  @Type(() => CriterionDto)
  criteria?: CriterionDto[];
  @ValidateIf(isGiven)
  @IsObject()
  @ValidateNested()
  @Type(() => CorrectedPlanDto)
  plan?: CorrectedPlanDto;
  /**
   * Whether it may affect how a bid is prepared. Not said: it does, unless it moves dates alone. `false` is not believed of
   * lots, criteria, scoring, requirement, standards, payments, bonds and term.
   */
  @ValidateIf(isGiven)
  @IsBoolean()
  affectsPreparation?: boolean;
}
