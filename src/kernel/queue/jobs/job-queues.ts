import { Logger } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { Tx } from '../../database/transactions.js';
import type { OutboxEvent } from '../../outbox/event.js';
import type { Backend, NewJob, StoredJob, StoredQueue } from '../backends/backend.js';
import type { JobRegistry } from './job-registry.js';
import { isTogether, type EventJob, type EventRef, type SubjectJob, type SweepJob, type TogetherJob } from './job.js';
import { SUBJECT_JOB_OPTIONS } from '../queue-policy.js';
import { markSubjects, SET_APART, type LateSubject, type Owed, type Queryable } from '../subject-ledger.js';

/** What a unit of work owes: a job on some subjects. */
export interface Work {
  job: SubjectJob;
  subjects: readonly string[];
  /** Marked, but put in no queue: the sweep of owed subjects takes them up. */
  isLeftToSweep?: boolean;
  /** Each would break a work with others: a job of its own, also where the job works on many subjects at once. */
  isAlone?: boolean;
}
/** A job and the queue it goes to. */
export interface Entry {
  queue: string;
  job: NewJob;
}

const ADD_AT_ONCE = 500;
/** States of a job that is not coming any more. */
const OVER = ['completed', 'failed', 'unknown'];
/** Clocks of machines that are kept well differ by less. */
const AHEAD_MS = 60_000;

const dedupId = (job: string, subject: string): string => `${job} ${subject}`;
/** What a sweep works on, beside the subjects of other jobs. */
const OF_SWEEP = 'what is due';
const laneName = (lane: number): string => `lane ${lane}`;

/** The queues of this process, on either store. Only the relay, sweeps and operators add to them, never a request. */
export class JobQueues {
  private readonly logger = new Logger('Queue');
  private readonly open = new Map<string, StoredQueue>();
  private prepared: Promise<void> | undefined;
  /** Jobs of committed works on their way into the queues. */
  private readonly underWay = new Set<Promise<void>>();

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
   * From within a unit of work: marks subjects with it, and enqueues their jobs once it has committed. Should the process
   * end in between, the owed sweep finds the marks. One call for all that a unit of work owes, so that locks are taken in one order.
   * @param held subjects of the job that this unit of work is, see `markSubjects`
   */
  async markAndEnqueue(tx: Tx, works: readonly Work[], held: readonly Owed[] = []): Promise<void> {
    const owed = works.flatMap(({ job, subjects }) => subjects.map((subject) => ({ job: job.name, subject })));
    await markSubjects(tx.manager, owed, held);
    for (const { job, subjects } of works.filter(({ isAlone }) => isAlone === true))
      await tx.query(SET_APART, [job.name, subjects]);
    const key = nonce();
    const entries = works
      .filter(({ isLeftToSweep }) => isLeftToSweep !== true)
      .flatMap(({ job, subjects, isAlone }) =>
        isAlone === true
          ? subjects.map((subject) => subjectEntry(job, subject, key))
          : subjectEntries(job, subjects, key),
      );
    tx.afterCommit(() => {
      const adding = this.addAll(entries)
        .catch((error: Error) =>
          this.logger.error(`${owed.length} subjects could not be enqueued yet: ${error.message}`),
        )
        .finally(() => this.underWay.delete(adding));
      this.underWay.add(adding);
    });
  }

  /** Marks subjects and enqueues their job. For sweeps and commands; a crash in between is found by the owed sweep. */
  async enqueueSubjects(on: Queryable, job: SubjectJob, subjects: readonly string[]): Promise<void> {
    await markSubjects(
      on,
      subjects.map((subject) => ({ job: job.name, subject })),
    );
    await this.addAll(subjectEntries(job, subjects, nonce()));
  }

  /** Of a work on many subjects that broke: each is worked on by itself. */
  async enqueueApart(job: TogetherJob, subjects: readonly string[]): Promise<void> {
    const key = nonce();
    await this.addAll(subjects.map((subject) => subjectEntry(job, subject, key)));
  }

  /** Another call of a lane, for what is still owed when this one ends. */
  async callLane(job: TogetherJob, lane: number): Promise<void> {
    await this.addAll([laneEntry(job, lane, nonce())]);
  }

  /** A run of a sweep that is late: none beside one that was called before and is still to come, or at work. */
  async callLateSweep(sweep: SweepJob): Promise<void> {
    await this.releaseSubject(sweep, OF_SWEEP);
    const { queue, job } = sweepEntry(sweep, nonce());
    await this.addAll([
      { queue, job: { ...job, opts: { ...job.opts, deduplication: { id: dedupId(sweep.name, OF_SWEEP) } } } },
    ]);
  }

