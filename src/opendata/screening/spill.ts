import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Up to here chunks stay in memory. */
const IN_MEMORY = 16 * 1024 * 1024;

/**
 * Chunks of bytes that are read again, any number of times, in the order in which they came: in memory while they are few,
 * in a file that has no name to others once they are many.
 */
export class Spill {
  private chunks: Uint8Array[] = [];
  private held = 0;
  private written = 0;
  private file: { folder: string; descriptor: number } | null = null;

  constructor(private readonly most = IN_MEMORY) {}

  /** Bytes in memory: bounded, whatever was added. */
  get heldBytes(): number {
    return this.held;
  }

  append(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.held += chunk.length;
    if (this.held > this.most) this.flush();
  }

  *read(): Generator<Uint8Array> {
    const length = Buffer.alloc(4);
    for (let at = 0; this.file !== null && at < this.written;) {
      this.readBytes(length, at);
      const chunk = Buffer.alloc(length.readUInt32LE(0));
      this.readBytes(chunk, at + 4);
      at += 4 + chunk.length;
      yield chunk;
    }
    yield* this.chunks;
  }

  close(): void {
    if (this.file === null) return;
    closeSync(this.file.descriptor);
    rmSync(this.file.folder, { recursive: true, force: true });
    this.file = null;
  }

  private flush(): void {
    if (this.file === null) {
      const folder = mkdtempSync(join(tmpdir(), 'screening-'));
      this.file = { folder, descriptor: openSync(join(folder, 'entries'), 'wx+', 0o600) };
    }
    for (const chunk of this.chunks) {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(chunk.length);
      for (const bytes of [length, chunk])
        for (let done = 0; done < bytes.length;) {
          const count = writeSync(this.file.descriptor, bytes, done, bytes.length - done, this.written);
          done += count;
          this.written += count;
        }
    }
    this.chunks = [];
    this.held = 0;
  }

  private readBytes(into: Buffer, position: number): void {
    for (let done = 0; done < into.length;) {
      const count = readSync(this.file?.descriptor ?? -1, into, done, into.length - done, position + done);
      if (count === 0) throw new Error('The file of what was put aside has been shortened');
      done += count;
    }
  }
}
