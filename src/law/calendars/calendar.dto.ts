import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { IsPlainDate } from '../../kernel/clock/is-date.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { Parts } from '../../kernel/http/validation/fields.js';
import type { LoadedYear, LoadedYearWithDays } from './calendar-store.js';
import { getSpringFestival } from './lunar.js';
import { DAY_KINDS, type DayKind } from './working-calendar.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Instant } from '../../kernel/clock/moment.js';
import { toView } from '../../kernel/http/view.js';

/** A day on which the notice says something; every other day is worked from Monday to Friday. */
export class CalendarDayDto {
  @IsPlainDate()
  date: string;

  /** `holiday` is free, `makeup` is worked although it is a weekend. */
  @IsIn(DAY_KINDS)
  kind: DayKind;

  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name: string;
}

/** The holidays and make-up days of one year. */
export class NewCalendarYearDto {
  /** The State Council's notice, by title and number. */
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  source: string;

  @Parts(() => CalendarDayDto, { min: 1, max: 366 })
  days: CalendarDayDto[];
}

/** One year of the working calendar, by the notice it was loaded from. */
export class CalendarYearDto {
  year: number;
  source: string;
  /** The value of the ETag. */
  version: number;
  loadedAt: Instant;

  static fromRow(this: void, row: LoadedYear): CalendarYearDto {
    return toView(CalendarYearDto, row);
  }
}

/** 小年, 春节 and 元宵 of the year. */
export class SpringFestivalDto {
  littleNewYear: PlainDate;
  newYear: PlainDate;
  lanternFestival: PlainDate;
}

/** One year of the working calendar with its days. */
export class CalendarYearDetailDto extends CalendarYearDto {
  workingDays: number;
  springFestival: SpringFestivalDto;
  days: CalendarDayDto[];

  static detail(this: void, row: LoadedYearWithDays, workingDays: number): CalendarYearDetailDto {
    return {
      ...CalendarYearDto.fromRow(row),
      workingDays,
      springFestival: getSpringFestival(row.year),
      days: row.days,
    };
  }
}

/** A page of loaded calendar years. */
export class CalendarListDto extends ListOf(CalendarYearDto) {}
