import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../access/decorators.js';
import type { Principal } from '../../access/principal.js';
import { ListUrl } from '../../http/lists/list.js';
import { Operation } from '../../http/operation.js';
import {
  DismissedJobsDto,
  DismissJobDto,
  DismissJobsDto,
  FailedJobsDto,
  FailedJobsQuery,
  RetriedJobDto,
  RetriedJobsDto,
  RetryJobsDto,
} from './jobs.dto.js';
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

  /** Work that a version before did and this one does not know: it cannot be put back, and would stay listed for ever. */
  @Post('actions/dismiss')
  @HttpCode(200)
  @Permit('jobs.retry')
  @Operation(
    'dismissFailedJobs',
    {
      en: 'Give up all failed work of a job that this version does not know',
      zh: '撤销现行版本不再支持的某类失败任务',
    },
    'not_found',
    'work_can_run',
  )
  dismissAll(
    @CurrentPrincipal() principal: Principal,
    @Body() { job, reason }: DismissJobsDto,
  ): Promise<DismissedJobsDto> {
    return this.jobs.dismiss(principal, { job }, reason);
  }

  /** Work that this version does is put back instead. */
  @Post(':id/actions/dismiss')
  @HttpCode(200)
  @Permit('jobs.retry')
  @Operation(
    'dismissFailedJob',
    { en: 'Give up failed work that this version does not know', zh: '撤销现行版本不再支持的失败任务' },
    'work_can_run',
  )
  dismiss(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Body() { reason }: DismissJobDto,
  ): Promise<DismissedJobsDto> {
    return this.jobs.dismiss(principal, { id }, reason);
  }
}
