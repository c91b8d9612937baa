import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { IsPlainDate } from '../../kernel/clock/is-date.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../kernel/http/lists/list.js';
import { IsKnownRegion } from '../../kernel/identity/is-identity.js';
import { OneOf, OptionalField, TextUpTo } from '../../kernel/http/validation/fields.js';
import { IsYuan } from '../../kernel/money/is-yuan.js';
import { formatYuan } from '../../kernel/money/money.js';
import { IsBudgetLevel } from '../code-lists/is-code.js';
import { BUDGET_LEVELS, type BudgetLevel } from '../code-lists/methods.js';
import { CONFIDENCES, type Confidence } from './rule-types.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import { toView } from '../../kernel/http/view.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import { THRESHOLD_KINDS, type ThresholdKind } from './limits/reach.rules.js';
import { THRESHOLD_OBJECTS, type OpenTenderThreshold, type ThresholdObject } from './open-tender-threshold.entity.js';

const PLACE = /^(CN|[1-9]\d{5})$/;

export class ThresholdQueryDto extends PageQuery {
  /** `CN` or a GB/T 2260 code: its own thresholds, those of the places above it, and the country's. */
  @IsOptional()
  @Matches(PLACE)
  region?: string;

  /** `open_tender`: from which amount on is tendered openly (the default); `procurement`: from which the law of procurement holds. */
  @OneOf(THRESHOLD_KINDS, 'optional')
  kind?: ThresholdKind;

  @OptionalField(IsBudgetLevel())
  level?: BudgetLevel;

  @OneOf(THRESHOLD_OBJECTS, 'optional')
  object?: ThresholdObject;

  /** The day on which it must hold. */
  @OptionalField(IsPlainDate())
  at?: string;
}

/** A threshold to be recorded, with the document that sets it. */
export class NewThresholdDto {
  /** `open_tender` where it is not said. */
  @OneOf(THRESHOLD_KINDS, 'optional')
  kind?: ThresholdKind;

  @Matches(PLACE)
  @IsKnownRegion()
  region: string;

  @IsBudgetLevel()
  level: BudgetLevel;

  @IsIn(THRESHOLD_OBJECTS)
  object: ThresholdObject;

  @IsYuan()
  amount: string;

  @IsPlainDate()
  effectiveFrom: string;

  /** Last day; without it until the next threshold. */
  @OptionalField(IsPlainDate())
  effectiveTo?: string | null;

  /** The document that sets it, by title and number. */
  @TextUpTo(500)
  source: string;

  /** `C`: nobody has read it quoted; it is kept, and nothing is decided by it. */
  @IsIn(CONFIDENCES)
  confidence: Confidence;
}

export type ThresholdRow = Omit<StoredRow<OpenTenderThreshold>, 'created_at'>;

/** From this amount on a purchase must be tendered openly, or is one of the law of procurement at all. */
export class ThresholdDto {
  id: Uuid;
  @ApiProperty({ enum: THRESHOLD_KINDS })
  kind: ThresholdKind;
  region: string;
  @ApiProperty({ enum: BUDGET_LEVELS })
  level: BudgetLevel;
  @ApiProperty({ enum: THRESHOLD_OBJECTS })
  object: ThresholdObject;
  /** Yuan. */
  amount: string;
  currency: 'CNY';
  effectiveFrom: PlainDate;
  effectiveTo: PlainDate | null;
  source: string;
  @ApiProperty({ enum: CONFIDENCES })
  confidence: Confidence;

  static fromRow(this: void, row: ThresholdRow): ThresholdDto {
    return toView(ThresholdDto, row, {
      amount: formatYuan(row.amount),
      currency: 'CNY',
    });
  }
}

/** A page of thresholds. */
export class ThresholdListDto extends ListOf(ThresholdDto) {}
