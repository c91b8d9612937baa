import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Lang, Public } from '../../kernel/access/decorators.js';
import type { Language } from '../../kernel/errors/texts.js';
import { FromPrimary } from '../../kernel/database/replica/replica-reads.js';
import { Operation } from '../../kernel/http/operation.js';
import { CalendarQuery } from './due-dates.dto.js';
import { DueDates } from './due-dates.service.js';

@ApiTags('me')
@Controller('me/calendar.ics')
@FromPrimary()
export class DueDatesController {
  constructor(private readonly dates: DueDates) {}

  /** Asked by a calendar program with the address of `POST /me/calendar-key`; days without a time, kinds of tasks and numbers of lots alone. */
  @Get()
  @Public()
  @ApiOkResponse({ content: { 'text/calendar': { schema: { type: 'string' } } } })
  @Operation('readCalendar', { en: 'Due dates of a person as iCalendar', zh: '以iCalendar格式读取到期日' }, 'not_found')
  async read(@Query() { key, lang }: CalendarQuery, @Lang() ofClient: Language): Promise<StreamableFile> {
    const text = await this.dates.format(key, lang ?? ofClient);
    return new StreamableFile(Buffer.from(text), { type: 'text/calendar; charset=utf-8', disposition: 'inline' });
  }
}
