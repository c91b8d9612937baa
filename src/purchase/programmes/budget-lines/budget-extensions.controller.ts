import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { BudgetExtensionDto, BudgetExtensionListDto, NewBudgetExtensionDto } from './budget-extension.dto.js';
import { grantBudgetExtension, refuseBudgetExtension, withdrawBudgetExtension } from './actions/settle-extension.js';
import { budgetExtensionSubject } from './budget-extension.subject.js';
import { BudgetExtensionsQueries } from './budget-extensions.queries.js';
import { BudgetExtensionsService } from './budget-extensions.service.js';

/** A later day until which the money of a budget line may be used. */
@ApiTags('programmes')
@Controller('programmes/:id/budget-lines/:line/extensions')
export class BudgetExtensionsController {
  constructor(
    private readonly service: BudgetExtensionsService,
    private readonly queries: BudgetExtensionsQueries,
  ) {}

  @Get()
  @Permit('programme.read')
  @Operation('listBudgetExtensions', {
    en: 'Later days that were asked for a budget line',
    zh: '查询预算明细的延期申请',
  })
  list(
    @CurrentScope() scope: Scope,
    @Id() programme: string,
    @Id('line') line: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<BudgetExtensionListDto> {
    return this.queries.list(scope, { programme, line }, query, url);
  }

  @Post()
  @Permit('programme.manage')
  @Operation(
    'requestBudgetExtension',
    { en: 'Ask for a later day until which the money of a budget line may be used', zh: '申请延长预算资金的使用期限' },
    'extension_pending',
  )
  async request(
    @CurrentPrincipal() principal: Principal,
    @Id() programme: string,
    @Id('line') line: string,
    @Body() body: NewBudgetExtensionDto,
  ): Promise<BudgetExtensionDto> {
    const id = await this.service.request(principal, programme, line, body);
    return this.queries.one(toScope(principal), { programme, line, id });
  }
}

export const BudgetExtensionActionsController = createActionController(
  budgetExtensionSubject,
  [grantBudgetExtension, refuseBudgetExtension, withdrawBudgetExtension],
  {
    tag: 'programmes',
    type: BudgetExtensionDto,
    by: BudgetExtensionsQueries,
    read: (queries, scope, { id, line, extension }) => queries.one(scope, { programme: id, line, id: extension }),
  },
);
