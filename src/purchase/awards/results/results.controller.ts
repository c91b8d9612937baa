import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { awardSubject } from '../award.subject.js';
import { BondRefundsDto } from '../bond-refunds.dto.js';
import { BondRefundsService } from '../bond-refunds.service.js';
import { confirmResult, publishLotResult } from './actions/confirm-result.js';
import { deliverReport, recordReceipt } from './actions/deliver-report.js';
import { recordObjection, withdrawObjection } from './actions/object-to-report.js';
import { recordRefusal, refuseAward } from './actions/refuse-award.js';
import { proposeReplacement, replaceAward } from './actions/replace-award.js';
import { settleTie } from './actions/settle-tie.js';
import { resultSubject } from './result.subject.js';
import { AwardDto, LotResultsDto } from './results.dto.js';
import { ResultsQueries } from './results.queries.js';

/** From the report of a review to its result. */
@ApiTags('awards')
@Controller('tenders/:id/awards')
export class ResultsController {
  constructor(
    private readonly bonds: BondRefundsService,
    private readonly queries: ResultsQueries,
  ) {}

  /** Whole, without pages: one entry for each lot of the tender, with the offers of its report. */
  @Get()
  @Public()
  @Operation(
    'listTenderAwards',
    {
      en: 'The awards of a tender lot by lot; for those concerned with it also the report and the order of the offers',
      zh: '逐包查看采购结果；相关各方另可见评审报告与排序',
    },
    'validation_failed',
    'not_found',
  )
  list(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<LotResultsDto> {
    return this.queries.loadLotResults(principal, id);
  }

  @Post('bond-refunds')
  @HttpCode(200)
  @Permit('tender.draft')
  @Operation(
    'recordBondRefunds',
    { en: 'Record that bonds of the bids of a lot went back, and when', zh: '登记采购包投标保证金的退还及日期' },
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
    return this.queries.loadLotResults(principal, id);
  }
}

const ACTIONS = [
  deliverReport,
  recordReceipt,
  recordObjection,
  withdrawObjection,
  settleTie,
  confirmResult,
  publishLotResult,
  proposeReplacement,
  replaceAward,
];

/** If-Match names the version of the tender; the body names the lot. */
export const ResultActionsController = createActionController(resultSubject, ACTIONS, {
  tag: 'awards',
  type: LotResultsDto,
  by: ResultsQueries,
  read: (queries, _, { id }, __, { principal }) => queries.loadLotResults(principal, id),
});

/** One award. */
@ApiTags('awards')
@Controller('awards')
export class AwardsController {
  constructor(private readonly queries: ResultsQueries) {}

  @Get(':id')
  @Public()
  @Operation('getAward', { en: 'One award', zh: '查看成交结果' }, 'validation_failed', 'not_found')
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
