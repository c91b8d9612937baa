import { Body, Controller, Get, Header, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import {
  NeedChangeDto,
  NeedDto,
  NeedListDto,
  NeedQuery,
  NeedSuggestionDto,
  NeedSuggestionReceiptDto,
  NewNeedDto,
} from './need.dto.js';
import { needSubject } from './need.subject.js';
import { acceptNeed, rejectNeed } from './actions/moderate-need.js';
import { planNeed } from './actions/plan-need.js';
import { leaveNeedUnmet, meetNeed } from './actions/settle-need.js';
import { takeBackNeed, verifyNeed } from './actions/verify-need.js';
import { NeedsQueries } from './needs.queries.js';
import { NeedsService } from './needs.service.js';

@ApiTags('needs')
@Controller('needs')
export class NeedsController {
  constructor(
    private readonly service: NeedsService,
    private readonly queries: NeedsQueries,
  ) {}

  @Post()
  @Permit('need.record')
  @Operation(
    'recordNeed',
    { en: 'Record a need of residents with its source', zh: '登记居民需求及其来源' },
    'not_found',
    'external_id_taken',
    'dataset_mismatch',
  )
  async create(@CurrentPrincipal() principal: Principal, @Body() body: NewNeedDto): Promise<NeedDto> {
    return this.queries.one(toScope(principal), await this.service.create(principal, body));
  }

  @Get()
  @Permit('need.read')
  @Operation('listNeeds', { en: 'List needs', zh: '查询居民需求' })
  list(@CurrentScope() scope: Scope, @Query() query: NeedQuery, @ListUrl() url: string): Promise<NeedListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Permit('need.read')
  @Operation('getNeed', { en: 'One need', zh: '查看居民需求' })
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<NeedDto> {
    return this.queries.one(scope, id);
  }

  /** No account needed, nothing kept of who says it. The community looks at it before it counts. */
  @Post('suggestions')
  @Header('Location', '/api/v1/needs/')
  @Public()
  @Operation('suggestNeed', { en: 'Say what residents need', zh: '居民提出需求' }, 'not_found')
  async suggest(
    @CurrentPrincipal() principal: Principal,
    @Body() body: NeedSuggestionDto,
  ): Promise<NeedSuggestionReceiptDto> {
    const { id, receivedAt } = await this.service.suggest(principal, body);
    return { id, state: 'suggested', receivedAt: receivedAt.toISOString() };
  }

  @Patch(':id')
  @Permit('need.record')
  @Operation(
    'changeNeed',
    { en: 'Change what is known of a need, or tie it to its service line', zh: '修改需求信息，或将其归入服务线' },
    'wrong_state',
    'need_line_missing',
    'dataset_mismatch',
  )
  async change(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: NeedChangeDto,
  ): Promise<NeedDto> {
    await this.service.change(principal, id, version, body);
    return this.queries.one(toScope(principal), id);
  }
}

export const NeedActionsController = createActionController(
  needSubject,
  [acceptNeed, rejectNeed, verifyNeed, takeBackNeed, planNeed, meetNeed, leaveNeedUnmet],
  { tag: 'needs', type: NeedDto, by: NeedsQueries, read: (queries, scope, { id }) => queries.one(scope, id) },
);
