import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Permit } from '../../access/decorators.js';
import { ListUrl } from '../../http/lists/list.js';
import { Operation } from '../../http/operation.js';
import { FailedJobsDto, FailedJobsQuery, RetriedJobDto, RetriedJobsDto, RetryJobsDto } from './jobs.dto.js';
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

  /** Each stands alone; one that another operator has put back meanwhile is not counted. */
  @Post('actions/retry')
  @HttpCode(200)
  @Permit('jobs.retry')
  @Operation('retryFailedJobs', {
    en: 'Put all failed jobs back into their queues, or those of one queue',
    zh: '将全部或某一队列的失败任务放回队列',
  })
  retryAll(@Body() body: RetryJobsDto): Promise<RetriedJobsDto> {
    return this.jobs.retryAll(body);
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
