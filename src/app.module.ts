import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from './platform/access/access.guard.js';
import { RouteCheck } from './platform/access/route.check.js';
import type { Keys } from './platform/config/keys.js';
import type { Settings } from './platform/config/settings.js';
import { HealthController } from './platform/health/health.controller.js';
import { IdempotencyInterceptor } from './platform/http/idempotency.js';
import { ProblemFilter } from './platform/http/problem.filter.js';
import { RetriedRoutes } from './platform/http/retried.routes.js';
import { UnknownQueryGuard } from './platform/http/unknown-query.guard.js';
import { ThrottleGuard } from './platform/http/throttle.guard.js';
import { validationPipe } from './platform/http/validation.js';
import { PlatformModule } from './platform/platform.module.js';
import { JOBS } from './jobs.js';
import { MODULES } from './modules/modules.js';

/** Everything without HTTP: what a worker or a command runs. */
@Module({})
export class CoreModule {
  static with(settings: Settings, keys: Keys, role: { http: boolean; works: boolean }): DynamicModule {
    return { module: CoreModule, imports: [PlatformModule.with(settings, keys, role, JOBS), ...MODULES] };
  }
}

/** The HTTP interface: every module's routes behind one guard, one filter, one pipe. */
@Module({})
export class AppModule {
  static with(settings: Settings, keys: Keys, works: boolean): DynamicModule {
    return {
      module: AppModule,
      imports: [CoreModule.with(settings, keys, { http: true, works })],
      controllers: [HealthController],
      providers: [
        RouteCheck,
        IdempotencyInterceptor,
        RetriedRoutes,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: ThrottleGuard },
        { provide: APP_GUARD, useClass: UnknownQueryGuard },
        { provide: APP_PIPE, useFactory: validationPipe },
      ],
    };
  }
}
