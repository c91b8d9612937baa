import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentScope, Permit } from '../access/decorators.js';
import type { Scope } from '../access/scope.js';
import { ListUrl } from '../http/lists/list.js';
import { Operation } from '../http/operation.js';
import { HistoryDto, HistoryQuery } from './history.dto.js';
import { HistoryQueries } from './history.queries.js';

@ApiTags('history')
@Controller('history')
export class HistoryController {
  constructor(private readonly queries: HistoryQueries) {}

  @Get()
  @Permit('history.read')
  @Operation('listHistory', { en: 'What happened to one object', zh: '查看某一对象的变更经过' }, 'not_found')
  list(@CurrentScope() scope: Scope, @Query() query: HistoryQuery, @ListUrl() url: string): Promise<HistoryDto> {
    return this.queries.list(scope, query, url);
  }
}
