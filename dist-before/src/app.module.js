var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var CoreModule_1, AppModule_1;
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from './platform/access/access.guard.js';
import { RouteCheck } from './platform/access/route.check.js';
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
let CoreModule = CoreModule_1 = class CoreModule {
    static with(settings, keys, role) {
        return { module: CoreModule_1, imports: [PlatformModule.with(settings, keys, role, JOBS), ...MODULES] };
    }
};
CoreModule = CoreModule_1 = __decorate([
    Module({})
], CoreModule);
export { CoreModule };
/** The HTTP interface: every module's routes behind one guard, one filter, one pipe. */
let AppModule = AppModule_1 = class AppModule {
    static with(settings, keys, works) {
        return {
            module: AppModule_1,
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
};
AppModule = AppModule_1 = __decorate([
    Module({})
], AppModule);
export { AppModule };
//# sourceMappingURL=app.module.js.map