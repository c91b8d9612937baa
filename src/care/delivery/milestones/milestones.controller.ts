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
import { MilestoneActionDto, MilestoneDto, MilestoneListDto } from './milestone.dto.js';
import { milestoneLifecycle } from './milestone.lifecycle.js';
import { MilestonesQueries } from './milestones.queries.js';
import { MilestonesService } from './milestones.service.js';

/** What a contract promises for a day. They come with its content, and change with it. */
@ApiTags('milestones')
@Controller('contracts/:id/milestones')
export class MilestonesController {
  constructor(
    private readonly service: MilestonesService,
    private readonly queries: MilestonesQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation(
    'listMilestones',
    'Milestones of a contract that goes on here',
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
  ): Promise<MilestoneListDto> {
    return this.queries.list(scope, contract, query, url);
  }

  @Get(':milestone')
  @Permit('contract.read')
  @Operation('getMilestone', 'One milestone', 'not_signed_in', 'not_permitted', 'not_found')
  one(@CurrentScope() scope: Scope, @Id() contract: string, @Id('milestone') id: string): Promise<MilestoneDto> {
    return this.queries.one(scope, contract, id);
  }

  @Post(':milestone/actions/:action')
  @HttpCode(200)
  @Permit('contract.read')
  @Operation(
    'actOnMilestone',
    'Submit a milestone with what shows it, accept, return or waive it',
    ...CHANGE_CODES,
    'route_not_found',
    'conducted_elsewhere',
    'contract_not_running',
    'evidence_missing',
    'judge_has_interest',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Id('milestone') id: string,
    @ActionParam(actionsOf(milestoneLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: MilestoneActionDto,
  ): Promise<MilestoneDto> {
    await this.service.act(principal, contract, id, version, actionName(action), body);
    return this.queries.one(scope, contract, id);
  }
}
