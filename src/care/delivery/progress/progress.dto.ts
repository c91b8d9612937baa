import { ApiProperty } from '@nestjs/swagger';
import { MeasureDto } from '../../../purchase/tenders/conducted/terms/measure.dto.js';
import { PROGRESS_STATES, type ProgressState, type ProgressReason } from './progress.rules.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';

/** How a service treats the State Council's holidays and make-up days. */
export const REST_DAYS = ['kept', 'in_part', 'served'] as const;

/** Effective working days of a contract. */
export class EffectiveDaysDto {
  total: number;
  /** Over before today. */
  elapsed: number;
  /** Today among them. */
  left: number;
}

/**
 * What will have been done at the end, by the days on which this contract in fact serves: its own week, rest days and weeks
 * around Spring Festival. A day without a record counts as one without service.
 * How a first Spring Festival will be kept is presumed by how weekends are served. Numbers as text.
 */
export class ForecastDto {
  /** What is done over the effective working days that are over, two decimals; null where their calendar is not loaded. */
  perEffectiveDay: string | null;
  /** Mean output of an ordinary week, one decimal. */
  perWeek: string;
  /** Mean output of an ordinary Monday to Sunday, two decimals. */
  weekdays: string[];
  /** Whether public holidays and make-up days are `kept` as rest and work, `served` like other days of their week, or in part. */
  @ApiProperty({ enum: REST_DAYS })
  restDays: (typeof REST_DAYS)[number];
  /** One decimal, as the two ends of the 95 % interval; the lower is never below what is done. */
  expected: string;
  low: string;
  high: string;
  /** What the variance was taken between: `days`, or `weeks` where they vary more than their days would together. */
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
   * Why there is no forecast: no `measure`, no `target`, service has `not_begun`, fewer than four ordinary `weeks` are over,
   * or it keeps rest days of a `calendar` that is not loaded, or is to run for more than twenty years; `recipients_are_no_rate`:
   * different people served do not come at a rate.
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
