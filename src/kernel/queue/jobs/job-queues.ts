import { Logger } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { Tx } from '../../database/transactions.js';
import type { OutboxEvent } from '../../outbox/event.js';
import type { Backend, NewJob, StoredQueue } from '../backends/backend.js';
import type { JobRegistry } from './job-registry.js';
import type { EventJob, SubjectJob } from './job.js';
import { SUBJECT_JOB_OPTIONS } from '../queue-policy.js';
import { markSubjects, type Owed, type Queryable } from '../subject-ledger.js';

/** A job and the queue it goes to. */
export interface Entry {
  queue: string;
  job: NewJob;
}

const ADD_AT_ONCE = 500;

const dedupId = (job: string, subject: string): string => `${job} ${subject}`;

/** The queues of this process, on either store. Only the relay, sweeps and operators add to them, never a request. */
export class JobQueues {
  private readonly logger = new Logger('Queue');
  private readonly open = new Map<string, StoredQueue>();
  private prepared: Promise<void> | undefined;

  constructor(
    readonly backend: Backend,
    readonly registry: JobRegistry,
  ) {}

  /** Readies the store, once. Before that no queue may be opened: one that meets an unready store stays broken. */
  prepare(): Promise<void> {
    this.prepared ??= this.backend.prepare().catch((error: unknown) => {
      this.prepared = undefined;
      throw error;
    });
    return this.prepared;
  }

  queue(name: string): StoredQueue {
    if (!this.registry.queues.includes(name)) throw new Error(`There is no queue ${name}`);
    let queue = this.open.get(name);
    if (!queue) {
      queue = this.backend.queue(name, (error) => this.logger.error(`${name}: ${error.message}`));
      this.open.set(name, queue);
    }
    return queue;
  }

  async addAll(entries: readonly Entry[]): Promise<void> {
    const byQueue = new Map<string, NewJob[]>();
    for (const { queue, job } of entries) byQueue.set(queue, [...(byQueue.get(queue) ?? []), job]);
    for (const [name, jobs] of byQueue)
      for (let from = 0; from < jobs.length; from += ADD_AT_ONCE)
        await this.queue(name).addBulk(jobs.slice(from, from + ADD_AT_ONCE));
  }

  /**
   * From within a unit of work: marks subjects with it, and enqueues their job once it has committed. Should the process
   * end in between, the owed sweep finds the marks.
   */
  async markAndEnqueue(tx: Tx, job: SubjectJob, subjects: readonly string[]): Promise<void> {
    await markSubjects(
      tx.manager,
      subjects.map((subject) => ({ job: job.name, subject })),
    );
    const key = nonce();
    tx.afterCommit(() => {
      this.addAll(subjects.map((subject) => subjectEntry(job, subject, key))).catch((error: Error) =>
        this.logger.error(`${job.name}: ${subjects.length} subjects could not be enqueued yet: ${error.message}`),
      );
    });
  }

  /** Marks subjects and enqueues their job. For sweeps and commands; a crash in between is found by the owed sweep. */
  async enqueueSubjects(on: Queryable, job: SubjectJob, subjects: readonly string[]): Promise<void> {
    await markSubjects(
      on,
      subjects.map((subject) => ({ job: job.name, subject })),
    );
    const key = nonce();
    await this.addAll(subjects.map((subject) => subjectEntry(job, subject, key)));
  }

  /** Enqueues subjects that are marked but have lost their job, and frees them from a job that is no more. */
  async enqueueOwedSubjects(owed: readonly Owed[]): Promise<void> {
    const key = nonce();
    const entries: Entry[] = [];
    for (const { job: name, subject } of owed) {
      const job = this.registry.job(name);
      if (job?.kind !== 'subject') continue;
      await this.releaseFinishedJob(job, subject);
      entries.push(subjectEntry(job, subject, key));
    }
    await this.addAll(entries);
  }

  /** A deduplication key that names a finished job would swallow every later one. */
  private async releaseFinishedJob(job: SubjectJob, subject: string): Promise<void> {
    const queue = this.queue(job.queue);
    const id = dedupId(job.name, subject);
    const holder = await queue.getDeduplicationJobId(id);
    if (!holder) return;
    const state = await (await queue.getJob(holder))?.getState();
    if (state !== undefined && !['completed', 'failed', 'unknown'].includes(state)) return;
    this.logger.warn(`${job.name} on ${subject} was held by ${holder} (${state ?? 'gone'}); released`);
    await queue.removeDeduplicationKey(id);
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.values()].map((queue) => queue.close()));
    this.open.clear();
  }
}

/** Differs at every call, so that an id made with it meets no earlier job. */
export const nonce = (): string => `n${randomBytes(9).toString('hex')}`;

/** The job of an event: its id is the event's, so that enqueuing twice gives one job. */
export function eventEntry(job: EventJob, event: OutboxEvent): Entry {
  return {
    queue: job.queue,
    job: {
      name: job.name,
      data: { event: event.id, aggregate: event.aggregate, id: event.aggregateId, action: event.action },
      opts: { jobId: `e${event.id}.${job.name}`, ...attempts(job) },
    },
  };
}

/**
 * The job of a subject. While one waits, another is not needed: it will find the newest state. While one runs, the store
 * keeps one more for afterwards. `key` must be new to the queue: an id that exists, finished, would leave the subject's
 * deduplication key on a job that never ends, and every later change would be dropped.
 */
export function subjectEntry(job: SubjectJob, subject: string, key: string): Entry {
  return {
    queue: job.queue,
    job: {
      name: job.name,
      data: { subject },
      opts: {
        jobId: `${key}.${job.name}.${subject.replaceAll(':', '-')}`,
        deduplication: { id: dedupId(job.name, subject), keepLastIfActive: true },
        ...SUBJECT_JOB_OPTIONS,
        ...(job.delay !== undefined && { delay: job.delay }),
        ...attempts(job),
      },
    },
  };
}

const attempts = (job: { attempts?: number }) => (job.attempts === undefined ? {} : { attempts: job.attempts });
