import type { DataSource } from 'typeorm';
import { SYSTEM, type Principal } from '../../access/principal.js';
import type { Reader } from '../../database/reader.js';
import type { Transactions } from '../../database/transactions.js';
import { Problem } from '../../errors/problem.js';
import {
  COUNT_FAILURES,
  FREE_SUBJECT,
  GIVE_UP,
  LIST_FAILURES,
  LOCK_FAILURE,
  LOCK_OPEN,
  MARK_RETRIED,
  type FailureRow,
} from '../failure-ledger.js';
import { nonce, retriedEntry, sweepEntry, type JobQueues } from './job-queues.js';
import { isTogether, type EventRef } from './job.js';

/** Work whose attempts ran out. */
export interface FailedJob extends FailureRow {
  /** Opaque; names the job and what it works on. */
  id: string;
}

interface Key {
  /** Microseconds since 1970. */
  failedAt: string;
  /** The job and what it works on. */
  name: string;
}
export interface FailedPage {
  jobs: FailedJob[];
  next: Key | null;
}

type LockedFailure = Pick<FailureRow, 'job' | 'key' | 'queue' | 'data'> & { retried_at: Date | null; done: boolean };

const toName = ({ job, key }: Pick<FailureRow, 'job' | 'key'>): string => `${job} ${key}`;
const encodeJobId = (row: Pick<FailureRow, 'job' | 'key'>): string => Buffer.from(toName(row)).toString('base64url');

const decodeJobId = (id: string): Pick<FailureRow, 'job' | 'key'> => {
  const [, job = '', key = ''] = /^([^\s\0]+) ?([^\0]*)$/.exec(Buffer.from(id, 'base64url').toString('utf8')) ?? [];
  return { job, key };
};
/** Whether a text is the id of a failure, not the name of a job. */
export const isJobId = (text: string): boolean =>
  /^[a-z][a-z0-9-]{0,39} /.test(Buffer.from(text, 'base64url').toString());

/** Failures retried by one statement of `retryAll`. */
const AT_ONCE = 200;
/** Keys of given-up work that the audit names. */
const KEYS_TOLD = 100;

/** Lists, counts and retries failures, as the database knows them. Oldest first: a new failure comes after those already listed. */
export class FailedJobs {
  constructor(
    private readonly queues: JobQueues,
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
  ) {}

  async list(limit: number, after: Key | null, queue?: string): Promise<FailedPage> {
    const rows = await this.dataSource.query<FailureRow[]>(LIST_FAILURES, [
      after?.failedAt ?? null,
      after?.name ?? null,
      queue ?? null,
      limit + 1,
    ]);
    const jobs = rows.slice(0, limit).map((row) => ({ ...row, id: encodeJobId(row) }));
    const last = rows.length > limit ? jobs.at(-1) : undefined;
    return { jobs, next: last ? { failedAt: last.micros, name: toName(last) } : null };
  }

  async count(on: Reader = this.dataSource): Promise<number> {
    const [row] = await on.query<{ n: number }[]>(COUNT_FAILURES);
    return row?.n ?? 0;
  }

  /**
   * Puts the work back into its queue with all its attempts.
   * @throws Problem `not_found` where there is no such failure or its work is done, `wrong_state` where it is on its way again
   */
  async retry(id: string): Promise<Pick<FailedJob, 'id' | 'queue' | 'job'>> {
    const { job, key } = decodeJobId(id);
    const { failure, micros } = await this.transactions.run(SYSTEM, async (tx) => {
      const [failure] = await tx.query<LockedFailure>(LOCK_FAILURE, [job, key]);
      if (!failure || failure.done) throw new Problem('not_found');
      if (failure.retried_at !== null || !this.queues.registry.job(job)) throw new Problem('wrong_state');
      if ('subject' in failure.data) await tx.query(FREE_SUBJECT, [job, key]);
      const [marked] = await tx.query<{ micros: string }>(MARK_RETRIED, [job, key]);
      return { failure, micros: marked?.micros ?? '' };
    });
    await this.enqueue(failure, micros);
    return { id, queue: this.queues.registry.job(job)?.queue ?? failure.queue, job };
  }

  /** Everything that failed, of one queue or of all. Answers how much of it was put back. */
  async retryAll(queue?: string): Promise<number> {
    let retried = 0;
    let after: Key | null = null;
    do {
      const page: FailedPage = await this.list(AT_ONCE, after, queue);
      for (const { id } of page.jobs)
        try {
          await this.retry(id);
          retried += 1;
        } catch (error) {
          // Somebody else was faster, or no job of this version does such work.
          if (!(error instanceof Problem)) throw error;
        }
      after = page.next;
    } while (after);
    return retried;
  }

  /**
   * Gives up one failure, by its id, or all of a job, by its name: work that no job of this version does, and so nobody can put back.
   * Answers how many.
   * @throws Problem `not_found` where there is none, `work_can_run` where this version does such work
   */
  dismiss(principal: Principal, what: { id: string } | { job: string }, reason: string): Promise<number> {
    const { job, key = null } = 'id' in what ? decodeJobId(what.id) : { job: what.job };
    return this.transactions.run(principal, async (tx) => {
      const failures = await tx.query<{ key: string }>(LOCK_OPEN, [job, key]);
      if (failures.length === 0) throw new Problem('not_found');
      if (this.queues.registry.job(job)) throw new Problem('work_can_run');
      const keys = failures.map((failure) => failure.key);
      await tx.query(GIVE_UP, [job, keys]);
      const dismissed = keys.length;
      const data = { dismissed, keys: keys.slice(0, KEYS_TOLD) };
      await tx.record({ aggregate: 'failed_work', id: job, action: 'dismissed', reason, data });
      return dismissed;
    });
  }

  /** Should the process end before this, the sweep over what is owed does it. */
  private async enqueue({ job: name, key, data }: LockedFailure, micros: string): Promise<void> {
    const job = this.queues.registry.job(name);
    if (job?.kind === 'sweep') await this.queues.addAll([sweepEntry(job, nonce())]);
    else if (job?.kind === 'event') await this.queues.addAll([retriedEntry(job, data as EventRef, micros)]);
    else if (job && 'lane' in data && isTogether(job)) await this.queues.callLane(job, data.lane);
    else await this.queues.enqueueOwedSubjects([{ job: name, subject: key, alone: true }]);
  }
}
