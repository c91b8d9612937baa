import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Problem } from '../kernel/errors/problem.js';

/** What an upload may be: so large, and so long without a byte. */
export interface Bounds {
  maxBytes: number;
  idleMs: number;
}

/** What the request declares of its length fits. @throws Problem `payload_too_large` */
export function mustFit(request: Request, maxBytes: number, received = 0): void {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (Math.max(declared, received) > maxBytes) throw new Problem('payload_too_large');
}

/**
 * Writes the body of a request to a file, or nowhere, and answers its SHA-256. It holds nothing but the file and the
 * caller's own connection meanwhile: how fast the body comes is for the caller to choose.
 * @throws Problem where there is no whole: too large, standing still, broken off
 */
export async function spool(request: Request, target: string | null, { maxBytes, idleMs }: Bounds): Promise<string> {
  mustFit(request, maxBytes);
  const hash = createHash('sha256');
  const file = target === null ? null : await open(target, 'wx', 0o600);
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  try {
    let bytes = 0;
    for (let next = await inTime(chunks, idleMs); !next.done; next = await inTime(chunks, idleMs)) {
      bytes += next.value.length;
      mustFit(request, maxBytes, bytes);
      hash.update(next.value);
      await file?.appendFile(next.value);
    }
  } finally {
    await file?.close();
  }
  if (!request.complete) throw createUploadProblem();
  return hash.digest('hex');
}

/**
 * What lies in a file, opened when it is read and closed however the reading ends: each time from its beginning, so that work
 * that is tried again finds all of it.
 */
export const openFile = (path: string | URL): AsyncIterable<Buffer> => ({
  [Symbol.asyncIterator]: () => readContent(path),
});

async function* readContent(path: string | URL): AsyncGenerator<Buffer> {
  yield* createReadStream(path) as AsyncIterable<Buffer>;
}

/** The next piece, if it comes within the time. */
async function inTime(chunks: AsyncIterator<Buffer>, idleMs: number): Promise<IteratorResult<Buffer>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Problem('upload_stalled')), idleMs);
  });
  const next = chunks.next().catch(() => {
    throw createUploadProblem();
  });
  try {
    return await Promise.race([next, late]);
  } finally {
    clearTimeout(timer);
  }
}

const createUploadProblem = (): Problem =>
  new Problem('malformed_text', { detail: { en: 'The upload broke off', zh: '上传中断' } });
