import { Logger } from '@nestjs/common';
import pg from 'pg';
import {
  eventEntry,
  nonce,
  subjectEntries,
  subjectEntry,
  type Entry,
  type JobQueues,
} from '../queue/jobs/job-queues.js';
import { isTogether, type SubjectJob } from '../queue/jobs/job.js';
import { markSubjects, type Owed } from '../queue/subject-ledger.js';
import type { Origin } from '../observability/trail.js';
import { findTraces } from '../observability/traces/traces.js';
import type { OutboxEvent } from './event.js';
import { Loop } from './loop.js';
import type { Nudge } from './nudge.js';
import { BLOCKS_AT_ONCE, MAKE_BLOCKS } from './blocks.js';
import { SharedConnection } from './shared-connection.js';
import { ENQUEUED, LAST_POSITION, PLACE, READ_UNENQUEUED, TRY_LOCK } from './relay-statements.js';

export interface RelayOptions {
  databaseUrl: string;
  /** Pause between two looks when nothing nudges. */
  pollMs: number;
}

const BATCH = 500;
/** Pause before another process's lock, or a broken connection, is tried again. */
const STANDBY_MS = 1_000;
/** Pause between two looks for blocks of the feed that are complete: until then readers look through their events. */
const BLOCKS_MS = 5_000;

/**
 * Gives committed outbox rows their positions and puts the jobs they ask for into the queues.
 *
 * Any process may run one; the holder of a session lock works, the others stand by. The lock, the positions and the mark
 * of what is enqueued share one connection, so a relay that lost its lock can write neither. Placing does not wait for
 * the queue: readers of the feed go on while a Redis is down.
 */
export class Relay {
  private readonly logger = new Logger('Relay');
  private connection: SharedConnection | undefined;
  private readonly leading: Loop;
  private readonly placing: Loop;
  private readonly enqueuing: Loop;
  private readonly summarising: Loop;
  private deaf: (() => void) | undefined;
  /** Positions up to here may have reached the queue before: by an earlier holder, or by a try that broke off. */
  private tried = 0n;

  constructor(
    private readonly options: RelayOptions,
    private readonly queues: JobQueues,
    private readonly nudge: Nudge,
  ) {
    const onError = (error: Error) => this.logger.error(error.message);
    this.leading = new Loop(() => this.lead(), { pauseMs: STANDBY_MS, onError });
    this.placing = new Loop(() => this.place(), { pauseMs: options.pollMs, onError });
    this.enqueuing = new Loop(() => this.enqueue(), { pauseMs: STANDBY_MS, onError });
    this.summarising = new Loop(() => this.makeBlocks(), { pauseMs: BLOCKS_MS, onError });
  }

  get isLeader(): boolean {
    return this.connection !== undefined;
  }

  start(): void {
    this.deaf = this.nudge.listen(() => this.placing.wake());
    this.leading.start();
  }

  private get works(): readonly Loop[] {
    return [this.placing, this.enqueuing, this.summarising];
  }

  /** Ends the round at hand, then lets go of the lock. */
  async stop(): Promise<void> {
    this.deaf?.();
    await this.leading.stop();
    await Promise.all(this.works.map((loop) => loop.stop()));
    const { connection } = this;
    this.connection = undefined;
    await connection?.end();
  }

  /** Tries to become the holder; does nothing while it is. */
  private async lead(): Promise<boolean> {
    if (this.connection) return false;
    await this.queues.prepare();
    const client = new pg.Client({
      connectionString: this.options.databaseUrl,
      application_name: 'throughline relay',
      keepAlive: true,
    });
    const connection = new SharedConnection(client);
    client.on('error', (error) => this.handleConnectionLoss(connection, error));
    client.on('end', () => this.handleConnectionLoss(connection));
    await client.connect();
    try {
      const { rows } = await connection.query<{ held: boolean }>(TRY_LOCK);
      if (rows[0]?.held) return await this.begin(connection);
    } catch (error) {
      await connection.end();
      throw error;
    }
    await connection.end();
    return false;
  }

  private async begin(connection: SharedConnection): Promise<false> {
    const { rows } = await connection.query<{ position: string }>(LAST_POSITION);
    this.tried = BigInt(rows[0]?.position ?? 0);
    this.connection = connection;
    for (const loop of this.works) loop.start();
    return false;
  }

  private handleConnectionLoss(connection: SharedConnection, error?: Error): void {
    if (this.connection !== connection) return;
    this.connection = undefined;
    this.logger.warn(`lost its connection${error ? `: ${error.message}` : ''}; standing by`);
    void Promise.all(this.works.map((loop) => loop.stop()));
  }

  /** Answers whether to go on at once. */
  private async place(): Promise<boolean> {
    const { connection } = this;
    if (!connection) return false;
    const { rows } = await connection.query<{ placed: number }>({ name: 'place', text: PLACE, values: [BATCH] });
    const placed = rows[0]?.placed ?? 0;
    if (placed > 0) this.enqueuing.wake();
    return placed === BATCH;
  }

  private async makeBlocks(): Promise<boolean> {
    const { connection } = this;
    if (!connection) return false;
    const { rowCount } = await connection.query(MAKE_BLOCKS);
    return rowCount === BLOCKS_AT_ONCE;
  }

  private async enqueue(): Promise<boolean> {
    const { connection } = this;
    if (!connection) return false;
    const { rows: events } = await connection.query<OutboxEvent>({
      name: 'unenqueued',
      text: READ_UNENQUEUED,
      values: [BATCH],
    });
    const last = events.at(-1);
    if (!last) return false;
    const { entries, owed } = this.buildJobs(events);
    await markSubjects(connection, owed);
    this.tried = max(this.tried, BigInt(last.position));
    await this.queues.addAll(entries);
    await connection.query(ENQUEUED, [last.position]);
    return true;
  }

  /** The jobs of a batch; a subject that many of its events touch is enqueued once. */
  private buildJobs(events: readonly OutboxEvent[]): { entries: Entry[]; owed: Owed[] } {
    const { eventJobs, subjectJobs } = this.queues.registry;
    const entries: Entry[] = [];
    const subjects = new Map<string, { job: SubjectJob; subject: string; event: OutboxEvent; origin: Origin }>();
    for (const event of events) {
      const origin = announceEvent(event);
      for (const job of eventJobs) if (job.on(event)) entries.push(eventEntry(job, { ...event, ...origin }));
      for (const job of subjectJobs)
        for (const subject of job.on?.(event) ?? [])
          subjects.set(`${job.name} ${subject}`, { job, subject, event, origin });
    }
    const again = nonce();
    for (const { job, subject, event } of subjects.values())
      if (!isTogether(job))
        entries.push(subjectEntry(job, subject, BigInt(event.position) > this.tried ? `p${event.position}` : again));
    for (const job of subjectJobs.filter(isTogether)) {
      const own = [...subjects.values()].filter((each) => each.job === job).map(({ subject }) => subject);
      entries.push(...subjectEntries(job, own, again));
    }
    return {
      entries,
      owed: [...subjects.values()].map(({ job, subject, origin }) => ({ job: job.name, subject, origin })),
    };
  }
}

/** Where the jobs of an event come from: its request, and in its trace the relay itself. */
function announceEvent({ aggregate, action, request, trace }: OutboxEvent): Origin {
  const span = trace === null ? undefined : findTraces()?.begin(`outbox ${aggregate}.${action}`, 'producer', trace);
  span?.end();
  return { request, trace: span?.traceparent ?? trace };
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
