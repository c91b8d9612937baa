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
  @Operation('listFailedJobs', 'Jobs whose attempts ran out')
  list(@Query() query: FailedJobsQuery, @ListUrl() url: string): Promise<FailedJobsDto> {
    return this.jobs.list(query, url);
  }

  /** A job has no version, so no If-Match: a job that is no longer failed answers 409. */
  @Post(':id/actions/retry')
  @HttpCode(200)
  @Permit('jobs.retry')
  @Operation('retryFailedJob', 'Put a failed job back into its queue', 'wrong_state')
  retry(@Param('id') id: string): Promise<RetriedJobDto> {
    return this.jobs.retry(id);
  }
}
