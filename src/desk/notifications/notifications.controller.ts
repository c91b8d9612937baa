import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, SignedIn } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Language } from '../../kernel/errors/texts.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { Inboxes } from './inboxes.service.js';
import {
  InboxDto,
  InboxSettingsDto,
  NotificationListDto,
  NotificationsQuery,
  NotificationsReadDto,
  ReadNotificationsDto,
} from './notifications.dto.js';
import { NotificationsQueries } from './notifications.queries.js';

@ApiTags('me')
@Controller('me')
export class NotificationsController {
  constructor(
    private readonly inboxes: Inboxes,
    private readonly queries: NotificationsQueries,
  ) {}

  /** Within minutes the caller is told of what begins to wait for them. The same again changes nothing; what is said now takes the place of what was said before. */
  @Put('inbox')
  @SignedIn()
  @Operation('openInbox', {
    en: 'Be told of what begins to wait, but for some kinds',
    zh: '开通待办通知并设置免打扰类别',
  })
  open(@CurrentPrincipal() principal: Principal, @Body() settings: InboxSettingsDto): Promise<InboxDto> {
    return this.inboxes.open(principal, settings);
  }

  @Get('inbox')
  @SignedIn()
  @Operation('getInbox', { en: 'Of what the caller is told', zh: '查看待办通知设置' }, 'not_found')
  get(@CurrentPrincipal() principal: Principal): Promise<InboxDto> {
    return this.queries.one(principal);
  }

  @Delete('inbox')
  @SignedIn()
  @HttpCode(204)
  @Operation(
    'closeInbox',
    { en: 'Be told no more; what was told is deleted', zh: '关闭待办通知并删除已有通知' },
    'not_found',
  )
  async close(@CurrentPrincipal() principal: Principal): Promise<void> {
    await this.inboxes.close(principal);
  }

  @Get('notifications')
  @SignedIn()
  @Operation('myNotifications', { en: 'What the caller was told, newest first', zh: '查询待办通知' })
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() query: NotificationsQuery,
    @ListUrl() url: string,
    @Lang() lang: Language,
  ): Promise<NotificationListDto> {
    return this.queries.list(principal, query, url, lang);
  }

  /** Ids that are not the caller's are passed over. */
  @Post('notifications/read')
  @SignedIn()
  @HttpCode(200)
  @Operation('readNotifications', { en: 'Say that notifications were read', zh: '标记通知为已读' })
  read(@CurrentPrincipal() principal: Principal, @Body() { ids }: ReadNotificationsDto): Promise<NotificationsReadDto> {
    return this.inboxes.markRead(principal, ids);
  }
}
