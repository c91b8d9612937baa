import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../../../people/accounts/action-name.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { BudgetExtensionDto, BudgetExtensionListDto, NewBudgetExtensionDto } from './budget-extension.dto.js';
import { budgetExtensionLifecycle } from './budget-extension.lifecycle.js';
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
  @Operation(
    'listBudgetExtensions',
    'Later days that were asked for a budget line',
    'validation_failed',
    'bad_cursor',
    'not_signed_in',
    'not_permitted',
    'not_found',
  )
  list(
    @CurrentPrincipal() principal: Principal,
    @Id() programme: string,
    @Id('line') line: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<BudgetExtensionListDto> {
    return this.queries.list(principal, { programme, line }, query, url);
  }

  @Post()
  @Permit('programme.manage')
  @Operation(
    'requestBudgetExtension',
    'Ask for a later day until which the money of a budget line may be used',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'extension_pending',
  )
  async request(
    @CurrentPrincipal() principal: Principal,
    @Id() programme: string,
    @Id('line') line: string,
    @Body() body: NewBudgetExtensionDto,
  ): Promise<BudgetExtensionDto> {
    const id = await this.service.request(principal, programme, line, body);
    return this.queries.one(principal, { programme, line, id });
  }

  @Post(':extension/actions/:action')
  @HttpCode(200)
  @Permit('programme.read')
  @Operation(
    'actOnBudgetExtension',
    'Grant, refuse or withdraw a later day',
    ...CHANGE_CODES,
    'route_not_found',
    'extension_outdated',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @Id() programme: string,
    @Id('line') line: string,
    @Id('extension') id: string,
    @ActionParam(actionsOf(budgetExtensionLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: ReasonDto,
  ): Promise<BudgetExtensionDto> {
    await this.service.act(principal, { programme, line, id }, version, actionName(action), body);
    return this.queries.one(principal, { programme, line, id });
  }
}
