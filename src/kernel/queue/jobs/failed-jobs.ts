import { Problem } from '../../errors/problem.js';
import type { StoredJob, StoredQueue } from '../backends/backend.js';
import type { JobQueues } from './job-queues.js';

/** A job whose attempts ran out. */
export interface FailedJob {
  /** Opaque; names the queue and the job. */
  id: string;
  queue: string;
  job: StoredJob;
}

interface Key {
  failedAt: number;
  id: string;
}
export interface FailedPage {
  jobs: FailedJob[];
  next: Key | null;
}

const CHUNK = 200;

const encodeJobId = (queue: string, job: string): string => Buffer.from(`${queue} ${job}`).toString('base64url');

/** Lists and retries failures, on either store. Oldest first: a new failure comes after those already listed. */
export class FailedJobs {
  constructor(private readonly queues: JobQueues) {}

  async list(limit: number, after: Key | null, queue?: string): Promise<FailedPage> {
    const names = this.queues.registry.queues.filter((name) => queue === undefined || name === queue);
    const lists = await Promise.all(names.map((name) => this.listNextFailures(name, after, limit + 1)));
    const jobs = lists
      .flat()
      .sort(compare)
      .slice(0, limit + 1);
    const last = jobs.length > limit ? jobs[limit - 1] : undefined;
    return { jobs: jobs.slice(0, limit), next: last ? toFailureKey(last) : null };
  }

  /** Puts the job back into its queue with all its attempts. */
  async retry(id: string): Promise<FailedJob> {
    const { queue, job } = await this.find(id);
    if ((await job.getState()) !== 'failed') throw new Problem('wrong_state');
    await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    return { id, queue, job };
  }

  private async find(id: string): Promise<{ queue: string; job: StoredJob }> {
    const [name = '', ...rest] = Buffer.from(id, 'base64url').toString('utf8').split(' ');
    const known = this.queues.registry.queues.includes(name);
    const job = known && rest.length > 0 ? await this.queues.queue(name).getJob(rest.join(' ')) : undefined;
    if (!job) throw new Problem('not_found');
    return { queue: name, job };
  }

  /** The stores list by time of failure and know no key to start from, so the list is read up to it, in chunks. */
  private async listNextFailures(name: string, after: Key | null, wanted: number): Promise<FailedJob[]> {
    const queue: StoredQueue = this.queues.queue(name);
    const found: FailedJob[] = [];
    for (let start = 0; ; start += CHUNK) {
      const chunk = (await queue.getJobs(['failed'], start, start + CHUNK - 1, true)).filter(Boolean);
      for (const job of chunk) {
        const failed = { id: encodeJobId(name, job.id ?? ''), queue: name, job };
        if (after === null || precedes(after, toFailureKey(failed))) found.push(failed);
      }
      // Jobs that failed in one millisecond lie in the store's order, not in ours: read on until the time moves.
      const settled = found[wanted - 1] && getFailureTime(found.at(-1)) > getFailureTime(found[wanted - 1]);
      if (chunk.length < CHUNK || settled) return found.sort(compare).slice(0, wanted);
    }
  }
}

const getFailureTime = (failed: FailedJob | undefined): number => failed?.job.finishedOn ?? 0;
const toFailureKey = (failed: FailedJob): Key => ({ failedAt: getFailureTime(failed), id: failed.id });
const precedes = (a: Key, b: Key): boolean => a.failedAt < b.failedAt || (a.failedAt === b.failedAt && a.id < b.id);
const compare = (a: FailedJob, b: FailedJob): number => (precedes(toFailureKey(a), toFailureKey(b)) ? -1 : 1);
