import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { ListUrl, PageQuery } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { Reassessment } from './reassessment.js';
import { RunDto, RunListDto, RunRequestDto, toRunScope } from './runs.dto.js';
import { RunsQueries } from './runs.queries.js';

@ApiTags('risk')
@Controller('risk/runs')
export class RunsController {
  constructor(
    private readonly reassessment: Reassessment,
    private readonly queries: RunsQueries,
  ) {}

  /** The worker makes the pass. */
  @Post()
  @HttpCode(202)
  @Permit('jobs.manage')
  @Operation('requestRun', {
    en: 'Assess everything again, or one dataset, or screen its markets',
    zh: '重新评估全部数据或某一数据集，或筛查其市场',
  })
  async request(@CurrentPrincipal() principal: Principal, @Body() body: RunRequestDto): Promise<RunDto> {
    return this.queries.one(await this.reassessment.request(principal, toRunScope(body)));
  }

  @Get()
  @Permit('jobs.manage')
  @Operation('listRuns', {
    en: 'Full passes and screenings, newest first',
    zh: '查询全量评估和市场筛查，最近的在前',
  })
  list(@Query() query: PageQuery, @ListUrl() url: string): Promise<RunListDto> {
    return this.queries.list(query, url);
  }
}
