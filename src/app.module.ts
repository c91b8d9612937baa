import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import './boot/pass-program.js';
import './boot/refusals.js';
import { AccessGuard } from './kernel/access/access-guard.js';
import { RouteCheck } from './kernel/access/route-check.js';
import type { Keys } from './kernel/config/keys.js';
import type { Settings } from './kernel/config/settings.js';
import { assertContributions } from './kernel/contributions/contributed.js';
import { HealthController } from './kernel/health/health.controller.js';
import { ReplicaReads } from './kernel/database/replica/replica-reads.js';
import { IdempotencyInterceptor } from './kernel/http/idempotency/idempotency.js';
import { ProblemFilter } from './kernel/http/problems/problem-filter.js';
import { RetriedRoutes } from './kernel/http/idempotency/retried-routes.js';
import { UnknownQueryGuard } from './kernel/http/unknown-query-guard.js';
import { Throttle } from './kernel/http/throttling/throttle.js';
import { ThrottleGuard } from './kernel/http/throttling/throttle-guard.js';
import { validationPipe } from './kernel/http/validation.js';
import { KernelModule } from './kernel/kernel.module.js';
import { CalendarModule } from './law/calendars/calendar.module.js';
import * as entities from './boot/entities.js';
import { JOBS } from './boot/jobs.js';
import { MODULES } from './boot/modules.js';

/** Everything without HTTP: what a worker or a command runs. */
@Module({})
export class CoreModule {
  static forRoot(settings: Settings, keys: Keys, role: { http: boolean; works: boolean }): DynamicModule {
    assertContributions();
    return {
      module: CoreModule,
      imports: [
        KernelModule.forRoot(settings, keys, role, JOBS, Object.values(entities)),
        CalendarModule.forRoot({ http: role.http }),
        ...MODULES,
      ],
    };
  }
}

/** The HTTP interface: every module's routes behind one guard, one filter, one pipe. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings, keys: Keys, works: boolean): DynamicModule {
    return {
      module: AppModule,
      imports: [CoreModule.forRoot(settings, keys, { http: true, works })],
      controllers: [HealthController],
      providers: [
        RouteCheck,
        IdempotencyInterceptor,
        RetriedRoutes,
        Throttle,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: ThrottleGuard },
        { provide: APP_GUARD, useClass: UnknownQueryGuard },
        { provide: APP_INTERCEPTOR, useClass: ReplicaReads },
        { provide: APP_PIPE, useFactory: validationPipe },
      ],
    };
  }
}
