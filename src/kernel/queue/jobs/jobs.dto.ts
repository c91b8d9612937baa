import { IsOptional, Matches } from 'class-validator';
import { TextUpTo } from '../../http/validation/fields.js';
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

/** A job whose attempts ran out. It stays until its work is done, by a retry or on a later change, whatever becomes of the queue. */
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

  static fromFailedJob(failed: FailedJob): FailedJobDto {
    const data = failed.data as { subject?: string; event?: string; aggregate?: string; id?: string };
    return {
      id: failed.id,
      queue: failed.queue,
      job: failed.job,
      subject: data.subject ?? (data.aggregate === undefined ? null : `${data.aggregate}:${data.id}`),
      event: data.event ?? null,
      attempts: failed.attempts,
      reason: failed.reason,
      queuedAt: failed.queued_at.toISOString(),
      failedAt: failed.failed_at.toISOString(),
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

/** Which failures are put back. */
export class RetryJobsDto {
  /** Only those of this queue. */
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{0,39}$/, { message: 'queue is not the name of a queue' })
  queue?: string;
}

/** Why failed work is given up. */
export class DismissJobDto {
  /** Kept in the audit. */
  @TextUpTo(2000)
  reason: string;
}

/** Which failed work is given up. */
export class DismissJobsDto extends DismissJobDto {
  /** All failures of this job. */
  @Matches(/^[a-z][a-z0-9-]{0,39}$/, { message: 'job is not the name of a job' })
  job: string;
}

/** What was given up. */
export class DismissedJobsDto {
  /** How many failures; their work is not done, and nobody waits for it any more. */
  dismissed: number;
}

/** What came of it. */
export class RetriedJobsDto {
  /** How many wait for a worker again, with all their attempts. */
  retried: number;
}
