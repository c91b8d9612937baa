import { IsOptional, Matches } from 'class-validator';
import { ListOf } from '../../http/lists/list-of.js';
import { PageQuery } from '../../http/lists/list.js';
import type { FailedJob } from './failed-jobs.js';
import type { Instant } from '../../clock/moment.js';

export class FailedJobsQuery extends PageQuery {
  /** Only this queue. */
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{0,39}$/, { message: 'queue is not the name of a queue' })
  queue?: string;
}

/** A job whose attempts ran out. It stays until it is retried and succeeds. */
export class FailedJobDto {
  id: string;
  queue: string;
  job: string;
  /** What it works on, `type:id`; null for a sweep. */
  subject: string | null;
  /** The event that asked for it; null where the job is of a subject or a sweep. */
  event: string | null;
  attempts: number;
  /** Message of the last error. */
  reason: string | null;
  queuedAt: Instant;
  failedAt: Instant | null;

  static fromFailedJob({ id, queue, job }: FailedJob): FailedJobDto {
    const data = job.data as { subject?: string; event?: string; aggregate?: string; id?: string };
    return {
      id,
      queue,
      job: job.name,
      subject: data.subject ?? (data.aggregate === undefined ? null : `${data.aggregate}:${data.id}`),
      event: data.event ?? null,
      attempts: job.attemptsMade,
      reason: job.failedReason ?? null,
      queuedAt: new Date(job.timestamp).toISOString(),
      failedAt: job.finishedOn === undefined ? null : new Date(job.finishedOn).toISOString(),
    };
  }
}

/** A page of jobs that failed. */
export class FailedJobsDto extends ListOf(FailedJobDto) {}

/** A job that is tried again. */
export class RetriedJobDto {
  id: string;
  queue: string;
  job: string;
  /** It waits for a worker again, with all its attempts. */
  state: 'waiting';
}
