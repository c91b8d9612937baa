import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../../../kernel/access/decorators.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import { createActionController } from '../../../../kernel/actions/action-routes.js';
import { Id } from '../../../../kernel/http/id.js';
import { Operation } from '../../../../kernel/http/operation.js';
import { ExplanationsQueries } from './explanations.queries.js';
import { explanationSubject, panelSubject } from '../../panel/panel.subject.js';
import { LotQuery, type LotDto } from '../../review.dto.js';
import { askExplanation, explainPrice, settleExplanation } from '../actions/explain-price.js';
import { ExplanationsDto } from '../../review-view.dto.js';

/** Low prices: asked by the panel, explained by the bidder, settled by the panel. */
@ApiTags('reviews')
@Controller('tenders/:id/review/explanations')
export class ExplanationsController {
  constructor(private readonly queries: ExplanationsQueries) {}

  /** Whole, without pages: one for each bid of one lot at most. */
  @Get()
  @Permit('tender.read')
  @Operation(
    'listExplanations',
    {
      en: 'Questions about low prices; a bidder sees those about its own bids',
      zh: '查询对低价的询问；投标人仅见本机构的',
    },
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
  )
  list(@CurrentPrincipal() principal: Principal, @Id() id: string, @Query() query: LotQuery): Promise<ExplanationsDto> {
    return this.queries.loadExplanationsView(principal, id, query.lot ?? 1);
  }
}

/** The body names the lot, If-Match the version of the tender, or for what a member finds that of its own seat. */
const answer: Parameters<typeof createActionController<never, 'tenders/:id/review', ExplanationsQueries>>[2] = {
  tag: 'reviews',
  type: ExplanationsDto,
  by: ExplanationsQueries,
  sharesPath: true,
  read: (queries, _, { id }, __, { principal, given, action }) =>
    queries.loadExplanationsView(principal, id, (given as LotDto).lot, action),
};

export const QuestionActionsController = createActionController(panelSubject, [askExplanation], answer);
export const ExplanationActionsController = createActionController(
  explanationSubject,
  [explainPrice, settleExplanation],
  answer,
);
