import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { Settings } from '../kernel/config/settings.js';
import { DocumentStore } from '../kernel/documents/document-store.js';
import { Problem } from '../kernel/errors/problem.js';
import { isUtf8 } from '../kernel/http/body.js';
import { IdempotentRequests, readIdempotencyKey } from '../kernel/http/idempotency/idempotent-requests.js';
import { mustFit, openFile, spool } from './spool.js';

/** Lines of JSON. */
export const LINES = ['application/x-ndjson', 'application/jsonl', 'application/x-jsonlines'] as const;

/** One upload, and what is to be done with its file. */
export interface Upload<T> {
  request: Request;
  response: Response;
  /** What tells it, beside its type and content, from another under the same key. */
  parameters: readonly unknown[];
  /** Content types that are taken. */
  types: readonly string[];
  /** It may read the file again from its beginning; whoever reads from place to place opens the path. */
  work: (file: AsyncIterable<Buffer>, path: string) => Promise<T>;
}

/** The bodies of requests that are files. */
@Injectable()
export class Uploads {
  constructor(
    private readonly settings: Settings,
    private readonly store: DocumentStore,
    private readonly requests: IdempotentRequests,
  ) {}

  /**
   * Does the work once the file has arrived: no connection is held and no key is locked while it comes in. What is refused
   * is still read to its end, so that the caller can read the answer; what stands still is not waited for (`paceBodies`).
   */
  async once<T>({ request, response, parameters, types, work }: Upload<T>): Promise<T> {
    const id = randomUUID();
    try {
      const key = readIdempotencyKey(request);
      const refusal = findUploadRefusal(request, types);
      // A refusal is remembered under its key, for which the content has to be known.
      if (refusal && key === undefined) throw refusal;
      const { importMaxBytes: maxBytes } = this.settings;
      mustFit(request, maxBytes);
      const path = refusal ? null : await this.store.incoming(id);
      const sha256 = await spool(request, path, maxBytes);
      const type = request.headers['content-type']?.toLowerCase() ?? null;
      return await this.requests.once({
        request,
        response,
        body: () => Promise.resolve(JSON.stringify([...parameters, type, sha256])),
        work: () => (path === null ? Promise.reject(refusal as Problem) : work(openFile(path), path)),
      });
    } catch (error) {
      request.resume();
      throw error;
    } finally {
      await this.store.discard(id).catch(() => undefined);
    }
  }
}

function findUploadRefusal(request: Request, types: readonly string[]): Problem | null {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const taken = request.is([...types]) && isUtf8(request) && encoding === 'identity';
  return taken ? null : new Problem('unsupported_media_type');
}
