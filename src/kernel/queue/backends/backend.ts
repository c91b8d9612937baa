import type { JobData } from '../jobs/job.js';
import type { WorkerPolicy } from '../queue-policy.js';

/** A job as it lies in a queue. */
export interface StoredJob {
  id?: string;
  name: string;
  data: JobData;
  attemptsMade: number;
  /** Milliseconds since 1970. */
  timestamp: number;
  /** When it was last begun. */
  processedOn?: number;
  finishedOn?: number;
  /** Message of the last error. */
  failedReason?: string;
  opts: { attempts?: number };
  getState(): Promise<string>;
}

/** A job to be added. */
export interface NewJob {
  name: string;
  data: JobData;
  opts: {
    jobId: string;
    attempts?: number;
    /** Milliseconds before it may run. */
    delay?: number;
    removeOnComplete?: boolean;
    deduplication?: { id: string; keepLastIfActive?: true };
  };
}

/** What this system uses of a BullMQ queue; the same on both stores. */
export interface StoredQueue {
  addBulk(jobs: NewJob[]): Promise<unknown>;
  getJob(id: string): Promise<StoredJob | undefined>;
  getJobCounts(
    ...types: ('waiting' | 'active' | 'delayed' | 'failed' | 'completed')[]
  ): Promise<Record<string, number>>;
  getJobs(types: 'waiting'[], start: number, end: number, oldestFirst: boolean): Promise<StoredJob[]>;
  getDeduplicationJobId(id: string): Promise<string | null>;
  removeDeduplicationKey(id: string): Promise<number>;
  upsertJobScheduler(
    id: string,
    repeat: { every: number } | { pattern: string; tz: string },
    template: { name: string; data: JobData; opts: { attempts?: number } },
  ): Promise<unknown>;
  getJobSchedulers(): Promise<{ key: string }[]>;
  removeJobScheduler(id: string): Promise<boolean>;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

export interface StoredWorker {
  waitUntilReady(): Promise<unknown>;
  /** Takes no new job and waits for those at hand. */
  close(): Promise<void>;
  /** Lets go of a store that does not answer. */
  cut(): void;
}

interface WorkerEvents {
  /** A job ended for good without success. */
  failed(job: StoredJob | undefined, error: Error): void;
  error(error: Error): void;
}

/** Where jobs are kept. */
export interface Backend {
  readonly kind: 'postgres' | 'redis';
  /** Makes what must be there and refuses a store that would lose jobs. */
  prepare(): Promise<void>;
  queue(name: string, onError: (error: Error) => void): StoredQueue;
  worker(
    name: string,
    process: (job: StoredJob) => Promise<void>,
    policy: WorkerPolicy,
    events: WorkerEvents,
  ): StoredWorker;
  /**
   * A worker looks for abandoned jobs where nobody did so just now. Forgets looks of clocks that ran ahead: behind those nobody
   * would look until they have come.
   */
  forgetLooksAhead(): Promise<void>;
  /** @throws what the store says where it takes no write */
  tryWriting(): Promise<void>;
  close(): Promise<void>;
}

export interface BackendOptions {
  kind: 'postgres' | 'redis';
  databaseUrl: string;
  redisUrl?: string;
  /** Redis only: what all keys begin with, so that two installations may share a server. */
  prefix?: string;
  /** How many workers this process runs; each takes one listening connection. */
  workers: number;
}
