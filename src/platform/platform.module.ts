import { Global, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ChangeLog } from './audit/change-log.js';
import { forPurpose, Keys } from './config/keys.js';
import { Settings } from './config/settings.js';
import { dataSourceOptions } from './database/data-source.js';
import { Transactions } from './database/transactions.js';
import { Readiness } from './health/readiness.js';
import { IdempotencyKeys } from './http/idempotency.keys.js';
import { LifecycleRegistry } from './lifecycle/registry.js';
import { Metrics } from './observability/metrics.js';
import { Nudge } from './outbox/nudge.js';

/** What every other module stands on. Knows no business word. */
@Global()
@Module({})
export class PlatformModule implements OnModuleInit {
  constructor(
    private readonly readiness: Readiness,
    private readonly dataSource: DataSource,
  ) {}

  static with(settings: Settings, keys: Keys): DynamicModule {
    const providers = [
      { provide: Settings, useValue: settings },
      { provide: Keys, useValue: keys },
      { provide: IdempotencyKeys, useValue: new IdempotencyKeys(forPurpose(keys.identity, 'idempotent request')) },
      ChangeLog,
      Nudge,
      Transactions,
      LifecycleRegistry,
      Readiness,
      Metrics,
    ];
    return {
      module: PlatformModule,
      imports: [TypeOrmModule.forRoot({ ...dataSourceOptions(settings), retryAttempts: 3 }), DiscoveryModule],
      providers,
      exports: [...providers, TypeOrmModule, DiscoveryModule],
    };
  }

  onModuleInit(): void {
    this.readiness.register('database', async () => {
      await this.dataSource.query('SELECT 1');
    });
  }
}
