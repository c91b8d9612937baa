import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../kernel/access/decorators.js';
import { Operation } from '../../kernel/http/operation.js';
import { Revalidated } from '../../kernel/http/revalidation.js';
import { AwardsDto, AwardsQuery } from './awards.dto.js';
import { AwardsQueries } from './awards.queries.js';
import { CoverageStatisticsDto, CoverageStatisticsQuery } from './coverage.dto.js';
import { CoverageStatisticsQueries } from './coverage.queries.js';

@ApiTags('statistics')
@Controller('statistics')
export class StatisticsController {
  constructor(
    private readonly queries: AwardsQueries,
    private readonly lines: CoverageStatisticsQueries,
  ) {}

  /** Published awards of one dataset; datasets are never mixed. */
  @Get('awards')
  @Public()
  @Revalidated()
  @Operation('awardStatistics', { en: 'What was awarded in a year', zh: '统计某年的采购成交' })
  awards(@Query() query: AwardsQuery): Promise<AwardsDto> {
    return this.queries.awards(query);
  }

  /** Days of service lines under a contract, and those of them with a record in their month; datasets are never mixed. */
  @Get('coverage')
  @Public()
  @Revalidated()
  @Operation('coverageStatistics', {
    en: 'How far service lines were covered in a year',
    zh: '统计某年服务线的覆盖情况',
  })
  coverage(@Query() query: CoverageStatisticsQuery): Promise<CoverageStatisticsDto> {
    return this.lines.coverage(query);
  }
}
