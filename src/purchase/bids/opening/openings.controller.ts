import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { openBids, requestOpening, withdrawOpeningRequest } from './actions/opening-actions.js';
import { OpeningActionDto, OpeningDto } from './opening.dto.js';
import { openingSubject } from './opening.subject.js';
import { OpeningsQueries } from './openings.queries.js';

const ACTIONS = [requestOpening, withdrawOpeningRequest, openBids];

/** The opening of a tender's bids. */
@ApiTags('bids')
@Controller('tenders/:id/opening')
export class OpeningsController {
  constructor(
    private readonly engine: ActionEngine,
    private readonly queries: OpeningsQueries,
  ) {}

  @Get()
  @Public()
  @Operation(
    'getOpening',
    {
      en: 'The record of an opening: who offered what, when, with the hashes',
      zh: '查看开启记录：投标人、报价、时间及哈希值',
    },
    'not_found',
  )
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<OpeningDto> {
    return this.queries.one(scope, id);
  }

  /** The address that the three actions shared before each had its own; it goes on answering whoever still uses it. */
  @Post()
  @HttpCode(200)
  @Permit(openingSubject.permit)
  @ApiExcludeEndpoint()
  async actAtFormerAddress(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: OpeningActionDto,
  ): Promise<OpeningDto> {
    for (const action of ACTIONS.filter(({ name }) => name === body.action))
      await this.engine.perform(principal, action, { id }, version, body);
    return this.queries.one(scope, id);
  }
}

export const OpeningActionsController = createActionController(openingSubject, ACTIONS, {
  tag: 'bids',
  type: OpeningDto,
  by: OpeningsQueries,
  read: (queries, scope, { id }) => queries.one(scope, id),
});
