import { Injectable } from '@nestjs/common';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import type { EntityManager } from 'typeorm';
import type { Key } from '../../config/keys.js';
import { postponePreparedStatement } from '../../database/prepared.js';
import { coverText, uncoverText } from '../../sealing/covered-text.js';
import { Transactions } from '../../database/transactions.js';
import { Problem } from '../../errors/problem.js';
import { throttleAddress } from '../address.js';
import { computeEtag } from '../api-adapter.js';
import { IdempotencyKeys } from './idempotency-keys.js';
import type { IdempotentRequest } from './idempotent-request.entity.js';
import type { StoredRow } from '../../database/row-types.js';

/** How long an answer is kept for a repetition. */
export const KEPT_HOURS = 24;

/** Expired answers deleted with each one that is stored: more than it adds, so that none outlives its day for long. */
const SWEEP = 10;

/**
 * Refusals before anything was done, which ask that the same be sent later, or by the version of now: If-Match is no part of what a
 * key remembers. They are not stored.
 */
const ASKS_AGAIN: ReadonlySet<string> = new Set(['throttled', 'bad_if_match', 'stale_version', 'if_match_required']);

type Stored = Pick<StoredRow<IdempotentRequest>, 'body_key' | 'body_hmac' | 'status' | 'etag' | 'answer' | 'problem'>;

/** One request with a key, and what it asks for. */
export interface Repeatable<T> {
  request: Request;
  response: Response;
  /**
   * What tells the request from another under its key. A stream is read to its end for it, by the work or, where there is
   * an answer already, instead of the work. @throws Problem where the end cannot be reached; then no refusal is stored.
   */
  body: () => Promise<string>;
  work: () => Promise<T>;
  /** The answer holds a secret: its id alone is kept. */
  idOnly?: boolean;
  /** The request itself is the secret that entitles to the answer, which is kept covered; a public caller is known by it. */
  secret?: string;
  /** A caller who is signed in is known by the secret too, and the key is kept as a hash: it may be that of another request. */
  nameless?: boolean;
}

/** One route however it is spelt: a slash at the end and the case of an id make no other. */
const normaliseRoute = ({ method, path }: Request): string =>
  `${method} ${path.replace(/\/+$/, '').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, (id) => id.toLowerCase())}`;

/** The key of a request that has one. @throws Problem `bad_idempotency_key` */
export function readIdempotencyKey(request: Request): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key !== undefined && (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)))
    throw new Problem('bad_idempotency_key');
  return key;
}

/**
 * A request sent twice with one key does its work once. The key is locked for this request (held elsewhere: 409), the use
 * case runs in a savepoint, and what it answered or why it refused is stored in the same transaction: after a crash in
 * between, neither the work nor the answer is there. A 5xx is never stored, nor what asks to be sent again.
 */
