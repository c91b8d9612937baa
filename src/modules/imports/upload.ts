import type { Request } from 'express';
import { Problem } from '../../platform/errors/problem.js';

const LINES = ['application/x-ndjson', 'application/jsonl', 'application/x-jsonlines'];

/**
 * The body of a request as a stream of lines of JSON. What is refused is still read to its end, so that the caller can
 * read the answer.
 */
export async function withUpload<T>(
  request: Request,
  maxBytes: number,
  work: (file: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  try {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (!request.is(LINES) || encoding !== 'identity') throw new Problem('unsupported_media_type');
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new Problem('payload_too_large');
    return await work(request.iterator({ destroyOnReturn: false }));
  } catch (error) {
    request.resume();
    if (request.complete || error instanceof Problem) throw error;
    throw new Problem('malformed_text', { detail: { en: 'The upload broke off', zh: '上传中断' } });
  }
}
