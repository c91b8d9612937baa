import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { CurrentScope, Public } from '../../../kernel/access/decorators.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { openBids, requestOpening, withdrawOpeningRequest } from './actions/opening-actions.js';
import { OpeningDto } from './opening.dto.js';
import { openingSubject } from './opening.subject.js';
import { OpeningsQueries } from './openings.queries.js';

/** The opening of a tender's bids. */
@ApiTags('bids')
@Controller('tenders/:id/opening')
export class OpeningsController {
  constructor(private readonly queries: OpeningsQueries) {}

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
}

export const OpeningActionsController = createActionController(
  openingSubject,
  [requestOpening, withdrawOpeningRequest, openBids],
  {
    tag: 'bids',
    type: OpeningDto,
    by: OpeningsQueries,
    read: (queries, scope, { id }) => queries.one(scope, id),
  },
);
