import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import {
  AnswerDto,
  ClarificationListDto,
  DocumentRequestListDto,
  NewDocumentRequestDto,
  NewQuestionDto,
} from './enquiries.dto.js';
import { EnquiriesQueries } from './enquiries.queries.js';
import { EnquiriesService } from './enquiries.service.js';

/** Questions about issued documents, and requests for them. */
@ApiTags('tenders')
@Controller('tenders/:id')
export class EnquiriesController {
  constructor(
    private readonly service: EnquiriesService,
    private readonly queries: EnquiriesQueries,
  ) {}

  @Get('clarifications')
  @Public()
  @Operation('listClarifications', {
    en: 'Questions with their published answers; who asked is told to nobody',
    zh: '查询对采购文件的询问及公开答复；不显示提问人',
  })
  clarifications(@CurrentScope() scope: Scope, @Id() id: string): Promise<ClarificationListDto> {
    return this.queries.clarifications(scope, id);
  }

  @Post('clarifications')
  @HttpCode(200)
  @Permit('bid.make')
  @Operation(
    'askQuestion',
    { en: 'Ask a question about issued documents', zh: '就已发出的采购文件提出询问' },
    'wrong_state',
    'conducted_elsewhere',
  )
  async ask(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Body() body: NewQuestionDto,
  ): Promise<ClarificationListDto> {
    await this.service.ask(principal, id, body);
    return this.queries.clarifications(toScope(principal), id);
  }

  @Post('clarifications/:clarification/answer')
  @HttpCode(200)
  @Permit('tender.draft')
  @Operation(
    'answerQuestion',
    { en: 'Answer a question to everybody', zh: '公开答复询问' },
    'wrong_state',
    'conducted_elsewhere',
    'clarification_too_late',
  )
  async answer(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Id('clarification') clarification: string,
    @Body() body: AnswerDto,
  ): Promise<ClarificationListDto> {
    await this.service.answer(principal, id, clarification, body);
    return this.queries.clarifications(toScope(principal), id);
  }

  @Get('document-requests')
  @Permit('tender.read')
  @Operation('listDocumentRequests', {
    en: 'Who asked for the documents: before the opening each body sees its own request alone',
    zh: '查询采购文件获取情况：开启前各机构仅可见本机构的记录',
  })
  documentRequests(@CurrentScope() scope: Scope, @Id() id: string): Promise<DocumentRequestListDto> {
    return this.queries.documentRequests(scope, id);
  }

  @Post('document-requests')
  @HttpCode(200)
  @Permit('bid.make')
  @Operation(
    'requestDocuments',
    { en: 'Ask for the documents of a tender', zh: '获取采购文件' },
    'wrong_state',
    'conducted_elsewhere',
  )
  async requestDocuments(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Body() body: NewDocumentRequestDto,
  ): Promise<DocumentRequestListDto> {
    await this.service.requestDocuments(principal, id, body.organisation);
    return this.queries.documentRequests(toScope(principal), id);
  }
}
