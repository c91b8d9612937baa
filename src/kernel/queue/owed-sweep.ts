import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { OutboxEvent } from '../outbox/event.js';
import { EVENT_COLUMNS } from '../outbox/relay-statements.js';
import { FORGET_DONE, LIST_RETRIED, recordFailure } from './failure-ledger.js';
import { eventEntry, JobQueues, retriedEntry } from './jobs/job-queues.js';
import { JobRegistry } from './jobs/job-registry.js';
import { defineJob, type EventJob, type EventRef, type Unfinished } from './jobs/job.js';
import { TAKE_OWED, type LateSubject } from './subject-ledger.js';

/** Finds work whose job got lost (a store that was emptied, a crash between two steps) and enqueues it again. */
export const owedSubjects = defineJob({ kind: 'sweep', name: 'owed-subjects', queue: 'sweeps', every: 60_000 });

/** A mark this old should have been worked on, or its job at least be in the queue, where another is not taken. */
const LATE_SECONDS = 60;
const AT_ONCE = 1_000;

interface RetriedRow {
  job: string;
  key: string;
  data: EventRef;
  micros: string;
}

/** Events behind a position that the relay has enqueued, of aggregates whose work is not done. */
const enqueuedEvents = ({ ids }: Unfinished): string => `
  SELECT ${EVENT_COLUMNS} FROM outbox
  WHERE aggregate_type = $1 AND aggregate_id IN (${ids}) AND position > $5 AND position <= (SELECT enqueued FROM outbox_relay)
    AND created_at < clock_timestamp() - make_interval(secs => $2)
    AND NOT EXISTS (SELECT FROM job_failure f WHERE f.job = $4 AND f.key = outbox.id::text)
  ORDER BY position LIMIT $3`;

@Injectable()
export class OwedSweep implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly queues: JobQueues,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    this.registry.handle(owedSubjects, () => this.run());
  }

  async run(lateSeconds = LATE_SECONDS): Promise<void> {
    const began = Date.now();
    for (let taken = AT_ONCE; taken === AT_ONCE;) {
      const sinceThen = lateSeconds + (Date.now() - began) / 1000; // what was taken up before is not taken again
      const owed = await this.dataSource.query<LateSubject[]>(TAKE_OWED, [sinceThen, AT_ONCE]);
      await this.queues.enqueueOwedSubjects(owed);
      taken = owed.length;
    }
    for (const job of this.registry.eventJobs) await this.again(job, lateSeconds);
    await this.enqueueRetries(lateSeconds);
    await this.dataSource.query(FORGET_DONE);
  }

  /** Failures that were put back and are neither done nor failed since. The id is of that call: it is taken once. */
  private async enqueueRetries(lateSeconds: number): Promise<void> {
    // Some may wait for a version that knows their job, or stay in the store: they keep none behind them from being looked at.
    for (let last: RetriedRow | undefined, found = AT_ONCE; found === AT_ONCE;) {
      const retried: RetriedRow[] = await this.dataSource.query<RetriedRow[]>(LIST_RETRIED, [
        lateSeconds,
        last?.micros ?? null,
        last ? `${last.job} ${last.key}` : null,
        AT_ONCE,
      ]);
      await this.queues.addAgain(
        retried.flatMap(({ job: name, data, micros }) => {
          const job = this.registry.job(name);
          return job?.kind === 'event' ? [retriedEntry(job, data, micros)] : [];
        }),
      );
      last = retried.at(-1);
      found = retried.length;
    }
  }

  /** The job's id is the event's: where the store still has it, waiting, or at work, another is not taken; what failed waits for an operator. */
  private async again(job: EventJob, lateSeconds: number): Promise<void> {
    const { unfinished } = job;
    if (!unfinished) return;
    const some = await this.dataSource.query<unknown[]>(`${unfinished.ids} LIMIT 1`);
    if (some.length === 0) return;
    // Most events of such an aggregate ask for no job: the one that does may come behind any number of them.
    for (let after = '0', found = AT_ONCE; found === AT_ONCE;) {
      const events = await this.dataSource.query<OutboxEvent[]>(enqueuedEvents(unfinished), [
        unfinished.aggregate,
        lateSeconds,
        AT_ONCE,
        job.name,
        after,
      ]);
      const entries = events.filter((event) => job.on(event)).map((event) => eventEntry(job, event));
      for (const { queue, job } of entries) await this.listStoreFailure(queue, job.opts.jobId);
      await this.queues.addAgain(entries);
      after = events.at(-1)?.position ?? after;
      found = events.length;
    }
  }

  /** What only the store knows to have failed, because the process that should have recorded it ended first, is listed now. */
  private async listStoreFailure(queue: string, id: string): Promise<void> {
    const stored = await this.queues.queue(queue).getJob(id);
    if (stored === undefined || (await stored.getState()) !== 'failed') return;
    const error = new Error(stored.failedReason ?? 'its reason is not known');
    await recordFailure(this.dataSource, queue, stored, stored.attemptsMade, error);
  }
}
