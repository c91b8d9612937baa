var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable, RequestMethod, } from '@nestjs/common';
import { INTERCEPTORS_METADATA, METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, HttpAdapterHost, MetadataScanner } from '@nestjs/core';
import { IdempotencyInterceptor } from './idempotency.js';
const IN_APP = 'throughline:idempotency';
/** Handlers belong to the process and not to one application: which one asks, its request says. */
const ofTheApplication = {
    intercept(context, next) {
        const { app } = context.switchToHttp().getRequest();
        return app.get(IN_APP).intercept(context, next);
    },
};
/** Gives every POST its Idempotency-Key; a route without an interceptor answers without the cost of one. */
let RetriedRoutes = class RetriedRoutes {
    constructor(discovery, scanner, host, interceptor) {
        host.httpAdapter.set(IN_APP, interceptor);
        for (const { metatype } of discovery.getControllers()) {
            const prototype = metatype?.prototype;
            for (const name of prototype ? scanner.getAllMethodNames(prototype) : []) {
                const handler = prototype?.[name];
                if (Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.POST)
                    Reflect.defineMetadata(INTERCEPTORS_METADATA, [ofTheApplication], handler);
            }
        }
    }
};
RetriedRoutes = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [DiscoveryService,
        MetadataScanner,
        HttpAdapterHost,
        IdempotencyInterceptor])
], RetriedRoutes);
export { RetriedRoutes };
//# sourceMappingURL=retried.routes.js.map