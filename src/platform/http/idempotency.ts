import {
  applyDecorators,
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import canonicalize from 'canonicalize';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { EntityManager } from 'typeorm';
import type { Key } from '../config/keys.js';
import { Transactions } from '../database/transactions.js';
import type { ProblemCode } from '../errors/codes.js';
import { LastingProblem, Problem, type ProblemDetails } from '../errors/problem.js';
import { KEY_HEADER } from '../openapi/operations.js';
import { throttleAddress } from './address.js';
import { etagOf } from './api.adapter.js';
import { IdempotencyKeys } from './idempotency.keys.js';

const KEY_REQUIRED = 'throughline:key-required';
const KEEP_ID_ONLY = 'throughline:keep-id-only';
const STREAMED = 'throughline:streamed';
/** Expired answers deleted with each one that is stored: more than it adds, so that none outlives its day for long. */
const SWEEP = 10;

/** Sign, pay, record facts: without an Idempotency-Key the request is refused. */
export const KeyRequired = () =>
  applyDecorators(SetMetadata(KEY_REQUIRED, true), ApiHeader({ ...KEY_HEADER, required: true }));
/** The answer holds a secret: only its status and id are kept for a replay. */
export const KeepIdOnly = () => SetMetadata(KEEP_ID_ONLY, true);
/** The route reads its own stream and settles repeats by the content's hash. */
export const Streamed = () => SetMetadata(STREAMED, true);

interface Stored {
  body_key: string;
  body_hmac: Buffer;
  status: number;
  etag: string | null;
  answer: unknown;
  problem: { code: ProblemCode; details: ProblemDetails } | null;
}

/**
 * A request sent twice with one key does its work once. The key is locked for this request (held elsewhere: 409), the use
 * case runs in a savepoint, and what it answered or why it refused is stored in the same transaction: after a crash in
 * between, neither the work nor the answer is there. A 5xx is never stored.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly transactions: Transactions,
    private readonly keys: IdempotencyKeys,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const flag = (name: string) => this.reflector.get<boolean | undefined>(name, context.getHandler()) === true;
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || flag(STREAMED)) return next.handle();
    if (key === undefined) {
      if (flag(KEY_REQUIRED)) throw new Problem('idempotency_key_required');
      return next.handle();
    }
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw new Problem('bad_idempotency_key');
    const response = context.switchToHttp().getResponse<Response>();
    const work = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    return from(this.once(request, response, key, work, flag(KEEP_ID_ONLY)));
  }

  private async once(
    request: Request,
    response: Response,
    key: string,
    work: () => Promise<unknown>,
    idOnly: boolean,
  ): Promise<unknown> {
    const who = request.principal?.id ?? `public:${throttleAddress(request)}`;
    const route = `${request.method} ${request.path}`;
    const body = canonicalize(request.body ?? null) ?? 'null';
    let refusal: Problem | undefined;
    const answer = await this.transactions.around(async (manager) => {
      const stored = await this.lookUp(manager, [who, route, key]);
      if (stored) return this.replay(stored, body, response);
      await manager.query('SAVEPOINT request');
      try {
        const result = await work();
        const kept = idOnly ? { id: (result as { id?: string } | undefined)?.id ?? null } : (result ?? null);
        const outcome = { status: response.statusCode, etag: etagOf(result), answer: kept };
        await this.store(manager, [who, route, key], body, outcome);
        return result;
      } catch (error) {
        // Nor is a throttled one stored: it asks to be sent again.
        if (!(error instanceof Problem) || error.status >= 500 || error.code === 'throttled') throw error;
        if (!(error instanceof LastingProblem)) await manager.query('ROLLBACK TO SAVEPOINT request');
        const problem = { code: error.code, details: error.details };
        await this.store(manager, [who, route, key], body, { status: error.status, etag: null, problem });
        refusal = error;
        return undefined;
      }
    });
    if (refusal) throw refusal;
    return answer;
  }

  private async lookUp(manager: EntityManager, id: [string, string, string]): Promise<Stored | undefined> {
    const [lock] = await manager.query<{ held: boolean }[]>(
      `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 7)) AS held`,
      [id.join('\n')],
    );
    if (!lock?.held) throw new Problem('key_in_progress', { retryAfterSeconds: 1 });
    const [row] = await manager.query<Stored[]>(
      `SELECT body_key, body_hmac, status, etag, answer, problem FROM idempotent_request
       WHERE principal = $1 AND route = $2 AND key = $3 AND created_at > clock_timestamp() - interval '24 hours'`,
      id,
    );
    return row;
  }

  private replay(stored: Stored, body: string, response: Response): unknown {
    const key = this.keys.ring.find((k) => k.id === stored.body_key);
    if (!key || !timingSafeEqual(hmac(key, body), stored.body_hmac)) throw new Problem('key_reused');
    response.setHeader('Idempotent-Replay', 'true');
    if (stored.problem) throw new Problem(stored.problem.code, stored.problem.details);
    response.status(stored.status);
    if (stored.etag) response.setHeader('ETag', stored.etag);
    return stored.answer ?? undefined;
  }

  private async store(
    manager: EntityManager,
    id: [string, string, string],
    body: string,
    outcome: { status: number; etag: string | null; answer?: unknown; problem?: unknown },
  ): Promise<void> {
    const key = this.keys.ring[0];
    await manager.query(
      `DELETE FROM idempotent_request WHERE (principal, route, key) IN (
         SELECT principal, route, key FROM idempotent_request WHERE created_at < clock_timestamp() - interval '24 hours'
         ORDER BY created_at LIMIT ${SWEEP} FOR UPDATE SKIP LOCKED)`,
    );
    await manager.query(
      `INSERT INTO idempotent_request (principal, route, key, body_key, body_hmac, status, etag, answer, problem)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (principal, route, key) DO UPDATE SET body_key = EXCLUDED.body_key, body_hmac = EXCLUDED.body_hmac,
         status = EXCLUDED.status, etag = EXCLUDED.etag, answer = EXCLUDED.answer, problem = EXCLUDED.problem,
         created_at = clock_timestamp()`,
      [
        ...id,
        key.id,
        hmac(key, body),
        outcome.status,
        outcome.etag,
        JSON.stringify(outcome.answer ?? null),
        outcome.problem === undefined ? null : JSON.stringify(outcome.problem),
      ],
    );
  }
}

const hmac = (key: Key, body: string): Buffer => createHmac('sha256', key.bytes).update(body).digest();
