import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsInstant, IsPlainDate } from '../../../kernel/clock/is-date.js';
import {
  AnyTextUpTo,
  IntegerBetween,
  NotNull,
  OptionalField,
  Part,
  Parts,
} from '../../../kernel/http/validation/fields.js';
import { IsYuan } from '../../../kernel/money/is-yuan.js';
import { IsCategory } from '../../../law/code-lists/is-code.js';
import { CriterionDto, LotTermsDto, TermsDto } from '../conducted/terms/terms.dto.js';

/** Given means given: null is no value of these. */

/** A lot as it stands after a correction. */
export class CorrectedLotDto {
  @IntegerBetween(1, 10_000)
  no: number;
  @AnyTextUpTo(500, 'optional')
  name?: string | null;
  /** Highest price, yuan. */
  @OptionalField(IsYuan())
  ceiling?: string | null;
  @IsOptional()
  @IsIn(['fixed', 'competitive'])
  pricing?: 'fixed' | 'competitive' | null;
  /** All that it says otherwise than its tender, as it shall stand; absent: as it is, null: as its tender. */
  @Part(() => LotTermsDto, 'optional')
  terms?: LotTermsDto | null;
}

/** The days that a correction moves. */
export class CorrectedPlanDto {
  /** Last day on which the documents are given out. */
  @NotNull()
  @IsPlainDate()
  documentsTo?: string;
  /** RFC 3339 with an offset; never earlier than it was. */
  @NotNull()
  @IsInstant()
  deadlineAt?: string;
}

/** What the documents say anew; what is not named stays. Neither what is bought nor the qualifications change. */
export class CorrectionDto {
  @OptionalField(IsCategory())
  category?: string | null;
  /** All lots, as they shall stand. */
  @Parts(() => CorrectedLotDto, { min: 1, max: 500, unique: (lot: CorrectedLotDto) => lot.no, presence: 'not_null' })
  lots?: CorrectedLotDto[];
  @Part(() => TermsDto, 'not_null')
  terms?: TermsDto;
  @Parts(() => CriterionDto, { max: 100, unique: (item: CriterionDto) => item.no, presence: 'not_null' })
  criteria?: CriterionDto[];
  @Part(() => CorrectedPlanDto, 'not_null')
  plan?: CorrectedPlanDto;
  /**
   * Whether it may affect how a bid is prepared. Not said: it does, unless it moves dates alone. `false` is not believed of
   * lots, criteria, scoring, requirement, standards, prices, payments, service days, bonds and term.
   */
  @NotNull()
  @IsBoolean()
  affectsPreparation?: boolean;
}
