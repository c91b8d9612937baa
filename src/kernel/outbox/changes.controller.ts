import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { CurrentScope, Lang, Permit, ScopeAnew } from '../access/decorators.js';
import type { Scope } from '../access/scope.js';
import type { Language } from '../errors/texts.js';
import { Operation } from '../http/operation.js';
import { ChangesQuery, ChangesDto } from './changes.dto.js';
import { ChangesService } from './changes.service.js';

@ApiTags('changes')
@Controller('changes')
export class ChangesController {
  constructor(private readonly changes: ChangesService) {}

  /** Everything that changed in what the caller may see, in order of commit: read on from `position` and nothing is lost or repeated. */
  @Get()
  @Permit('changes.read')
  @Operation(
    'listChanges',
    {
      en: 'What changed after a position (long poll with `wait`)',
      zh: '查询某一位置之后的变更（可用 `wait` 长轮询）',
    },
    'feed_restarted',
    'feed_moved',
  )
  list(
    @CurrentScope() scope: Scope,
    @ScopeAnew() scopeAnew: () => Promise<Scope>,
    @Query() query: ChangesQuery,
    @Lang() lang: Language,
    @Req() request: Request,
  ): Promise<ChangesDto> {
    return this.changes.list(scope, query, {
      ...{ url: request.originalUrl, lang, signal: closing(request), scopeAnew },
    });
  }
}

/** Aborts when the caller has gone away. */
function closing(request: Request): AbortSignal {
  const controller = new AbortController();
  request.res?.once('close', () => controller.abort());
  return controller.signal;
}
