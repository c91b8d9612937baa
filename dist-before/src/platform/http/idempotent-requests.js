var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { prepared } from '../database/prepared.js';
import { Transactions } from '../database/transactions.js';
import { Problem } from '../errors/problem.js';
import { throttleAddress } from './address.js';
import { etagOf } from './api.adapter.js';
import { IdempotencyKeys } from './idempotency.keys.js';
/** Expired answers deleted with each one that is stored: more than it adds, so that none outlives its day for long. */
const SWEEP = 10;
/** One route however it is spelt: a slash at the end and the case of an id make no other. */
const routeOf = ({ method, path }) => `${method} ${path.replace(/\/+$/, '').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, (id) => id.toLowerCase())}`;
/** The key of a request that has one. @throws Problem `bad_idempotency_key` */
export function keyOf(request) {
    const key = request.headers['idempotency-key'];
    if (key !== undefined && (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)))
        throw new Problem('bad_idempotency_key');
    return key;
}
/**
 * A request sent twice with one key does its work once. The key is locked for this request (held elsewhere: 409), the use
 * case runs in a savepoint, and what it answered or why it refused is stored in the same transaction: after a crash in
 * between, neither the work nor the answer is there. A 5xx is never stored.
 */
let IdempotentRequests = class IdempotentRequests {
    transactions;
    keys;
    constructor(transactions, keys) {
        this.transactions = transactions;
        this.keys = keys;
    }
    /** Does the work, or answers what it came to under the same key. Without a key it is done each time. */
    async once({ request, response, body, work, idOnly = false }) {
        const key = keyOf(request);
        if (key === undefined)
            return work();
        const who = request.principal?.id ?? `public:${throttleAddress(request)}`;
        const id = [who, routeOf(request), key];
        let refusal;
        const answer = await this.transactions.around(lockOf(id), async (manager, held) => {
            if (!held)
                throw new Problem('key_in_progress', { retryAfterSeconds: 1 });
            const stored = await this.lookUp(manager, id);
            if (stored)
                return this.replay(stored, await body(), response);
            try {
                const [result, sent] = await this.transactions.attempt(async () => [await work(), await body()]);
                const kept = idOnly ? { id: result?.id ?? null } : (result ?? null);
                const outcome = { status: response.statusCode, etag: etagOf(result), answer: kept };
                await this.store(manager, id, sent, outcome);
                return result;
            }
            catch (error) {
                // Nor is a throttled one stored: it asks to be sent again.
                if (!(error instanceof Problem) || error.status >= 500 || error.code === 'throttled')
                    throw error;
                refusal = error;
                const told = await body().catch(() => undefined);
                const problem = { code: error.code, details: error.details };
                if (told !== undefined)
                    await this.store(manager, id, told, { status: error.status, etag: null, problem });
                return undefined;
            }
        });
        if (refusal)
            throw refusal;
        return answer;
    }
    async lookUp(manager, id) {
        const [row] = await prepared(manager, `SELECT body_key, body_hmac, status, etag, answer, problem FROM idempotent_request
       WHERE principal = $1 AND route = $2 AND key = $3 AND created_at > clock_timestamp() - interval '24 hours'`, id);
        return row;
    }
    replay(stored, body, response) {
        const key = this.keys.ring.find((k) => k.id === stored.body_key);
        if (!key || !timingSafeEqual(hmac(key, body), stored.body_hmac))
            throw new Problem('key_reused');
        response.setHeader('Idempotent-Replay', 'true');
        if (stored.problem)
            throw new Problem(stored.problem.code, stored.problem.details);
        response.status(stored.status);
        if (stored.etag)
            response.setHeader('ETag', stored.etag);
        return stored.answer ?? undefined;
    }
    async store(manager, id, body, outcome) {
        const key = this.keys.ring[0];
        // Planned each time: how much has expired, and so how best to find it, changes by the hour.
        await manager.query(STORE, [
            ...id,
            key.id,
            hmac(key, body),
            outcome.status,
            outcome.etag,
            JSON.stringify(outcome.answer ?? null),
            outcome.problem === undefined ? null : JSON.stringify(outcome.problem),
        ]);
    }
};
IdempotentRequests = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        IdempotencyKeys])
], IdempotentRequests);
export { IdempotentRequests };
/** The same request has the same lock in every process. */
const lockOf = (id) => createHash('sha256').update(id.join('\n')).digest().readBigInt64BE();
/** Stores an answer, in the place of an expired one under the same key, and forgets some others that have expired. */
const STORE = `
  WITH forgotten AS (
    DELETE FROM idempotent_request WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM idempotent_request
      WHERE created_at < statement_timestamp() - interval '24 hours' AND (principal, route, key) <> ($1, $2, $3)
      ORDER BY created_at LIMIT ${SWEEP} FOR UPDATE SKIP LOCKED))
  )
  INSERT INTO idempotent_request (principal, route, key, body_key, body_hmac, status, etag, answer, problem)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (principal, route, key) DO UPDATE SET body_key = EXCLUDED.body_key, body_hmac = EXCLUDED.body_hmac,
    status = EXCLUDED.status, etag = EXCLUDED.etag, answer = EXCLUDED.answer, problem = EXCLUDED.problem,
    created_at = clock_timestamp()`;
const hmac = (key, body) => createHmac('sha256', key.bytes).update(body).digest();
//# sourceMappingURL=idempotent-requests.js.map