import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Transactions } from '../database/transactions.js';
import type { BackendOptions } from './backends/backend.js';
import { openBackend } from './backends/backend-open.js';
import { FailedJobs } from './jobs/failed-jobs.js';
import { JobQueues } from './jobs/job-queues.js';
import { JobRegistry } from './jobs/job-registry.js';
import { JobWorkers } from './jobs/job-workers.js';
import type { Job } from './jobs/job.js';
import { JobsController } from './jobs/jobs.controller.js';
import { JobsService } from './jobs/jobs.service.js';
import { OwedSweep, owedSubjects } from './owed-sweep.js';
import { QueueBoot } from './queue-boot.js';
import { QUEUE_ROLE, type QueueRole } from './queue-role.js';
import { ScheduleKeeper, type ScheduleOptions } from './schedule-keeper.js';
import { WORKER_POLICY, type WorkerPolicy } from './queue-policy.js';

export interface QueueModuleOptions {
  /** Every job of the application. */
  jobs: readonly Job[];
  role: QueueRole;
  backend: Omit<BackendOptions, 'workers'>;
  policy?: Partial<WorkerPolicy>;
  schedule: ScheduleOptions;
}

/** The queues, on PostgreSQL or Redis. Global: any module may give handlers to the registry. */
@Module({})
export class QueueModule {
  static forRoot(options: QueueModuleOptions): DynamicModule {
    const policy = { ...WORKER_POLICY, ...options.policy };
    return {
      module: QueueModule,
      global: true,
      controllers: options.role.http ? [JobsController] : [],
      providers: [
        { provide: QUEUE_ROLE, useValue: options.role },
        { provide: JobRegistry, useFactory: () => new JobRegistry([owedSubjects, ...options.jobs]) },
        {
          provide: JobQueues,
          useFactory: (registry: JobRegistry) => {
            const workers = options.role.works ? registry.queues.length : 0;
            return new JobQueues(openBackend({ ...options.backend, workers }), registry);
          },
          inject: [JobRegistry],
        },
        {
          provide: JobWorkers,
          useFactory: (queues: JobQueues, transactions: Transactions, dataSource: DataSource) =>
            new JobWorkers(queues, transactions, dataSource, policy),
          inject: [JobQueues, Transactions, DataSource],
        },
        {
          provide: FailedJobs,
          useFactory: (queues: JobQueues, transactions: Transactions, dataSource: DataSource) =>
            new FailedJobs(queues, transactions, dataSource),
          inject: [JobQueues, Transactions, DataSource],
        },
        {
          provide: ScheduleKeeper,
          useFactory: (queues: JobQueues, dataSource: DataSource, owed: OwedSweep) =>
            new ScheduleKeeper(queues, dataSource, owed, options.schedule),
          inject: [JobQueues, DataSource, OwedSweep],
        },
        JobsService,
        OwedSweep,
        QueueBoot,
      ],
      exports: [QUEUE_ROLE, JobRegistry, JobQueues, JobWorkers, FailedJobs, ScheduleKeeper],
    };
  }
}
