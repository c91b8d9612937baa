import { ApiProperty } from '@nestjs/swagger';
import { MeasureDto } from '../../../purchase/tenders/conducted/terms/terms.dto.js';
import { PROGRESS_STATES, type ProgressState, type ProgressReason } from './progress.rules.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';

/** Effective working days of a contract. */
export class EffectiveDaysDto {
  total: number;
  /** Over before today. */
  elapsed: number;
  /** Today among them. */
  left: number;
}

/** What will have been done at the end, at the mean output of an effective day. Numbers as text. */
export class ForecastDto {
  /** Mean output of an effective day, two decimals. */
  perEffectiveDay: string;
  /** One decimal, as the two ends of the 95 % interval. */
  expected: string;
  low: string;
  high: string;
  /** What the variance was taken between: `days`, or `weeks` where output comes by the week. */
  @ApiProperty({ enum: ['days', 'weeks'] })
  between: 'days' | 'weeks';
}

/** Progress toward one standard of the contract. */
export class IndicatorProgressDto {
  /** Number of the standard in the contract. */
  no: number;
  text: string;
  unit: string | null;
  measure: MeasureDto | null;
  target: number | null;
  /** Up to and with today, from the records within the contract; null where nothing counts toward it. */
  done: number | null;
  forecast: ForecastDto | null;
  /**
   * `reached`: the target is; `misses`: less than the target is expected at the end; `on_course`; `not_applicable`: it has no
   * target; `insufficient_data`: see `reason`.
   */
  @ApiProperty({ enum: PROGRESS_STATES })
  state: ProgressState;
  /**
   * Why there is no forecast: no `measure`, no `target`, a `calendar` that is not loaded, fewer than twenty `effective_days`
   * or four `weeks` over; `recipients_are_no_rate`: different people served do not come at a rate.
   */
  reason: ProgressReason | null;
}

/** Progress of a contract toward its standards. */
export class ContractProgressDto {
  contract: Uuid;
  /** The day on which it is told. */
  asOf: PlainDate;
  /** The window, cut off where the contract ended before its time. */
  from: PlainDate | null;
  to: PlainDate | null;
  /** Working days less those from 小年 to 元宵; null where a year's calendar is not loaded. */
  effectiveDays: EffectiveDaysDto | null;
  missingYears: number[];
  indicators: IndicatorProgressDto[];
}
