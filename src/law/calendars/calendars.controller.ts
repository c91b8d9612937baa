import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit, SignedIn } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { OptionalIfMatch } from '../../kernel/http/concurrency.js';
import { ListUrl, PageQuery } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { CalendarListDto, CalendarYearDetailDto, NewCalendarYearDto } from './calendar.dto.js';
import { checkCalendarDays } from './calendar-faults.js';
import { CalendarService } from './calendar.service.js';
import { calendarYear, CalendarsQueries } from './calendars.queries.js';

@ApiTags('calendars')
@Controller('calendars')
export class CalendarsController {
  constructor(
    private readonly queries: CalendarsQueries,
    private readonly service: CalendarService,
  ) {}

  @Get()
  @SignedIn()
  @Operation('listCalendars', { en: 'Years of the working calendar that are loaded', zh: '查询已载入的年度工作日历' })
  list(@Query() query: PageQuery, @ListUrl() url: string): Promise<CalendarListDto> {
    return this.queries.list(query, url);
  }

  @Get(':year')
  @SignedIn()
  @Operation('getCalendar', { en: 'Holidays and make-up days of one year', zh: '查看某年的节假日与调休上班日' })
  one(@Param('year') year: string): Promise<CalendarYearDetailDto> {
    return this.queries.one(calendarYear(year));
  }

  /** A year that is loaded is replaced only with If-Match; the same days again change nothing. */
  @Put(':year')
  @Permit('calendar.manage')
  @Operation(
    'loadCalendar',
    {
      en: 'Load a year when it is announced, or a corrected notice in its place',
      zh: '公布后载入某年日历，或以更正通知替换',
    },
    'if_match_required',
  )
  async load(
    @CurrentPrincipal() principal: Principal,
    @Param('year') yearText: string,
    @OptionalIfMatch() version: number | undefined,
    @Body() body: NewCalendarYearDto,
  ): Promise<CalendarYearDetailDto> {
    const year = calendarYear(yearText);
    await this.service.load(
      principal,
      { year, source: body.source, days: checkCalendarDays(year, body.days) },
      version,
    );
    return this.queries.one(year);
  }
}