  /** Enqueues subjects that are marked but have lost their job, and frees them from a job that is no more. */
  async enqueueOwedSubjects(owed: readonly LateSubject[]): Promise<void> {
    const key = nonce();
    const entries: Entry[] = [];
    const lanes = new Set<TogetherJob>();
    for (const { job: name, subject, alone } of owed) {
      const job = this.registry.job(name);
      if (job?.kind !== 'subject') continue;
      if (isTogether(job) && !alone) {
        lanes.add(job);
        continue;
      }
      await this.releaseSubject(job, subject);
      entries.push(subjectEntry(job, subject, key));
    }
    for (const job of lanes)
      for (let lane = 0; lane < job.together.lanes; lane++) {
        await this.releaseSubject(job, laneName(lane));
        entries.push(laneEntry(job, lane, key));
      }
    await this.addAll(entries);
  }

  /**
   * What should be there and is taken once by its id. One that a clock which ran ahead has put off, or holds for a worker that
   * is no more, comes as much too late: another goes beside it, and which of them is second finds the work done.
   */
  async addAgain(entries: readonly Entry[]): Promise<void> {
    const again: Entry[] = [];
    for (const entry of entries) {
      const { queue, job } = entry;
      const stored = await this.queue(queue).getJob(job.opts.jobId);
      const isHeld = stored !== undefined && isFromAhead(stored) && !OVER.includes(await stored.getState());
      again.push(
        isHeld ? { queue, job: { ...job, opts: { ...job.opts, jobId: `${job.opts.jobId}.${nonce()}` } } } : entry,
      );
    }
    await this.addAll(again);
  }

  /** A deduplication key that names a job which is over, or one of a clock that ran ahead, would swallow every later one. */
  private async releaseSubject(job: SubjectJob | SweepJob, subject: string): Promise<void> {
    const queue = this.queue(job.queue);
    const id = dedupId(job.name, subject);
    const holder = await queue.getDeduplicationJobId(id);
    if (!holder) return;
    const stored = await queue.getJob(holder);
    const state = await stored?.getState();
    if (stored && state !== undefined && !OVER.includes(state) && !isFromAhead(stored)) return;
    this.logger.warn(`${job.name} on ${subject} was held by ${holder} (${state ?? 'gone'}); released`);
    await queue.removeDeduplicationKey(id);
  }

  /** What is on its way into the queues gets there first. */
  async close(): Promise<void> {
    await Promise.all(this.underWay);
    await Promise.all([...this.open.values()].map((queue) => queue.close()));
    this.open.clear();
  }
}

/** Whether a clock that ran ahead made it, or began it last: it comes as much too late. */
const isFromAhead = ({ timestamp, processedOn = 0 }: StoredJob): boolean =>
  Math.max(timestamp, processedOn) > Date.now() + AHEAD_MS;

/** Differs at every call, so that an id made with it meets no earlier job. */
export const nonce = (): string => `n${randomBytes(9).toString('hex')}`;

/** The job of an event: its id is the event's position, which no restore gives out again, so that enqueuing twice gives one job. */
export function eventEntry(job: EventJob, event: OutboxEvent): Entry {
  return {
    queue: job.queue,
    job: {
      name: job.name,
      data: {
        event: event.id,
        aggregate: event.aggregate,
        id: event.aggregateId,
        action: event.action,
        ...(event.request !== null && { request: event.request }),
        ...(event.trace !== null && { trace: event.trace }),
      },
      opts: {
        jobId: `p${event.position}.${job.name}`,
        ...attempts(job),
        ...(job.mayLeaveWork && { removeOnComplete: true }),
      },
    },
  };
}

/** The same once more, after its failure was put back at `micros`: enqueued twice it is one job. */
export function retriedEntry(job: EventJob, data: EventRef, micros: string): Entry {
  const jobId = `e${data.event}.${job.name}.r${micros}`;
  return { queue: job.queue, job: { name: job.name, data, opts: { jobId, ...attempts(job) } } };
}

/** One run of a sweep beside its schedule. */
export const sweepEntry = (job: SweepJob, key: string): Entry => ({
  queue: job.queue,
  job: { name: job.name, data: {}, opts: { jobId: `${key}.${job.name}`, ...attempts(job) } },
});

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

/** The jobs by which these subjects are worked on: each its own, or calls of as many lanes as there is work for. */
export function subjectEntries(job: SubjectJob, subjects: readonly string[], key: string): Entry[] {
  if (!isTogether(job)) return subjects.map((subject) => subjectEntry(job, subject, key));
  const { lanes } = job.together;
  const first = Math.floor(Math.random() * lanes);
  return Array.from({ length: Math.min(lanes, subjects.length) }, (_, i) => laneEntry(job, (first + i) % lanes, key));
}

/** A call of a lane. While one waits, another is not needed; while one runs, the store keeps one more for afterwards. */
function laneEntry(job: TogetherJob, lane: number, key: string): Entry {
  return {
    queue: job.queue,
    job: {
      name: job.name,
      data: { lane },
      opts: {
        jobId: `${key}.${job.name}.lane-${lane}`,
        deduplication: { id: dedupId(job.name, laneName(lane)), keepLastIfActive: true },
        ...SUBJECT_JOB_OPTIONS,
        ...(job.delay !== undefined && { delay: job.delay }),
        ...attempts(job),
      },
    },
  };
}

const attempts = (job: { attempts?: number }) => (job.attempts === undefined ? {} : { attempts: job.attempts });
