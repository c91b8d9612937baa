import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { Problem } from '../../platform/errors/problem.js';

const LINES = ['application/x-ndjson', 'application/jsonl', 'application/x-jsonlines'];

/** The body of a request as a stream of lines of JSON, hashed as it is read. */
export class Upload implements AsyncIterable<Buffer> {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private ended = false;
  private digest?: string;

  constructor(
    private readonly request: Request,
    private readonly maxBytes: number,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    if (this.ended) return;
    for await (const chunk of this.request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      this.bytes += chunk.length;
      this.hash.update(chunk);
      yield chunk;
    }
    this.ended = true;
  }

  /** What the request declares of its body. @throws Problem `unsupported_media_type`, `payload_too_large` */
  mustBeLines(): void {
    const encoding = this.request.headers['content-encoding'] ?? 'identity';
    if (!this.request.is(LINES) || encoding !== 'identity') throw new Problem('unsupported_media_type');
    this.mustFit();
  }

  /** SHA-256 of the whole; what nobody has read yet is read for it. @throws Problem where there is no whole */
  async sha256(): Promise<string> {
    this.mustFit();
    for await (const _ of this) this.mustFit();
    if (!this.request.complete) throw broken();
    return (this.digest ??= this.hash.digest('hex'));
  }

  /** Does the work. What is refused is still read to its end, so that the caller can read the answer. */
  async answer<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.request.resume();
      if (this.request.complete || error instanceof Problem) throw error;
      throw broken();
    }
  }

  private mustFit(): void {
    const declared = Number(this.request.headers['content-length'] ?? 0);
    if (Math.max(declared, this.bytes) > this.maxBytes) throw new Problem('payload_too_large');
  }
}

const broken = (): Problem => new Problem('malformed_text', { detail: { en: 'The upload broke off', zh: '上传中断' } });
