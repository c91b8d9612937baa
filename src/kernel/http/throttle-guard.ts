import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Settings } from '../config/settings.js';
import { Problem } from '../errors/problem.js';
import { throttleAddress } from './address.js';
import { toNetwork } from './network.js';

/** Questions asked by POST change nothing and count as reads. */
const ASKS = /^\/api\/v1\/(planning|risk\/previews)(\/|\?|$)/;
/** What one account may do for one thing an address may do without an account. */
const ACCOUNT_FACTOR = 4;

/** Counts by account where somebody is signed in, by address otherwise. Each process counts for itself. */
@Injectable()
export class ThrottleGuard implements CanActivate {
  private readonly reads: RateLimiterMemory;
  private readonly writes: RateLimiterMemory;
  private readonly accounts: RateLimiterMemory;

  constructor(private readonly settings: Settings) {
    const { throttleReadsPerSecond, throttleWritesPerMinute } = settings;
    this.reads = new RateLimiterMemory({ points: throttleReadsPerSecond, duration: 1 });
    this.writes = new RateLimiterMemory({ points: throttleWritesPerMinute, duration: 60 });
    this.accounts = new RateLimiterMemory({ points: throttleReadsPerSecond * ACCOUNT_FACTOR, duration: 1 });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.settings.throttle) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const account = request.principal?.id;
    const asks = request.method === 'GET' || ASKS.test(request.originalUrl);
    const limiter = account ? this.accounts : asks ? this.reads : this.writes;
    try {
      await limiter.consume(account ?? toNetwork(throttleAddress(request)));
      return true;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      http.getResponse<Response>().setHeader('X-RateLimit-Limit', limiter.points);
      throw new Problem('throttled', { retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) });
    }
  }
}
