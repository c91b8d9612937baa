import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope, type Scope } from '../../kernel/access/scope.js';
import { createActionController } from '../../kernel/actions/action-routes.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { agreePlan } from './actions/agree-plan.js';
import { carryOutPlan } from './actions/carry-out-plan.js';
import { ProposePlan } from './actions/propose-plan.js';
import { revisePlan, withdrawPlan } from './actions/revise-plan.js';
import { ContinuityPlanDto, ContinuityPlanListDto, NewPlanDto } from './plan.dto.js';
import { planSubject } from './plan.subject.js';
import { PlansQueries } from './plans.queries.js';

/** What happens to the residents of each line when a contract ends. */
@ApiTags('continuity')
@Controller('contracts/:id/continuity-plan')
export class PlansController {
  constructor(
    private readonly proposing: ProposePlan,
    private readonly queries: PlansQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation('listContinuityPlans', {
    en: 'Continuity plans of a contract, the last one first',
    zh: '查询合同的接续方案，最近的在前',
  })
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
    { en: 'Propose what follows a contract, line by line', zh: '逐条服务线提议合同之后的接续' },
    'conflict',
    'conducted_elsewhere',
    'contract_not_running',
    'dataset_mismatch',
    'acts_with_interest',
  )
  async propose(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Body() body: NewPlanDto,
  ): Promise<ContinuityPlanDto> {
    return this.queries.one(toScope(principal), contract, await this.proposing.propose(principal, contract, body));
  }

  @Get(':plan')
  @Permit('contract.read')
  @Operation('getContinuityPlan', { en: 'One continuity plan', zh: '查看接续方案' })
  one(@CurrentScope() scope: Scope, @Id() contract: string, @Id('plan') id: string): Promise<ContinuityPlanDto> {
    return this.queries.one(scope, contract, id);
  }
}

export const PlanActionsController = createActionController(
  planSubject,
  [agreePlan, revisePlan, withdrawPlan, carryOutPlan],
  {
    tag: 'continuity',
    type: ContinuityPlanDto,
    by: PlansQueries,
    read: (queries, scope, { id, plan }) => queries.one(scope, id, plan),
  },
);
