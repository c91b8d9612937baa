import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Scope } from '../../kernel/access/scope.js';
import { IfMatch } from '../../kernel/http/concurrency.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../kernel/openapi/parameter.js';
import { actionName } from '../../people/accounts/action-name.js';
import { continuityPlanLifecycle } from './continuity-plan.lifecycle.js';
import { ContinuityPlanDto, ContinuityPlanListDto, NewPlanDto, PlanActionDto } from './plan.dto.js';
import { PlansQueries } from './plans.queries.js';
import { PlansService } from './plans.service.js';

/** What happens to the residents of each line when a contract ends. */
@ApiTags('continuity')
@Controller('contracts/:id/continuity-plan')
export class PlansController {
  constructor(
    private readonly service: PlansService,
    private readonly queries: PlansQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation(
    'listContinuityPlans',
    'Continuity plans of a contract, the last one first',
    'validation_failed',
    'bad_cursor',
    'not_signed_in',
    'not_permitted',
    'not_found',
  )
  list(
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<ContinuityPlanListDto> {
    return this.queries.list(scope, contract, query, url);
  }

  @Post()
  @Permit('plan.propose')
  @Operation(
    'proposeContinuityPlan',
    'Propose what follows a contract, line by line',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'conflict',
    'conducted_elsewhere',
    'contract_not_running',
    'dataset_mismatch',
    'acts_with_interest',
  )
  async propose(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Body() body: NewPlanDto,
  ): Promise<ContinuityPlanDto> {
    return this.queries.one(scope, contract, await this.service.propose(principal, contract, body));
  }

  @Get(':plan')
  @Permit('contract.read')
  @Operation('getContinuityPlan', 'One continuity plan', 'not_signed_in', 'not_permitted', 'not_found')
  one(@CurrentScope() scope: Scope, @Id() contract: string, @Id('plan') id: string): Promise<ContinuityPlanDto> {
    return this.queries.one(scope, contract, id);
  }

  /** Who wrote any of it agrees to none of it. */
  @Post(':plan/actions/:action')
  @HttpCode(200)
  @Permit('contract.read')
  @Operation(
    'actOnContinuityPlan',
    'Agree to a continuity plan, revise, withdraw or carry it out',
    ...CHANGE_CODES,
    'route_not_found',
    'conducted_elsewhere',
    'dataset_mismatch',
    'acts_with_interest',
    'own_proposal',
    'lines_without_plan',
    'renewal_not_announced',
    'renewal_beyond_term',
    'budget_not_assured',
    'residents_opinion_missing',
    'contract_not_over',
    'successor_missing',
    'handover_unacknowledged',
    'lines_not_ended',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Id('plan') id: string,
    @ActionParam(actionsOf(continuityPlanLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: PlanActionDto,
  ): Promise<ContinuityPlanDto> {
    await this.service.act(principal, contract, id, version, actionName(action), body);
    return this.queries.one(scope, contract, id);
  }
}
