import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Permit } from '../../access/decorators.js';
import { ListUrl } from '../../http/lists/list.js';
import { Operation } from '../../http/operation.js';
import { FailedJobsDto, FailedJobsQuery, RetriedJobDto } from './jobs.dto.js';
import { JobsService } from './jobs.service.js';

@ApiTags('jobs')
@Controller('jobs/failed')
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

  /** Oldest failure first. */
  @Get()
  @Permit('jobs.read')
  @Operation('listFailedJobs', { en: 'Jobs whose attempts ran out', zh: '查询重试次数用尽的任务' })
  list(@Query() query: FailedJobsQuery, @ListUrl() url: string): Promise<FailedJobsDto> {
    return this.jobs.list(query, url);
  }

  /** A job has no version, so no If-Match: a job that is no longer failed answers 409. */
  @Post(':id/actions/retry')
  @HttpCode(200)
  @Permit('jobs.retry')
  @Operation(
    'retryFailedJob',
    { en: 'Put a failed job back into its queue', zh: '将失败的任务放回队列' },
    'wrong_state',
  )
  retry(@Param('id') id: string): Promise<RetriedJobDto> {
    return this.jobs.retry(id);
  }
}
