import type { FileHandle } from 'node:fs/promises';
import type { Content } from './examination-types.js';

const AT_ONCE = 64 * 1024;

/** A file that lies as it was sent. */
export class PlainFile implements Content {
  constructor(
    private readonly file: FileHandle,
    readonly size: number,
  ) {}

  async read(position: number, length: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.file.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  }

  async *content(from = 0, to = this.size): AsyncGenerator<Buffer> {
    for (let at = from; at < to; at += AT_ONCE) yield await this.read(at, Math.min(AT_ONCE, to - at));
  }
}
