import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Problem } from '../kernel/errors/problem.js';
import { listenForStall } from '../kernel/http/transport/body-pace.js';

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
export async function spool(request: Request, target: string | null, maxBytes: number): Promise<string> {
  mustFit(request, maxBytes);
  const hash = createHash('sha256');
  const file = target === null ? null : await open(target, 'wx', 0o600);
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  const next = readInTime(request, chunks);
  try {
    let bytes = 0;
    for (let piece = await next(); !piece.done; piece = await next()) {
      bytes += piece.value.length;
      mustFit(request, maxBytes, bytes);
      hash.update(piece.value);
      await file?.appendFile(piece.value);
    }
  } catch (error) {
    // An iterator that is left open keeps the rest from being drained. One that stands still would not end.
    if (!isStall(error)) await chunks.return?.();
    throw error;
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

/** Reads piece after piece, as long as they come. */
function readInTime(request: Request, chunks: AsyncIterator<Buffer>): () => Promise<IteratorResult<Buffer>> {
  let stall: Problem | undefined;
  let fail: (problem: Problem) => void = () => undefined;
  listenForStall(request, (problem) => {
    stall = problem;
    fail(problem);
  });
  // A promise for each piece: one for all of them, raced with each, would hold every piece that came.
  return () =>
    new Promise((resolve, reject) => {
      fail = reject;
      if (stall) reject(stall);
      else chunks.next().then(resolve, () => reject(createUploadProblem()));
    });
}

const isStall = (error: unknown): boolean => error instanceof Problem && error.code === 'upload_stalled';

const createUploadProblem = (): Problem =>
  new Problem('malformed_text', { detail: { en: 'The upload broke off', zh: '上传中断' } });
