var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { applyDecorators, Injectable, SetMetadata, } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import canonicalize from 'canonicalize';
import { from, lastValueFrom } from 'rxjs';
import { Problem } from '../errors/problem.js';
import { KEY_HEADER } from '../openapi/operations.js';
import { UNRECORDED } from '../access/decorators.js';
import { IdempotentRequests, keyOf } from './idempotent-requests.js';
const KEY_REQUIRED = 'throughline:key-required';
const KEEP_ID_ONLY = 'throughline:keep-id-only';
const STREAMED = 'throughline:streamed';
/** Sign, pay, record facts: without an Idempotency-Key the request is refused. */
export const KeyRequired = () => applyDecorators(SetMetadata(KEY_REQUIRED, true), ApiHeader({ ...KEY_HEADER, required: true }));
/** The answer holds a secret: only its status and id are kept for a replay. */
export const KeepIdOnly = () => SetMetadata(KEEP_ID_ONLY, true);
/** The route reads its own stream, and calls `IdempotentRequests` itself with what it read. */
export const Streamed = () => SetMetadata(STREAMED, true);
/**
 * Nothing of a request to this route is kept beside what its use case writes: no answer under a key (the use case knows its
 * own retries), no line in the log, no figure. When somebody does this is itself the secret.
 */
export const Unrecorded = () => SetMetadata(UNRECORDED, true);
/** Gives a POST of JSON its Idempotency-Key. */
let IdempotencyInterceptor = class IdempotencyInterceptor {
    reflector;
    requests;
    constructor(reflector, requests) {
        this.reflector = reflector;
        this.requests = requests;
    }
    intercept(context, next) {
        const request = context.switchToHttp().getRequest();
        const flag = (name) => this.reflector.get(name, context.getHandler()) === true;
        if (request.method !== 'POST' || flag(STREAMED))
            return next.handle();
        if (keyOf(request) !== undefined && flag(UNRECORDED))
            return next.handle();
        if (keyOf(request) === undefined) {
            if (flag(KEY_REQUIRED))
                throw new Problem('idempotency_key_required');
            return next.handle();
        }
        const response = context.switchToHttp().getResponse();
        const body = canonicalize(request.body ?? null) ?? 'null';
        const work = () => lastValueFrom(next.handle(), { defaultValue: undefined });
        const idOnly = flag(KEEP_ID_ONLY);
        return from(this.requests.once({ request, response, body: () => Promise.resolve(body), work, idOnly }));
    }
};
IdempotencyInterceptor = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Reflector,
        IdempotentRequests])
], IdempotencyInterceptor);
export { IdempotencyInterceptor };
//# sourceMappingURL=idempotency.js.map