import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { Problem } from '../errors/problem.js';
import { throttleAddress } from './address.js';

/** What one address may do without an account, and one account may do: the module's two named limits. */
export const throttlers = (settings: Settings): ThrottlerModuleOptions => {
  const publicWrite = (context: ExecutionContext) =>
    context.switchToHttp().getRequest<Request>().method !== 'GET' && !isPlanning(context);
  const signedIn = (context: ExecutionContext) => !!context.switchToHttp().getRequest<Request>().principal?.id;
  return {
    skipIf: () => !settings.throttle,
    throttlers: [
      {
        name: 'reads',
        ttl: 1000,
        limit: settings.throttleReadsPerSecond,
        skipIf: (context) => publicWrite(context) && !signedIn(context),
      },
      {
        name: 'writes',
        ttl: 60_000,
        limit: settings.throttleWritesPerMinute,
        skipIf: (context) => !publicWrite(context) || signedIn(context),
      },
    ],
  };
};

/** Questions asked by POST change nothing and count as reads. */
const isPlanning = (context: ExecutionContext): boolean =>
  /^\/api\/v1\/(planning|risk\/previews)/.test(context.switchToHttp().getRequest<Request>().originalUrl);

/** Counts by account where somebody is signed in, by address otherwise. Each process counts for itself. */
@Injectable()
export class ThrottleGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    @Inject(Reflector) reflector: Reflector,
  ) {
    super(options, storage, reflector);
  }

  protected override getTracker(request: Request): Promise<string> {
    return Promise.resolve(request.principal?.id ?? throttleAddress(request));
  }

  protected override throwThrottlingException(_: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    return Promise.reject(new Problem('throttled', { retryAfterSeconds: Math.max(1, detail.timeToBlockExpire) }));
  }
}
