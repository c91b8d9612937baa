import {
  Injectable,
  RequestMethod,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { INTERCEPTORS_METADATA, METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, HttpAdapterHost, MetadataScanner } from '@nestjs/core';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import type { ApiAdapter } from '../api-adapter.js';
import { IdempotencyInterceptor } from './idempotency.js';

const IN_APP = 'throughline:idempotency';

/** Handlers belong to the process and not to one application: which one asks, its request says. One may have none. */
const ofTheApplication: NestInterceptor = {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    const { app } = context.switchToHttp().getRequest<Request>();
    const idempotency = app.get(IN_APP) as IdempotencyInterceptor | undefined;
    return idempotency ? idempotency.intercept(context, next) : next.handle();
  },
};

/** Gives every POST its Idempotency-Key; a route without an interceptor answers without the cost of one. */
@Injectable()
export class RetriedRoutes {
  constructor(
    discovery: DiscoveryService,
    scanner: MetadataScanner,
    host: HttpAdapterHost,
    interceptor: IdempotencyInterceptor,
  ) {
    (host.httpAdapter as ApiAdapter).set(IN_APP, interceptor);
    for (const { metatype } of discovery.getControllers()) {
      const prototype = metatype?.prototype as Record<string, object> | undefined;
      for (const name of prototype ? scanner.getAllMethodNames(prototype) : []) {
        const handler = prototype?.[name] as object;
        if (Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.POST)
          Reflect.defineMetadata(INTERCEPTORS_METADATA, [ofTheApplication], handler);
      }
    }
  }
}
