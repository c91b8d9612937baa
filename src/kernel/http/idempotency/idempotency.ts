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
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { canonicalText } from '../../audit/canonical.js';
import { Problem } from '../../errors/problem.js';
import { KEY_HEADER } from '../../openapi/operations.js';
import { UNRECORDED } from '../../access/decorators.js';
import { IdempotentRequests, readIdempotencyKey } from './idempotent-requests.js';

const KEY_REQUIRED = 'throughline:key-required';
const KEEP_ID_ONLY = 'throughline:keep-id-only';
const KEEP_COVERED = 'throughline:keep-covered';
const KEEP_NAMELESS = 'throughline:keep-nameless';
const STREAMED = 'throughline:streamed';

/** Sign, pay, record facts: without an Idempotency-Key the request is refused. */
export const KeyRequired = () =>
  applyDecorators(SetMetadata(KEY_REQUIRED, true), ApiHeader({ ...KEY_HEADER, required: true }));
/** The answer holds a secret: only its status and id are kept for a replay. */
export const KeepIdOnly = () => SetMetadata(KEEP_ID_ONLY, true);
/**
 * The answer holds a secret that only who sent the request may have again, from wherever it is sent again: it is kept under a
 * key that is made of the request itself and of one that the database lacks.
 */
export const KeepCovered = () => SetMetadata(KEEP_COVERED, true);
/** The answer is kept covered, as `KeepCovered` has it, and nothing that is kept names the sender, who may be signed in. */
export const KeepNameless = () => SetMetadata(KEEP_NAMELESS, true);
/** The route reads its own stream, and calls `IdempotentRequests` itself with what it read. */
export const Streamed = () => SetMetadata(STREAMED, true);

/**
 * Nothing of a request to this route is kept beside what its use case writes: no answer under a key (the use case knows its
 * own retries, or `KeepNameless` does), no line in the log, no figure. When somebody does this is itself the secret.
 */
export const Unrecorded = () => SetMetadata(UNRECORDED, true);

/** Gives a POST of JSON its Idempotency-Key. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly requests: IdempotentRequests,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const flag = (name: string) => this.reflector.get<boolean | undefined>(name, context.getHandler()) === true;
    if (request.method !== 'POST' || flag(STREAMED)) return next.handle();
    const nameless = flag(KEEP_NAMELESS);
    if (readIdempotencyKey(request) !== undefined && flag(UNRECORDED) && !nameless) return next.handle();
    if (readIdempotencyKey(request) === undefined) {
      if (flag(KEY_REQUIRED)) throw new Problem('idempotency_key_required');
      return next.handle();
    }
    const response = context.switchToHttp().getResponse<Response>();
    const body = canonicalText(request.body ?? null);
    const work = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    const [idOnly, covered] = [flag(KEEP_ID_ONLY), flag(KEEP_COVERED) || nameless];
    const once = { request, response, body: () => Promise.resolve(body), work };
    return from(this.requests.once({ ...once, idOnly, nameless, ...(covered && { secret: body }) }));
  }
}