@Injectable()
export class IdempotentRequests {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** Does the work, or answers what it came to under the same key. Without a key it is done each time. */
  async once<T>({
    request,
    response,
    body,
    work,
    idOnly = false,
    secret,
    nameless = false,
  }: Repeatable<T>): Promise<T> {
    const key = readIdempotencyKey(request);
    if (key === undefined) return work();
    const who =
      (nameless ? null : request.principal?.id) ??
      `public:${secret === undefined ? throttleAddress(request) : this.nameHolder(secret)}`;
    const id: Id = [who, normaliseRoute(request), nameless ? this.nameHolder(key) : key];
    let refusal: Problem | undefined;
    const workOnce = async (manager: EntityManager, held: boolean, [stored]: Stored[]): Promise<T | undefined> => {
      if (!held) throw new Problem('key_in_progress', { retryAfterSeconds: 1 });
      if (stored) return this.replay(id, stored, await body(), response, secret) as T;
      try {
        const [result, sent] = await this.transactions.attempt(async () => [await work(), await body()] as const);
        const whole = idOnly ? { id: (result as { id?: string } | undefined)?.id ?? null } : (result ?? null);
        const kept = secret === undefined ? whole : this.cover(id, secret, whole);
        const outcome = { status: response.statusCode, etag: computeEtag(result), answer: kept };
        await this.store(manager, id, sent, outcome);
        return result;
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500 || ASKS_AGAIN.has(error.code)) throw error;
        refusal = error;
        const told = error.details.secret === true ? undefined : await body().catch(() => undefined);
        const problem = { code: error.code, details: error.details };
        if (told !== undefined) await this.store(manager, id, told, { status: error.status, etag: null, problem });
        return undefined;
      }
    };
    const answer = await this.transactions.openOuterTransaction(computeLockNumber(id), workOnce, FIND, id);
    if (refusal) throw refusal;
    return answer as T;
  }

  /** Who holds this secret, by a name that tells nothing of it. */
  private nameHolder(secret: string): string {
    return hmac(this.keys.ring[0], `holder\n${secret}`).toString('base64url');
  }

  private cover(id: Id, secret: string, answer: unknown): string {
    return coverText(coverKey(this.keys.ring[0], secret), id.join('\n'), JSON.stringify(answer)).toString('base64');
  }

  private uncover(id: Id, secret: string, key: Key, covered: unknown): unknown {
    const text = uncoverText([coverKey(key, secret)], id.join('\n'), Buffer.from(String(covered), 'base64'));
    if (text === null) throw new Problem('key_reused');
    return JSON.parse(text);
  }

  private replay(id: Id, stored: Stored, body: string, response: Response, secret?: string): unknown {
    const key = this.keys.ring.find((k) => k.id === stored.body_key);
    if (!key || !timingSafeEqual(hmac(key, body), stored.body_hmac)) throw new Problem('key_reused');
    response.setHeader('Idempotent-Replay', 'true');
    if (stored.problem) throw new Problem(stored.problem.code, stored.problem.details);
    response.status(stored.status);
    if (stored.etag) response.setHeader('ETag', stored.etag);
    if (secret !== undefined) return this.uncover(id, secret, key, stored.answer);
    return stored.answer ?? undefined;
  }

  private async store(
    manager: EntityManager,
    id: Id,
    body: string,
    outcome: { status: number; etag: string | null; answer?: unknown; problem?: unknown },
  ): Promise<void> {
    const key = this.keys.ring[0];
    // It goes with the commit, which fails where it does.
    await postponePreparedStatement(manager, STORE, [
      ...id,
      key.id,
      hmac(key, body),
      outcome.status,
      outcome.etag,
      JSON.stringify(outcome.answer ?? null),
      outcome.problem === undefined ? null : JSON.stringify(outcome.problem),
    ]);
  }
}

/** Who asks, where, under which key. */
type Id = [who: string, route: string, key: string];

/** The same request has the same lock in every process. */
const computeLockNumber = (id: Id): bigint => createHash('sha256').update(id.join('\n')).digest().readBigInt64BE();

/** The answer that is kept under a key. */
const FIND = `
  SELECT body_key, body_hmac, status, etag, answer, problem FROM idempotent_request
  WHERE principal = $1 AND route = $2 AND key = $3 AND created_at > clock_timestamp() - interval '${KEPT_HOURS} hours'`;

/** Stores an answer, in the place of an expired one under the same key, and forgets some others that have expired. */
const STORE = `
  WITH forgotten AS (
    DELETE FROM idempotent_request WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM idempotent_request
      WHERE created_at < statement_timestamp() - interval '${KEPT_HOURS} hours' AND (principal, route, key) <> ($1, $2, $3)
      ORDER BY created_at LIMIT ${SWEEP} FOR UPDATE SKIP LOCKED))
  )
  INSERT INTO idempotent_request (principal, route, key, body_key, body_hmac, status, etag, answer, problem)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (principal, route, key) DO UPDATE SET body_key = EXCLUDED.body_key, body_hmac = EXCLUDED.body_hmac,
    status = EXCLUDED.status, etag = EXCLUDED.etag, answer = EXCLUDED.answer, problem = EXCLUDED.problem,
    created_at = clock_timestamp()`;

/** Whoever has the request again has the key of its answer; who has the database alone, or the request alone, has not. */
const coverKey = (key: Key, secret: string): Buffer => hmac(key, `answer\n${secret}`);

const hmac = (key: Key, body: string): Buffer => createHmac('sha256', key.bytes).update(body).digest();
