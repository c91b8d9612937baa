import { open, rm, type FileHandle } from 'node:fs/promises';
import type { RejectedRow } from './rows/import-rows.js';

/** Length of what follows, before each record. */
const HEAD = 4;

/**
 * Rejects that wait in a file until the transaction in which they came about is taken back: a row of the database would
 * go with it, and in memory they would grow with the file of notices.
 */
export class RejectFile {
  private end = 0;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  static async openFile(path: string): Promise<RejectFile> {
    return new RejectFile(path, await open(path, 'wx+', 0o600));
  }

  /** Forgets what was added. */
  async clear(): Promise<void> {
    await this.file.truncate(0);
    this.end = 0;
  }

  async add(rejects: readonly RejectedRow[]): Promise<void> {
    for (const reject of rejects) {
      const json = Buffer.from(JSON.stringify(reject));
      const record = Buffer.alloc(HEAD + json.length);
      record.writeUInt32BE(json.length);
      json.copy(record, HEAD);
      for (let done = 0; done < record.length;)
        done += (await this.file.write(record, done, record.length - done, this.end + done)).bytesWritten;
      this.end += record.length;
    }
  }

  /** All of them, some at a time, in the order in which they were added. */
  async *some(atOnce: number): AsyncGenerator<RejectedRow[]> {
    let rejects: RejectedRow[] = [];
    for (let at = 0; at < this.end;) {
      const length = (await this.read(at, HEAD)).readUInt32BE();
      rejects.push(JSON.parse((await this.read(at + HEAD, length)).toString()) as RejectedRow);
      at += HEAD + length;
      if (rejects.length < atOnce && at < this.end) continue;
      yield rejects;
      rejects = [];
    }
  }

  async remove(): Promise<void> {
    await this.file.close();
    await rm(this.path, { force: true });
  }

  private async read(at: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    for (let done = 0; done < length;) {
      const { bytesRead } = await this.file.read(buffer, done, length - done, at + done);
      if (bytesRead === 0) throw new Error('The file of rejects is shorter than what was written');
      done += bytesRead;
    }
    return buffer;
  }
}
