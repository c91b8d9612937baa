import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Public } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Scope } from '../../kernel/access/scope.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { CoverageDto, CoverageQuery } from './coverage.dto.js';
import { CoverageService } from './coverage.service.js';
import { UncoveredDto, UncoveredQuery } from './uncovered.dto.js';
import { UncoveredQueries } from './uncovered.queries.js';

@ApiTags('service-lines')
@Controller('service-lines')
export class CoverageController {
  constructor(
    private readonly coverage: CoverageService,
    private readonly uncovered: UncoveredQueries,
  ) {}

  @Get(':id/coverage')
  @Public()
  @Operation('getCoverage', {
    en: 'Who serves a line from when to when, and when nobody does',
    zh: '查看服务线由谁服务、何时服务、何时中断',
  })
  one(@CurrentScope() scope: Scope, @Id() id: string, @Query() query: CoverageQuery): Promise<CoverageDto> {
    return this.coverage.loadCoverage(scope, id, query.asOf ?? null);
  }

  /** The days of a month without a contract. Its recipients by number are told to those whose recipients they are. */
  @Get(':id/uncovered')
  @Public()
  @Operation('getUncovered', { en: 'Who is left without service in a month', zh: '查看某月失去服务的对象' })
  inMonth(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Query() query: UncoveredQuery,
    @ListUrl() url: string,
  ): Promise<UncoveredDto> {
    return this.uncovered.loadUncoveredDays(principal, id, query, url);
  }
}
