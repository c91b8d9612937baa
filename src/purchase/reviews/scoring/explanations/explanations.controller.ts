import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../../../kernel/access/decorators.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import { IfMatch } from '../../../../kernel/http/concurrency.js';
import { Id } from '../../../../kernel/http/id.js';
import { Operation } from '../../../../kernel/http/operation.js';
import { ExplanationsQueries } from './explanations.queries.js';
import { ExplanationsService } from './explanations.service.js';
import { AskExplanationDto, ExplainDto, LotQuery, SettleDto } from '../../review.dto.js';
import { REVIEWING, WITH_VERSION } from '../../review.codes.js';
import { ExplanationsDto } from '../../review-view.dto.js';

/** Low prices: asked by the panel, explained by the bidder, settled by the panel. */
@ApiTags('reviews')
@Controller('tenders/:id/review/explanations')
export class ExplanationsController {
  constructor(
    private readonly service: ExplanationsService,
    private readonly queries: ExplanationsQueries,
  ) {}

  /** Whole, without pages: one for each bid of one lot at most. */
  @Get()
  @Permit('tender.read')
  @Operation(
    'listExplanations',
    'Questions about low prices; a bidder sees those about its own bids',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
  )
  list(@CurrentPrincipal() principal: Principal, @Id() id: string, @Query() query: LotQuery): Promise<ExplanationsDto> {
    return this.queries.of(principal, id, query.lot ?? 1);
  }

  @Post()
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'askExplanation',
    'Ask a bidder to explain a price that is very low',
    ...REVIEWING,
    'explanation_needless',
    'explanation_too_soon',
  )
  async ask(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Body() body: AskExplanationDto,
  ): Promise<ExplanationsDto> {
    await this.service.ask(principal, id, body);
    return this.queries.of(principal, id, body.lot);
  }

  @Post(':bid/actions/explain')
  @HttpCode(200)
  @Permit('bid.make')
  @Operation(
    'explainPrice',
    'Explain the own price',
    ...REVIEWING,
    ...WITH_VERSION,
    'explanation_not_asked',
    'explanation_late',
    'explanation_weighed',
  )
  async explain(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Id('bid') bid: string,
    @IfMatch() version: number,
    @Body() body: ExplainDto,
  ): Promise<ExplanationsDto> {
    await this.service.explain(principal, id, bid, version, body);
    return this.queries.of(principal, id, body.lot);
  }

  @Post(':bid/actions/settle')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'settleExplanation',
    'Decide whether a low price is shown to be reasonable',
    ...REVIEWING,
    ...WITH_VERSION,
    'explanation_not_asked',
    'explanation_running',
  )
  async settle(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Id('bid') bid: string,
    @IfMatch() version: number,
    @Body() body: SettleDto,
  ): Promise<ExplanationsDto> {
    await this.service.settle(principal, id, bid, version, body);
    return this.queries.of(principal, id, body.lot);
  }
}
