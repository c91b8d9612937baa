import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../../../people/accounts/action-name.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { VisitFindingDto, NewVisitDto, VisitActionDto, VisitDto, VisitListDto } from './visit.dto.js';
import { visitFindingLifecycle, visitLifecycle } from './visit.lifecycle.js';
import { VisitsQueries } from './visits.queries.js';
import { VisitsService } from './visits.service.js';

/** Visits to where a service is given: by the buyer, by the communities of its lines and by who evaluates it. */
@ApiTags('visits')
@Controller('contracts/:id/visits')
export class VisitsController {
  constructor(
    private readonly service: VisitsService,
    private readonly queries: VisitsQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation(
    'listVisits',
    'Visits under a contract with what they found, by day',
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
  ): Promise<VisitListDto> {
    return this.queries.list(scope, contract, query, url);
  }

  @Post()
  @Permit('visit.make')
  @Operation(
    'planVisit',
    'Plan a visit',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'conducted_elsewhere',
    'contract_not_running',
  )
  async plan(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Body() body: NewVisitDto,
  ): Promise<VisitDto> {
    return this.queries.one(scope, contract, await this.service.plan(principal, contract, body));
  }

  @Get(':visit')
  @Permit('contract.read')
  @Operation('getVisit', 'One visit with what it found', 'not_signed_in', 'not_permitted', 'not_found')
  one(@CurrentScope() scope: Scope, @Id() contract: string, @Id('visit') id: string): Promise<VisitDto> {
    return this.queries.one(scope, contract, id);
  }

  @Post(':visit/actions/:action')
  @HttpCode(200)
  @Permit('visit.make')
  @Operation(
    'actOnVisit',
    'Say what a visit found, or cancel it',
    ...CHANGE_CODES,
    'route_not_found',
    'conducted_elsewhere',
    'visit_ahead',
    'visitor_has_interest',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Id('visit') id: string,
    @ActionParam(actionsOf(visitLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: VisitActionDto,
  ): Promise<VisitDto> {
    await this.service.act(principal, contract, id, version, actionName(action), body);
    return this.queries.one(scope, contract, id);
  }

  @Get(':visit/findings/:finding')
  @Permit('contract.read')
  @Operation('getFinding', 'One finding of a visit', 'not_signed_in', 'not_permitted', 'not_found')
  finding(
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Id('visit') visit: string,
    @Id('finding') id: string,
  ): Promise<VisitFindingDto> {
    return this.queries.finding(scope, contract, visit, id);
  }

  /** The reason of `answer` is the answer. */
  @Post(':visit/findings/:finding/actions/:action')
  @HttpCode(200)
  @Permit('contract.read')
  @Operation(
    'actOnFinding',
    'Answer, close, reopen or drop a finding',
    ...CHANGE_CODES,
    'route_not_found',
    'conducted_elsewhere',
    'not_who_visited',
    'visitor_has_interest',
  )
  async actOnFinding(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Id('visit') visit: string,
    @Id('finding') finding: string,
    @ActionParam(actionsOf(visitFindingLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: ReasonDto,
  ): Promise<VisitFindingDto> {
    await this.service.actOnFinding(principal, contract, { visit, finding }, version, actionName(action), body);
    return this.queries.finding(scope, contract, visit, finding);
  }
}
