import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { NewVisitDto, VisitDto, VisitFindingDto, VisitListDto } from './visit.dto.js';
import { VisitsQueries } from './visits.queries.js';
import { cancelVisit } from './actions/cancel-visit.js';
import { PlanVisit } from './actions/plan-visit.js';
import { reportVisit } from './actions/report-visit.js';
import { rescheduleVisit } from './actions/reschedule-visit.js';
import { answerFinding, closeFinding, dropFinding, reopenFinding } from './actions/settle-finding.js';
import { findingSubject, visitSubject } from './visit.subject.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';

/** Visits to where a service is given: by the buyer, by the communities of its lines and by who evaluates it. */
@ApiTags('visits')
@Controller('contracts/:id/visits')
export class VisitsController {
  constructor(
    private readonly planning: PlanVisit,
    private readonly queries: VisitsQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation('listVisits', {
    en: 'Visits under a contract with what they found, by day',
    zh: '按日期查询合同的走访及其发现',
  })
  list(
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<VisitListDto> {
    return this.queries.list(scope, contract, query, url);
  }

  @Post()
  @Permit('visit.make')
  @Operation('planVisit', { en: 'Plan a visit', zh: '安排走访' }, 'conducted_elsewhere', 'contract_not_running')
  async plan(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Body() body: NewVisitDto,
  ): Promise<VisitDto> {
    return this.queries.one(toScope(principal), contract, await this.planning.plan(principal, contract, body));
  }

  @Get(':visit')
  @Permit('contract.read')
  @Operation('getVisit', { en: 'One visit with what it found', zh: '查看走访及其发现' })
  one(@CurrentScope() scope: Scope, @Id() contract: string, @Id('visit') id: string): Promise<VisitDto> {
    return this.queries.one(scope, contract, id);
  }

  @Get(':visit/findings/:finding')
  @Permit('contract.read')
  @Operation('getFinding', { en: 'One finding of a visit', zh: '查看一项走访发现' })
  finding(
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Id('visit') visit: string,
    @Id('finding') id: string,
  ): Promise<VisitFindingDto> {
    return this.queries.finding(scope, contract, visit, id);
  }
}

export const VisitActionsController = createActionController(
  visitSubject,
  [reportVisit, rescheduleVisit, cancelVisit],
  {
    tag: 'visits',
    type: VisitDto,
    by: VisitsQueries,
    read: (queries, scope, { id, visit }) => queries.one(scope, id, visit),
  },
);

export const FindingActionsController = createActionController(
  findingSubject,
  [answerFinding, closeFinding, dropFinding, reopenFinding],
  {
    tag: 'visits',
    type: VisitFindingDto,
    by: VisitsQueries,
    read: (queries, scope, { id, visit, finding }) => queries.finding(scope, id, visit, finding),
  },
);
