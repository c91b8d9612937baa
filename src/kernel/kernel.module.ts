import { Global, Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from './audit/audit.module.js';
import { forPurpose, Keys } from './config/keys.js';
import { Settings } from './config/settings.js';
import { dataSourceOptions, type Entity } from './database/data-source.js';
import type { Reader } from './database/reader.js';
import { ReadReplica } from './database/replica/read-replica.js';
import { PlannedReader } from './database/connections/planned-reader.js';
import { WatchConnections } from './database/connections/watch-connections.js';
import { Transactions } from './database/transactions.js';
import { computeGateLimits, WriterGate } from './database/turns/writer-gate.js';
import { Recent } from './health/recent.js';
import { Readiness } from './health/readiness.js';
import { WriteCheck } from './health/write-check.js';
import { IdempotencyKeys } from './http/idempotency/idempotency-keys.js';
import { IdempotentRequests } from './http/idempotency/idempotent-requests.js';
import { ActionEngine } from './actions/engine.js';
import { Metrics } from './observability/metrics.js';
import { OperationFigures } from './observability/operation-figures.js';
import { OldEntries } from './moved/old-entries.js';
import { outboxFigures } from './outbox/figures.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { MailModule } from './mail/mail.module.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { FailedJobs } from './queue/jobs/failed-jobs.js';
import { JobQueues } from './queue/jobs/job-queues.js';
import type { Job } from './queue/jobs/job.js';
import { askQueue, queueFigures } from './queue/queue-figures.js';
import { QueueModule } from './queue/queue.module.js';
import { QUEUE_ROLE, type QueueRole } from './queue/queue-role.js';
import { OVERDUE_PERIODS, ScheduleKeeper } from './queue/schedule-keeper.js';

/** Committed changes older than this without a position mean that no relay works. */
const LAG_SECONDS = 60;

/** What every other module stands on. Knows no business word. */
@Global()
@Module({})
export class KernelModule implements OnModuleInit {
  private readonly queued = new Recent(() => queueFigures(this.queues));

  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly watch: WatchConnections,
    private readonly queues: JobQueues,
    private readonly failed: FailedJobs,
    private readonly schedules: ScheduleKeeper,
    @Inject(QUEUE_ROLE) private readonly role: QueueRole,
  ) {}

  static forRoot(
    settings: Settings,
    keys: Keys,
    role: QueueRole,
    jobs: readonly Job[],
    entities: readonly Entity[],
  ): DynamicModule {
    const { databaseUrl = '', queueBackend, redisUrl, outboxPollMs, anchorFile = '' } = settings;
    const providers = [
      { provide: Settings, useValue: settings },
      { provide: Keys, useValue: keys },
      { provide: IdempotencyKeys, useValue: new IdempotencyKeys(forPurpose(keys.identity, 'idempotent request')) },
      { provide: WriterGate, useValue: new WriterGate(computeGateLimits(settings.databasePoolSize, settings)) },
      Transactions,
      PlannedReader,
      WatchConnections,
      IdempotentRequests,
      ActionEngine,
      Readiness,
      Metrics,
      OldEntries,
      OperationFigures,
      ReadReplica,
    ];
    return {
      module: KernelModule,
      imports: [
        TypeOrmModule.forRoot({
          // Nobody waits for an answer of a worker or a command.
          ...dataSourceOptions(settings, entities, { poolWaitMs: role.http ? settings.poolWaitMs : undefined }),
          retryAttempts: 3,
        }),
        DiscoveryModule,
        AuditModule.forRoot({ anchorFile, http: role.http }),
        QueueModule.forRoot({
          jobs,
          role,
          backend: { kind: queueBackend, databaseUrl, ...(redisUrl && { redisUrl }) },
          policy: { concurrency: settings.workerConcurrency },
          schedule: { checkMs: settings.scheduleCheckSeconds * 1000, maxPeriodMs: settings.sweepMaxSeconds * 1000 },
        }),
        MailModule,
        DeliveriesModule,
        OutboxModule.forRoot({ databaseUrl, pollMs: outboxPollMs, http: role.http, relays: role.works }),
      ],
      providers,
      exports: [...providers, TypeOrmModule, DiscoveryModule],
    };
  }

  onModuleInit(): void {
    this.readiness.register('database', async () => {
      await this.watch.readiness.query('SELECT 1');
    });
    const writing = new WriteCheck(this.watch.readiness.pool);
    this.readiness.register('writes', () => writing.check());
    this.readiness.register('queue', async () => {
      await askQueue(this.queues);
    });
    this.readiness.register('outbox', async () => {
      const { oldestUnplacedSeconds } = await outboxFigures(this.watch.readiness);
      if (oldestUnplacedSeconds > LAG_SECONDS) throw new Error(`no relay for ${oldestUnplacedSeconds} s`);
      return { lagSeconds: Math.round(oldestUnplacedSeconds) };
    });
    this.metrics.gauge(
      'outbox_unplaced',
      'Committed changes without a position',
      async () => (await outboxFigures(this.watch.figures)).unplaced,
    );
    this.metrics.gauge(
      'outbox_lag_seconds',
      'Age of the oldest of them',
      async () => (await outboxFigures(this.watch.figures)).oldestUnplacedSeconds,
    );
    this.metrics.gauge('jobs_waiting', 'Jobs that wait, all queues', () => this.countWaitingJobs());
    this.metrics.gauge('jobs_failed', 'Work whose attempts ran out, all queues', () =>
      this.failed.count(this.watch.figures),
    );
    this.metrics.gauge(
      'sweeps_overdue',
      `Sweeps that have not run for ${OVERDUE_PERIODS} periods`,
      async () => (await this.listOverdueSweeps(this.watch.figures)).length,
    );
    this.metrics.gauge('sweeps_latest_periods', 'Periods since the sweep that is latest has run', async () =>
      Math.max(0, ...(await this.schedules.late(this.watch.figures)).map(({ periods }) => periods)),
    );
    if (!this.role.works) return;
    this.readiness.register('sweeps', async () => {
      const overdue = await this.listOverdueSweeps(this.watch.readiness);
      if (overdue.length > 0) throw new Error(`these sweeps have not run: ${overdue.join(', ')}`);
    });
  }

  private async listOverdueSweeps(on: Reader): Promise<string[]> {
    const late = await this.schedules.late(on);
    return late.filter(({ periods }) => periods > OVERDUE_PERIODS).map(({ job }) => job);
  }

  private async countWaitingJobs(): Promise<number> {
    return Object.values(await this.queued.ask()).reduce((sum, { waiting }) => sum + waiting, 0);
  }
}
