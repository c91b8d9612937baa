import { Injectable } from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Settings } from '../../config/settings.js';
import { Problem } from '../../errors/problem.js';
import { throttleAddress } from '../address.js';
import { toNetwork } from '../network.js';
import { PAPER_TYPES } from '../papers/paper-answer.js';
import { PAPER_FORMS } from '../papers/paper-query.dto.js';
import { FORMAT } from '../tables/table-form.js';

/** Questions asked by POST change nothing and count as reads. */
const ASKS = /^\/api\/v1\/(planning|risk\/previews)(\/|\?|$)/;
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What one account may do for one thing an address may do without an account. */
const ACCOUNT_FACTOR = 4;

/** So many people sign in behind one address as often as one may. */
const LOGINS_OF_NETWORK = 20;

/**
 * What is counted apart from other public writes, because many people behind one address do it in the same minute: a
 * sign-in counts for its login at its address, the others for their address.
 */
export type ThrottleBucket = 'sign_in' | 'refresh' | 'answer';

/** Where a request counts. */
interface Count {
  limiter: RateLimiterMemory;
  key: string;
}

/** Counts each request once: by account where somebody is signed in, by address otherwise. Each process counts for itself. */
@Injectable()
export class Throttle {
  private readonly reads: RateLimiterMemory;
  private readonly writes: RateLimiterMemory;
  private readonly accounts: RateLimiterMemory;
  private readonly buckets: Readonly<Record<ThrottleBucket, RateLimiterMemory>>;
  /** Sign-ins of one network, whatever logins they name. */
  private readonly signInsOfNetwork: RateLimiterMemory;
  private knowsAttempt: (login: string, address: string) => Promise<boolean> = () => Promise.resolve(false);

  constructor(private readonly settings: Settings) {
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

  /**
   * A request that a route takes.
   * @throws Problem `throttled`
   */
  count(request: Request, response: Response, bucket?: ThrottleBucket): Promise<void> {
    const isKnown = async () => bucket === 'sign_in' && this.knowsAttempt(readLogin(request), throttleAddress(request));
    return this.consume(request, response, () => this.choose(request, bucket), isKnown);
  }

  /**
   * Leaves sign-ins beyond the limit to whoever counts the wrong ones: where this says that a login is known at an address,
   * others who ask there in its name keep nobody out.
   */
  leaveKnownSignIns(knows: (login: string, address: string) => Promise<boolean>): void {
    this.knowsAttempt = knows;
  }

  /**
   * One that is refused before a route takes it, or that reads a page beside the API: as much as a read, whatever it asked for.
   * A colleague's expired token uses up nobody's writes.
   * @throws Problem `throttled`
   */
  countRead(request: Request, response: Response): Promise<void> {
    return this.consume(request, response, () => [this.chooseRead(request)]);
  }

  /** The same before a page. */
  readonly page: RequestHandler = (request, response, next) => {
    this.countRead(request, response).then(() => next(), next);
  };

  /** Says before a preflight what is left, and takes nothing of it: a browser asks by itself, and would hide a refusal. */
  async tellRead(request: Request, response: Response): Promise<void> {
    if (!this.settings.throttle) return;
    const { limiter, key } = this.chooseRead(request);
    const left = await limiter.get(key);
    tellLimit(response, limiter, left ?? new RateLimiterRes(limiter.points, limiter.duration * 1000));
  }

  private async consume(
    request: Request,
    response: Response,
    choose: () => Count[],
    isKnown: () => Promise<boolean> = () => Promise.resolve(false),
  ): Promise<void> {
    if (!this.settings.throttle || request.isFurtherPage || request.isCounted) return;
    request.isCounted = true;
    for (const { limiter, key } of choose())
      try {
        tellLimit(response, limiter, await limiter.consume(key, countPoints(request, limiter)));
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        tellLimit(response, limiter, refused);
        if (await isKnown()) return;
        throw new Problem('throttled', { retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) });
      }
  }

  private choose(request: Request, bucket: ThrottleBucket | undefined): Count[] {
    const isRead = READS.has(request.method) || ASKS.test(request.originalUrl);
    if (request.principal?.id || (bucket === undefined && isRead)) return [this.chooseRead(request)];
    const network = toNetwork(throttleAddress(request));
    if (bucket === 'sign_in')
      return [
        { limiter: this.signInsOfNetwork, key: network },
        { limiter: this.buckets.sign_in, key: `${network} ${readLogin(request)}` },
      ];
    return [{ limiter: bucket === undefined ? this.writes : this.buckets[bucket], key: network }];
  }

  private chooseRead(request: Request): Count {
    const account = request.principal?.id;
    return account
      ? { limiter: this.accounts, key: account }
      : { limiter: this.reads, key: toNetwork(throttleAddress(request)) };
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
