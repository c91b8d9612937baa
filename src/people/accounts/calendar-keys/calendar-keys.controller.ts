import { Controller, Delete, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, SignedIn } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { FromPrimary } from '../../../kernel/database/replica/replica-reads.js';
import { KeepCovered } from '../../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../../kernel/http/operation.js';
import { CalendarAddressDto, CalendarKeyDto } from './calendar-keys.dto.js';
import { CalendarKeysService } from './calendar-keys.service.js';

@ApiTags('me')
@FromPrimary()
@Controller('me/calendar-key')
export class CalendarKeysController {
  constructor(private readonly keys: CalendarKeysService) {}

  /** The answer shows the address, once; the one before it ends. */
  @Post()
  @SignedIn()
  @KeepCovered()
  @Header('Location', '/api/v1/me/calendar-key')
  @Operation('makeCalendarKey', {
    en: 'Make an address that reads the own due dates alone',
    zh: '生成仅可读取本人到期日的日历地址',
  })
  make(@CurrentPrincipal() principal: Principal): Promise<CalendarAddressDto> {
    return this.keys.make(principal);
  }

  @Get()
  @SignedIn()
  @Operation(
    'getCalendarKey',
    { en: 'Since when the own calendar has its address', zh: '查看日历地址的生成时间' },
    'not_found',
  )
  get(@CurrentPrincipal() principal: Principal): Promise<CalendarKeyDto> {
    return this.keys.get(principal);
  }

  @Delete()
  @SignedIn()
  @HttpCode(204)
  @Operation('endCalendarKey', { en: 'End the address of the own calendar', zh: '停用日历地址' }, 'not_found')
  async end(@CurrentPrincipal() principal: Principal): Promise<void> {
    await this.keys.end(principal);
  }
}
