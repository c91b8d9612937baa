var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
var PlatformModule_1;
import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AuditModule } from './audit/audit.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { forPurpose, Keys } from './config/keys.js';
import { Settings } from './config/settings.js';
import { dataSourceOptions } from './database/data-source.js';
import { Transactions } from './database/transactions.js';
import { Readiness } from './health/readiness.js';
import { IdempotencyKeys } from './http/idempotency.keys.js';
import { IdempotentRequests } from './http/idempotent-requests.js';
import { LifecycleRegistry } from './lifecycle/registry.js';
import { Metrics } from './observability/metrics.js';
import { outboxFigures } from './outbox/figures.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { JobQueues } from './queue/job-queues.js';
import { queueFigures } from './queue/queue.figures.js';
import { QueueModule } from './queue/queue.module.js';
/** Committed changes older than this without a position mean that no relay works. */
const LAG_SECONDS = 60;
/** What every other module stands on. Knows no business word. */
let PlatformModule = PlatformModule_1 = class PlatformModule {
    readiness;
    metrics;
    dataSource;
    queues;
    constructor(readiness, metrics, dataSource, queues) {
        this.readiness = readiness;
        this.metrics = metrics;
        this.dataSource = dataSource;
        this.queues = queues;
    }
    static with(settings, keys, role, jobs) {
        const { databaseUrl = '', queueBackend, redisUrl, outboxPollMs, anchorFile = '' } = settings;
        const providers = [
            { provide: Settings, useValue: settings },
            { provide: Keys, useValue: keys },
            { provide: IdempotencyKeys, useValue: new IdempotencyKeys(forPurpose(keys.identity, 'idempotent request')) },
            Transactions,
            IdempotentRequests,
            LifecycleRegistry,
            Readiness,
            Metrics,
        ];
        return {
            module: PlatformModule_1,
            imports: [
                TypeOrmModule.forRoot({ ...dataSourceOptions(settings), retryAttempts: 3 }),
                DiscoveryModule,
                CalendarModule.forRoot({ http: role.http }),
                AuditModule.forRoot({ anchorFile, http: role.http }),
                QueueModule.forRoot({
                    jobs,
                    role,
                    backend: { kind: queueBackend, databaseUrl, ...(redisUrl && { redisUrl }) },
                    policy: { concurrency: settings.workerConcurrency },
                }),
                OutboxModule.forRoot({ databaseUrl, pollMs: outboxPollMs, http: role.http, relays: role.works }),
            ],
            providers,
            exports: [...providers, TypeOrmModule, DiscoveryModule],
        };
    }
    onModuleInit() {
        this.readiness.register('database', async () => {
            await this.dataSource.query('SELECT 1');
        });
        this.readiness.register('queue', async () => {
            await queueFigures(this.queues);
        });
        this.readiness.register('outbox', async () => {
            const { oldestUnplacedSeconds } = await outboxFigures(this.dataSource);
            if (oldestUnplacedSeconds > LAG_SECONDS)
                throw new Error(`no relay for ${oldestUnplacedSeconds} s`);
            return { lagSeconds: Math.round(oldestUnplacedSeconds) };
        });
        this.metrics.gauge('outbox_unplaced', 'Committed changes without a position', async () => (await outboxFigures(this.dataSource)).unplaced);
        this.metrics.gauge('outbox_lag_seconds', 'Age of the oldest of them', async () => (await outboxFigures(this.dataSource)).oldestUnplacedSeconds);
        this.metrics.gauge('jobs_waiting', 'Jobs that wait, all queues', () => this.jobs('waiting'));
        this.metrics.gauge('jobs_failed', 'Jobs that failed for good, all queues', () => this.jobs('failed'));
    }
    async jobs(state) {
        return Object.values(await queueFigures(this.queues)).reduce((sum, counts) => sum + counts[state], 0);
    }
};
PlatformModule = PlatformModule_1 = __decorate([
    Global(),
    Module({}),
    __metadata("design:paramtypes", [Readiness,
        Metrics,
        DataSource,
        JobQueues])
], PlatformModule);
export { PlatformModule };
//# sourceMappingURL=platform.module.js.map