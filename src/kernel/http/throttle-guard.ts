import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Settings } from '../config/settings.js';
import { Problem } from '../errors/problem.js';
import { throttleAddress } from './address.js';
import { toNetwork } from './network.js';
import { PAPER_TYPES } from './papers/paper-answer.js';
import { PAPER_FORMS } from './papers/paper-query.dto.js';
import { FORMAT } from './tables/table-form.js';

/** Questions asked by POST change nothing and count as reads. */
const ASKS = /^\/api\/v1\/(planning|risk\/previews)(\/|\?|$)/;
/** What one account may do for one thing an address may do without an account. */
const ACCOUNT_FACTOR = 4;

/** So many people sign in behind one address as often as one may. */
const LOGINS_OF_NETWORK = 20;

const BUCKET = 'throughline:throttle-bucket';

/**
 * What is counted apart from other public writes, because many people behind one address do it in the same minute: a
 * sign-in counts for its login at its address, the others for their address.
 */
export type ThrottleBucket = 'sign_in' | 'refresh' | 'answer';

/** Counts requests to a route in a bucket of their own. */
export const Throttled = (bucket: ThrottleBucket) => SetMetadata(BUCKET, bucket);

/** Counts by account where somebody is signed in, by address otherwise. Each process counts for itself. */
@Injectable()
export class ThrottleGuard implements CanActivate {
  private readonly reads: RateLimiterMemory;
  private readonly writes: RateLimiterMemory;
  private readonly accounts: RateLimiterMemory;
  private readonly buckets: Readonly<Record<ThrottleBucket, RateLimiterMemory>>;
  /** Sign-ins of one network, whatever logins they name. */
  private readonly signInsOfNetwork: RateLimiterMemory;

  constructor(
    private readonly settings: Settings,
    private readonly reflector: Reflector,
  ) {
    const { throttleReadsPerSecond, throttleWritesPerMinute } = settings;
    this.reads = new RateLimiterMemory({ points: throttleReadsPerSecond, duration: 1 });
    this.writes = new RateLimiterMemory({ points: throttleWritesPerMinute, duration: 60 });
    this.accounts = new RateLimiterMemory({ points: throttleReadsPerSecond * ACCOUNT_FACTOR, duration: 1 });
    this.signInsOfNetwork = new RateLimiterMemory({
      points: settings.throttleSignInsPerMinute * LOGINS_OF_NETWORK,
      duration: 60,
    });
    this.buckets = {
      sign_in: new RateLimiterMemory({ points: settings.throttleSignInsPerMinute, duration: 60 }),
      refresh: new RateLimiterMemory({ points: settings.throttleRefreshesPerMinute, duration: 60 }),
      answer: new RateLimiterMemory({ points: settings.throttleAnswersPerMinute, duration: 60 }),
    };
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.settings.throttle) return true;
    const http = context.switchToHttp();
    if (http.getRequest<Request>().isFurtherPage) return true;
    for (const { limiter, key } of this.choose(context, http.getRequest<Request>()))
      try {
        tellLimit(
          http.getResponse<Response>(),
          limiter,
          await limiter.consume(key, countPoints(http.getRequest<Request>(), limiter)),
        );
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        tellLimit(http.getResponse<Response>(), limiter, refused);
        throw new Problem('throttled', { retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) });
      }
    return true;
  }

  private choose(context: ExecutionContext, request: Request): { limiter: RateLimiterMemory; key: string }[] {
    const account = request.principal?.id;
    if (account) return [{ limiter: this.accounts, key: account }];
    const network = toNetwork(throttleAddress(request));
    const bucket = this.reflector.get<ThrottleBucket | undefined>(BUCKET, context.getHandler());
    if (bucket === 'sign_in')
      return [
        { limiter: this.signInsOfNetwork, key: network },
        { limiter: this.buckets.sign_in, key: `${network} ${readLogin(request)}` },
      ];
    if (bucket !== undefined) return [{ limiter: this.buckets[bucket], key: network }];
    const asks = request.method === 'GET' || ASKS.test(request.originalUrl);
    return [{ limiter: asks ? this.reads : this.writes, key: network }];
  }
}

/** A paper costs some ten times what its object costs as JSON; where fewer are to be had, all of them. */
const PAPER_POINTS = 25;
const asksPaper = ({ query, headers }: Request): boolean =>
  PAPER_FORMS.some((form) => query[FORMAT] === form || headers.accept?.includes(PAPER_TYPES[form]) === true);
const countPoints = (request: Request, { points }: RateLimiterMemory): number =>
  request.method === 'GET' && asksPaper(request) ? Math.min(PAPER_POINTS, points) : 1;

/** What is left, as the draft of RateLimit header fields has it (draft-ietf-httpapi-ratelimit-headers-10). */
function tellLimit(response: Response, { points, duration }: RateLimiterMemory, left: RateLimiterRes): void {
  const seconds = Math.max(1, Math.ceil(left.msBeforeNext / 1000));
  response.setHeader('RateLimit-Policy', `"default";q=${points};w=${duration}`);
  response.setHeader('RateLimit', `"default";r=${Math.max(0, left.remainingPoints)};t=${seconds}`);
}

/** Longest part of a login that tells it from others here. */
const LOGIN_LENGTH = 100;

/** The login that a request names, or the sign-in that it goes on with; nothing has validated it yet. */
function readLogin({ body }: Request): string {
  const { login: named, ticket } = (body ?? {}) as { login?: unknown; ticket?: unknown };
  const login = named ?? ticket;
  return typeof login === 'string' ? login.toLowerCase().slice(0, LOGIN_LENGTH) : '';
}
