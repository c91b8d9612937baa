import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Problem } from '../../errors/problem.js';
import { nextLink, readCursorPlace } from '../../http/lists/list.js';
import { FailedJobs } from './failed-jobs.js';
import {
  type DismissedJobsDto,
  FailedJobDto,
  type FailedJobsDto,
  type FailedJobsQuery,
  type RetriedJobDto,
  type RetriedJobsDto,
  type RetryJobsDto,
} from './jobs.dto.js';

const DEFAULT_LIMIT = 50;
const CURSOR = /^(\d{1,18}) (.{1,500})$/s;

@Injectable()
export class JobsService {
  constructor(private readonly failed: FailedJobs) {}

  async list(query: FailedJobsQuery, url: string): Promise<FailedJobsDto> {
    const page = await this.failed.list(query.limit ?? DEFAULT_LIMIT, decode(query.cursor), query.queue);
    const next = page.next && nextLink(url, `${page.next.failedAt} ${page.next.name}`);
    return { items: page.jobs.map((job) => FailedJobDto.fromFailedJob(job)), next };
  }

  async retry(id: string): Promise<RetriedJobDto> {
    return { ...(await this.failed.retry(id)), state: 'waiting' };
  }

  async retryAll({ queue }: RetryJobsDto): Promise<RetriedJobsDto> {
    return { retried: await this.failed.retryAll(queue) };
  }

  async dismiss(
    principal: Principal,
    what: { id: string } | { job: string },
    reason: string,
  ): Promise<DismissedJobsDto> {
    return { dismissed: await this.failed.dismiss(principal, what, reason) };
  }
}

function decode(cursor: string | undefined) {
  if (cursor === undefined) return null;
  const [, failedAt, name] = CURSOR.exec(readCursorPlace(cursor)) ?? [];
  if (failedAt === undefined || name === undefined) throw new Problem('bad_cursor');
  return { failedAt, name };
}
