import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { Transform, type TransformCallback } from 'node:stream';

/**
 * A file under a key of its own: chunks of one size, each sealed by AES-256-GCM under its number, filled up with sealed
 * zeros to a size class. The key is random and used for this one file, so a number is never used twice under it.
 */
const CHUNK = 64 * 1024;
const TAG = 16;
const STORED = CHUNK + TAG;

export const newFileKey = (): Buffer => randomBytes(32);

/** How many chunks a file of so many bytes lies in: a power of two. */
function countChunks(bytes: number): number {
  let chunks = 1;
  while (chunks * CHUNK < bytes) chunks *= 2;
  return chunks;
}
/** How large it then is on the disk. */
export const computeStoredSize = (bytes: number): number => countChunks(bytes) * STORED;

function buildNonce(chunk: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(chunk, 8);
  return nonce;
}

function closeChunk(key: Buffer, chunk: number, text: Buffer): Buffer {
  const padded = text.length === CHUNK ? text : Buffer.concat([text, Buffer.alloc(CHUNK - text.length)]);
  const cipher = createCipheriv('aes-256-gcm', key, buildNonce(chunk));
  return Buffer.concat([cipher.update(padded), cipher.final(), cipher.getAuthTag()]);
}

/** Seals what passes through it. What it made is filled up by `fill` once all of it has passed. */
export class FileSealer extends Transform {
  private waiting: Buffer[] = [];
  private held = 0;
  private chunks = 0;
  private bytes = 0;

  constructor(private readonly key: Buffer) {
    super();
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.waiting.push(data);
    this.held += data.length;
    this.bytes += data.length;
    if (this.held >= CHUNK) {
      let rest = Buffer.concat(this.waiting);
      for (; rest.length >= CHUNK; rest = rest.subarray(CHUNK))
        this.push(closeChunk(this.key, this.chunks++, rest.subarray(0, CHUNK)));
      this.waiting = [rest];
      this.held = rest.length;
    }
    done();
  }

  override _flush(done: TransformCallback): void {
    if (this.held > 0) this.push(closeChunk(this.key, this.chunks++, Buffer.concat(this.waiting)));
    done();
  }

  /** Writes sealed zeros behind what was written to `path`, up to the size class. */
  async fill(path: string): Promise<void> {
    const file = await open(path, 'a');
    try {
      const nothing = Buffer.alloc(0);
      for (; this.chunks < countChunks(this.bytes); this.chunks++)
        await file.appendFile(closeChunk(this.key, this.chunks, nothing));
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

/** A stored file is not what it was when it was sealed. */
export class AlteredFile extends Error {}

/** Reads a sealed file wherever it is asked to, a chunk in memory at a time. */
export class SealedFileReader {
  private last: { chunk: number; text: Buffer } | null = null;

  constructor(
    private readonly file: FileHandle,
    private readonly key: Buffer,
    /** Of the content. */
    readonly size: number,
  ) {}

  private async chunk(chunk: number): Promise<Buffer> {
    if (this.last?.chunk === chunk) return this.last.text;
    const { buffer, bytesRead } = await this.file.read(Buffer.alloc(STORED), 0, STORED, chunk * STORED);
    const text = openChunk(this.key, chunk, buffer.subarray(0, bytesRead));
    this.last = { chunk, text };
    return text;
  }

  /** As many bytes as there are of those asked for. @throws AlteredFile */
  async read(position: number, length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    const end = Math.min(position + length, this.size);
    for (let at = Math.max(0, position); at < end;) {
      const chunk = Math.floor(at / CHUNK);
      const text = await this.chunk(chunk);
      const part = text.subarray(at - chunk * CHUNK, Math.min(CHUNK, end - chunk * CHUNK));
      parts.push(part);
      at += part.length;
    }
    return Buffer.concat(parts);
  }

  /** From a position to its end, or to another. @throws AlteredFile */
  async *content(from = 0, to = this.size): AsyncGenerator<Buffer> {
    for (let at = from; at < to;) {
      const part = await this.read(at, Math.min(CHUNK - (at % CHUNK), to - at));
      if (part.length === 0) return;
      at += part.length;
      yield part;
    }
  }
}

function openChunk(key: Buffer, chunk: number, stored: Buffer): Buffer {
  if (stored.length !== STORED) throw new AlteredFile('it is shorter than it was');
  const decipher = createDecipheriv('aes-256-gcm', key, buildNonce(chunk));
  decipher.setAuthTag(stored.subarray(CHUNK));
  try {
    return Buffer.concat([decipher.update(stored.subarray(0, CHUNK)), decipher.final()]);
  } catch {
    throw new AlteredFile(`chunk ${chunk} is another`);
  }
}
