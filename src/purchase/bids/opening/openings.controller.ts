import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { OpeningActionDto, OpeningDto } from './opening.dto.js';
import { OpeningsQueries } from './openings.queries.js';
import { OpeningsService } from './openings.service.js';

/** The opening of a tender's bids. */
@ApiTags('bids')
@Controller('tenders/:id/opening')
export class OpeningsController {
  constructor(
    private readonly openings: OpeningsService,
    private readonly queries: OpeningsQueries,
  ) {}

  @Get()
  @Public()
  @Operation('getOpening', 'The record of an opening: who offered what, when, with the hashes', 'not_found')
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<OpeningDto> {
    return this.queries.one(scope, id);
  }

  @Post()
  @HttpCode(200)
  @Permit('tender.open')
  @Operation(
    'actOnOpening',
    'Ask for the opening of bids, take that back, or order it as the second person; the worker then opens',
    'not_found',
    'wrong_state',
    'conducted_elsewhere',
    'opening_requested',
    'opening_not_requested',
    'opener_is_requester',
    'opener_is_not_requester',
    'opener_has_interest',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: OpeningActionDto,
  ): Promise<OpeningDto> {
    await this.openings.act(principal, id, version, body);
    return this.queries.one(scope, id);
  }
}
