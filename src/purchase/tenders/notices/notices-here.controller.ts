import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { TenderDetailDto } from '../reads/tender-view.dto.js';
import { TendersQueries } from '../reads/tenders.queries.js';
import { TEXT_KINDS } from './notice-text.rules.js';
import { NoticeTextsQueries } from './notice-texts.queries.js';
import { NoticeAddressDto, NoticeTextDto, NoticeTextQuery } from './notices-here.dto.js';
import { NoticesHereService } from './notices-here.service.js';

/** Notices of a purchase: their text for the official site, and where they stand there. */
@ApiTags('tenders')
@Controller('tenders/:id/notices')
export class NoticesHereController {
  constructor(
    private readonly notices: NoticesHereService,
    private readonly texts: NoticeTextsQueries,
    private readonly queries: TendersQueries,
  ) {}

  @Get(':kind/text')
  @ApiParam({ name: 'kind', enum: TEXT_KINDS })
  @Permit('tender.read')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @Operation('getNoticeText', {
    en: 'The text of a notice in Chinese for the official site; what the rules ask for and is not known stands as a blank',
    zh: '生成可粘贴至官方网站的中文公告文本；规则要求而未掌握的内容留空',
  })
  text(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Param('kind') kind: string,
    @Query() { revision }: NoticeTextQuery,
  ): Promise<string> {
    return this.texts.text(scope, id, kind, revision);
  }

  @Get(':kind')
  @ApiParam({ name: 'kind', enum: TEXT_KINDS })
  @Permit('tender.read')
  @Operation('getNotice', {
    en: 'A notice in Chinese with what the rules ask of it and nothing on record says, to be seen before it is pasted',
    zh: '预览中文公告，并列出规则要求而无记录的内容',
  })
  one(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Param('kind') kind: string,
    @Query() { revision }: NoticeTextQuery,
  ): Promise<NoticeTextDto> {
    return this.texts.one(scope, id, kind, revision);
  }

  @Post()
  @HttpCode(200)
  @Permit('tender.draft')
  @Operation(
    'recordNoticeAddress',
    {
      en: 'Record where a notice of a purchase conducted here stands on the official site',
      zh: '登记公告在官方网站的地址',
    },
    'conducted_elsewhere',
    'dated_in_future',
    'notice_backdated',
    'conflict',
  )
  async record(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @Body() body: NoticeAddressDto,
  ): Promise<TenderDetailDto> {
    await this.notices.record(principal, id, body);
    return this.queries.one(toScope(principal), id, lang);
  }
}
