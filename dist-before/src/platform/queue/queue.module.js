var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var QueueModule_1;
import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Transactions } from '../database/transactions.js';
import { openBackend } from './backend.open.js';
import { FailedJobs } from './failed-jobs.js';
import { JobQueues } from './job-queues.js';
import { JobRegistry } from './job-registry.js';
import { JobWorkers } from './job-workers.js';
import { JobsController } from './jobs.controller.js';
import { JobsService } from './jobs.service.js';
import { OwedSweep, owedSubjects } from './owed-sweep.js';
import { QueueBoot } from './queue.boot.js';
import { QUEUE_ROLE } from './queue.role.js';
import { WORKER_POLICY } from './queue.policy.js';
/** The queues, on PostgreSQL or Redis. Global: any module may give handlers to the registry. */
let QueueModule = QueueModule_1 = class QueueModule {
    static forRoot(options) {
        const policy = { ...WORKER_POLICY, ...options.policy };
        return {
            module: QueueModule_1,
            global: true,
            controllers: options.role.http ? [JobsController] : [],
            providers: [
                { provide: QUEUE_ROLE, useValue: options.role },
                { provide: JobRegistry, useFactory: () => new JobRegistry([owedSubjects, ...options.jobs]) },
                {
                    provide: JobQueues,
                    useFactory: (registry) => {
                        const workers = options.role.works ? registry.queues.length : 0;
                        return new JobQueues(openBackend({ ...options.backend, workers }), registry);
                    },
                    inject: [JobRegistry],
                },
                {
                    provide: JobWorkers,
                    useFactory: (queues, transactions, dataSource) => new JobWorkers(queues, transactions, dataSource, policy),
                    inject: [JobQueues, Transactions, DataSource],
                },
                { provide: FailedJobs, useFactory: (queues) => new FailedJobs(queues), inject: [JobQueues] },
                JobsService,
                OwedSweep,
                QueueBoot,
            ],
            exports: [JobRegistry, JobQueues, JobWorkers, FailedJobs],
        };
    }
};
QueueModule = QueueModule_1 = __decorate([
    Module({})
], QueueModule);
export { QueueModule };
//# sourceMappingURL=queue.module.js.map