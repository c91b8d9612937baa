import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JobQueues } from './job-queues.js';
import { JobRegistry } from './job-registry.js';
import { defineJob } from './job.js';
import { TAKE_OWED, type Owed } from './subject-ledger.js';

/** Finds subjects whose job got lost (a store that was emptied, a crash between two steps) and enqueues them again. */
export const owedSubjects = defineJob({ kind: 'sweep', name: 'owed-subjects', queue: 'sweeps', every: 60_000 });

/** A mark this old should have been worked on, or its job at least be in the queue, where another is not taken. */
const LATE_SECONDS = 60;
const AT_ONCE = 1_000;

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
    const owed = await this.dataSource.query<Owed[]>(TAKE_OWED, [lateSeconds, AT_ONCE]);
    await this.queues.enqueueOwed(owed);
  }
}
