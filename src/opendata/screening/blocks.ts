import type { Block, ScreeningError } from './screening-types.js';
import { SpareBuffers } from './spare-buffers.js';

const NEWLINE = 10;
/** Of a block; a longer line makes a longer one. */
export const BLOCK_BYTES = 1024 * 1024;
/** A line, or a release of a package, beyond this is not read. */
export const MOST_BYTES = 64 * 1024 * 1024;
/** The file holds nothing, or nothing of it could be read: the screening did not begin. */
export class NothingToScreenError extends Error {}

const BOM = [0xef, 0xbb, 0xbf];

/** The bytes of the file, without the mark that says UTF-8. */
export async function* stripMark(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | null = new Uint8Array();
  for await (const chunk of source) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < BOM.length) continue;
    yield BOM.every((byte, n) => head?.[n] === byte) ? head.subarray(BOM.length) : head;
    head = null;
  }
  if (head !== null && head.length > 0) yield head;
}

/** Blocks of whole lines. */
export async function* cutLines(
  source: AsyncIterable<Uint8Array>,
  blockBytes = BLOCK_BYTES,
  mostBytes = MOST_BYTES,
  spares = new SpareBuffers(),
): AsyncGenerator<Block> {
  const lines = new Bytes();
  const rest = new Bytes();
  let [no, skips] = [0, false];
  let errors: ScreeningError[] = [];
  const take = (): Block => {
    const block = { no, bytes: lines.take(spares), ranges: null, errors };
    [no, errors] = [no + 1, []];
    return block;
  };
  for await (let chunk of source) {
    if (skips) {
      const end = chunk.indexOf(NEWLINE);
      if (end < 0) continue;
      // What is left of the long line is an empty one, which counts as a line.
      chunk = chunk.subarray(end);
      skips = false;
    }
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      lines.move(rest);
      lines.add(chunk.subarray(0, end));
      if (lines.length >= blockBytes) yield take();
    }
    rest.add(chunk.subarray(end));
    if (rest.length <= mostBytes) continue;
    rest.clear();
    if (lines.length > 0) yield take();
    errors.push({ at: 0, code: 'too_long' });
    skips = true;
  }
  lines.move(rest);
  if (lines.length > 0 || errors.length > 0) yield take();
}

class Bytes {
  private parts: Uint8Array[] = [];
  length = 0;

  add(part: Uint8Array): void {
    this.parts.push(part);
    this.length += part.length;
  }

  /** One by one: as arguments, the many parts of a long line would be too many. */
  move(from: Bytes): void {
    for (const part of from.parts) this.add(part);
    from.clear();
  }

  clear(): void {
    this.parts = [];
    this.length = 0;
  }

  take(spares: SpareBuffers): Uint8Array<ArrayBuffer> {
    const bytes = spares.take(this.length);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    this.clear();
    return bytes;
  }
}
