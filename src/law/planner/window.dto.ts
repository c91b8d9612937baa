import { IsPlainDate } from '../../kernel/clock/is-date.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { AnyTextUpTo, IntegerBetween, Parts } from '../../kernel/http/validation/fields.js';

/** Days, both included, on which nobody can be served. */
export class NoServiceDto {
  @IsPlainDate()
  from: string;

  @IsPlainDate()
  to: string;

  @AnyTextUpTo(200, 'optional')
  why?: string | null;
}

/** A window whose days are to be counted. */
export class WindowQuestionDto {
  /** First day of the window. */
  @IsPlainDate()
  start: string;

  /** Last day of the window. */
  @IsPlainDate()
  end: string;

  /** Replaces the weeks around Spring Festival (小年 to 元宵); an empty list means none. */
  @Parts(() => NoServiceDto, { max: 200, presence: 'optional' })
  noService?: NoServiceDto[];

  /** First working days, left after the no-service days, that serve nobody yet. */
  @IntegerBetween(0, 10_000, 'optional')
  rampUpDays?: number;

  /** Last working days that serve nobody any more. */
  @IntegerBetween(0, 10_000, 'optional')
  closeOutDays?: number;
}

/** Days on which nobody is served. */
export class NoServiceSpanDto {
  from: PlainDate;
  to: PlainDate;
  /** `spring_festival`, or what was given. */
  why: string | null;
}

/** What a window really holds. All figures but the calendar days are null where a year's calendar is not loaded. */
export class WindowFiguresDto {
  start: PlainDate;
  end: PlainDate;
  calendarDays: number;
  workingDays: number | null;
  noService: NoServiceSpanDto[] | null;
  /** Working days less the no-service days, ramp-up and close-out. */
  effectiveWorkingDays: number | null;
  /** Of the calendar year of `start`. */
  workingDaysOfYear: number | null;
  /** Effective days in percent of them, one decimal, half up; null where the window crosses years. */
  shareOfYear: string | null;
  certainty: 'known' | 'uncertain';
  missingYears: number[];
}
