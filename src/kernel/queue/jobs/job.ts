import type { Tx } from '../../database/transactions.js';
import type { OutboxEvent } from '../../outbox/event.js';

interface Common {
  /** Unique, kebab-case. Stored with every job: it is never renamed while jobs of it may lie in a queue. */
  name: string;
  /** At most six queues in all: each costs a worker and a listening connection per process. */
  queue: string;
  /** Tries before the job is kept as failed. */
  attempts?: number;
}

/** One job per event, id = the event's. The handler must be a no-op when its work is done already. */
export interface EventJob extends Common {
  kind: 'event';
  on: (event: OutboxEvent) => boolean;
  /** What its own tables say is still to be done, so that a store that lost the job gets it again. */
  unfinished?: Unfinished;
  /** Its handler may leave the work to another process: no job that ran keeps the next one away. */
  mayLeaveWork?: true;
}

/** Aggregates whose work is not done: their type, and a query of their ids as text. */
export interface Unfinished {
  aggregate: string;
  ids: string;
}

/**
 * One job per subject, however many events touch it in a burst. `on` says which subjects (`type:id`) an event makes
 * dirty, from the event's own ids. The handler works on the subject as it finds it now.
 */
export interface SubjectJob extends Common {
  kind: 'subject';
  /** Milliseconds a job waits before it runs, so that all that comes meanwhile is one work; left out: none. */
  delay?: number;
  on?: (event: OutboxEvent) => readonly string[];
}

/** Many subjects as one work: what a transaction and its statements cost is paid once for all that wait. */
interface Together {
  /** Subjects of one transaction at most. */
  most: number;
  /** Such transactions side by side. */
  lanes: number;
}

/**
 * A subject job whose subjects are worked on together. What lies in its queue are not subjects but calls to work on all that
 * the ledger says is owed; only subjects with which a work broke go their way one by one, as jobs of their own.
 */
export interface TogetherJob extends SubjectJob {
  together: Together;
}

/** Everything that is due, again and again; runs may overlap and must be idempotent. */
export interface SweepJob extends Common {
  kind: 'sweep';
  /** Milliseconds, or a cron pattern in Asia/Shanghai. */
  every: number | string;
  /** Milliseconds between two runs of a pattern, by which a run that is missing is found out. */
  period?: number;
}

export type Job = EventJob | SubjectJob | TogetherJob | SweepJob;

export const isTogether = (job: SubjectJob): job is TogetherJob => 'together' in job;

/** What a job of an event carries: ids only. */
export interface EventRef {
  event: string;
  aggregate: string;
  id: string;
  action: string;
  /** The request that the event comes from, and its place in a trace. */
  request?: string;
  trace?: string;
}
export interface SubjectRef {
  subject: string;
}
/** A call to work on what is owed, of this lane. */
interface LaneRef {
  lane: number;
}
export type JobData = EventRef | SubjectRef | LaneRef | Record<string, never>;

export type Handler<J extends Job> = J extends EventJob
  ? (event: EventRef) => Promise<void>
  : J extends TogetherJob
    ? (tx: Tx, subjects: readonly string[]) => Promise<void>
    : J extends SubjectJob
      ? (tx: Tx, subject: string) => Promise<void>
      : () => Promise<void>;

/** Declares a job. Declarations are data and are known to every process; handlers live in the worker alone. */
export const defineJob = <const J extends Job>(job: J): J => job;

/** `type:id` → its parts. */
export function parseSubject(subject: string): { type: string; id: string } {
  const colon = subject.indexOf(':');
  if (colon < 1 || colon === subject.length - 1) throw new Error(`not a subject: ${subject}`);
  return { type: subject.slice(0, colon), id: subject.slice(colon + 1) };
}
