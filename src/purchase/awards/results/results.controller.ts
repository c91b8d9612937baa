import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../../../people/accounts/action-name.js';
import { LOT_AWARDING } from '../../tenders/lots/lot.awarding.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import { awardSubject } from '../award.subject.js';
import { BondRefundsDto } from '../bond-refunds.dto.js';
import { BondRefundsService } from '../bond-refunds.service.js';
import { recordRefusal, refuseAward } from './actions/refuse-award.js';
import { AwardDto, LotResultsDto, ResultActionDto } from './results.dto.js';
import { ResultsQueries } from './results.queries.js';
import { ResultsService } from './results.service.js';

const ACTING = [...CHANGE_CODES, 'route_not_found', 'conducted_elsewhere'] as const;

/** From the report of a review to its result. */
@ApiTags('awards')
@Controller('tenders/:id/awards')
export class ResultsController {
  constructor(
    private readonly service: ResultsService,
    private readonly bonds: BondRefundsService,
    private readonly queries: ResultsQueries,
  ) {}

  /** Whole, without pages: one entry for each lot of the tender, with the offers of its report. */
  @Get()
  @Public()
  @Operation(
    'listTenderAwards',
    'The awards of a tender lot by lot; for those concerned with it also the report and the order of the offers',
    'validation_failed',
    'not_found',
  )
  list(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<LotResultsDto> {
    return this.queries.of(principal, id);
  }

  @Post('bond-refunds')
  @HttpCode(200)
  @Permit('tender.draft')
  @Operation(
    'recordBondRefunds',
    'Record that bonds of the bids of a lot went back, and when',
    'validation_failed',
    'bad_if_match',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'stale_version',
    'if_match_required',
    'conducted_elsewhere',
  )
  async refund(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: BondRefundsDto,
  ): Promise<LotResultsDto> {
    await this.bonds.record(principal, id, version, body);
    return this.queries.of(principal, id);
  }

  @Post('actions/:action')
  @HttpCode(200)
  @Permit('tender.read')
  @Operation(
    'actOnResult',
    'Deliver the report of a lot, object to it, settle a tie, confirm in the order of the ranks, publish, replace',
    ...ACTING,
    'report_delivered',
    'report_not_delivered',
    'acts_with_interest',
    'objection_recorded',
    'objection_absent',
    'tie_absent',
    'tie_open',
    'rank_order',
    'remedy_unapplied',
    'award_stands',
    'replacement_not_proposed',
    'proposer_approves',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @ActionParam(actionsOf({ ...lotLifecycle, transitions: LOT_AWARDING })) action: string,
    @IfMatch() version: number,
    @Body() body: ResultActionDto,
  ): Promise<LotResultsDto> {
    await this.service.act(principal, id, version, actionName(action), body);
    return this.queries.of(principal, id);
  }
}

/** One award. */
@ApiTags('awards')
@Controller('awards')
export class AwardsController {
  constructor(private readonly queries: ResultsQueries) {}

  @Get(':id')
  @Public()
  @Operation('getAward', 'One award', 'validation_failed', 'not_found')
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<AwardDto> {
    return this.queries.award(scope, id);
  }
}

export const AwardActionsController = createActionController(awardSubject, [refuseAward, recordRefusal], {
  tag: 'awards',
  type: AwardDto,
  by: ResultsQueries,
  read: (queries, scope, { id }) => queries.award(scope, id),
});
