import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import {
  NewRecipientDto,
  RecipientChangeDto,
  RecipientDto,
  RecipientListDto,
  RecipientQuery,
} from './recipient.dto.js';
import { RecipientsQueries } from './recipients.queries.js';
import { RecipientsService } from './recipients.service.js';

/** Whom a service line serves. A name is answered to the serving agency alone, and kept nowhere in clear. */
@ApiTags('recipients')
@Controller('service-lines/:id/recipients')
export class RecipientsController {
  constructor(
    private readonly service: RecipientsService,
    private readonly queries: RecipientsQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation('listRecipients', {
    en: 'Recipients of a line that the own body serves, or whose service it buys',
    zh: '查询本机构服务或购买服务的服务对象',
  })
  list(
    @CurrentPrincipal() principal: Principal,
    @Id() line: string,
    @Query() query: RecipientQuery,
    @ListUrl() url: string,
  ): Promise<RecipientListDto> {
    return this.queries.list(principal, line, query, url);
  }

  @Post()
  @Permit('service.record')
  @KeepIdOnly()
  @Operation(
    'registerRecipient',
    { en: 'Register a recipient; the number is issued here', zh: '登记服务对象；编号由系统生成' },
    'conducted_elsewhere',
    'contract_not_running',
  )
  async register(
    @CurrentPrincipal() principal: Principal,
    @Id() line: string,
    @Body() body: NewRecipientDto,
  ): Promise<RecipientDto> {
    return this.queries.one(principal, await this.service.register(principal, line, body));
  }

  @Patch(':recipient')
  @Permit('service.record')
  @Operation('changeRecipient', {
    en: 'Change what the serving agency says of a recipient (RFC 7396)',
    zh: '修改承接主体登记的服务对象信息（RFC 7396）',
  })
  async change(
    @CurrentPrincipal() principal: Principal,
    @Id() line: string,
    @Id('recipient') id: string,
    @IfMatch() version: number,
    @Body() body: RecipientChangeDto,
  ): Promise<RecipientDto> {
    await this.service.change(principal, line, id, version, body);
    return this.queries.one(principal, id);
  }
}
