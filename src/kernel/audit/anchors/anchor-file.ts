import { createReadStream } from 'node:fs';
import { link, mkdir, open, rename, stat, truncate, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

const TAIL_BYTES = 8 * 1024;

/** The file of anchors, one per line, outside the database. It is only ever appended to. */
export class AnchorFile {
  constructor(readonly path: string) {}

  /** The last whole line; null in a file without one. What a crash left unfinished behind it is cut off. */
  async last(): Promise<string | null> {
    const size = await this.size();
    if (size === null || size === 0) return null;
    const file = await open(this.path, 'r');
    try {
      const length = Math.min(size, TAIL_BYTES);
      const tail = Buffer.alloc(length);
      await file.read(tail, 0, length, size - length);
      const end = tail.lastIndexOf(0x0a);
      if (end < length - 1) await truncate(this.path, size - length + end + 1);
      if (end <= 0) return null;
      return tail.subarray(tail.lastIndexOf(0x0a, end - 1) + 1, end).toString('utf8');
    } finally {
      await file.close();
    }
  }

  /** Durable when it returns. */
  async append(lines: readonly string[]): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const file = await open(this.path, 'a', 0o644);
    try {
      await file.writeFile(lines.map((line) => `${line}\n`).join(''));
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Where it stands how far the anchors were verified. */
  get verifiedPath(): string {
    return `${this.path}.verified`;
  }

  /**
   * Gives the file another name beside it, one that no file has yet, and with it what was verified of it; the next append begins a
   * new one.
   */
  async putAside(ending: string): Promise<string> {
    for (let n = 1; ; n++) {
      const aside = `${this.path}.${ending}${n === 1 ? '' : `-${n}`}`;
      try {
        await link(this.path, aside);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        continue;
      }
      await unlink(this.path);
      await rename(this.verifiedPath, `${aside}.verified`).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      return aside;
    }
  }

  /** The lines that were whole when this was called, one by one. */
  async lines(): Promise<AsyncGenerator<string>> {
    return readLines(this.path, (await this.size()) ?? 0);
  }

  /** Those of the lines from the first one on that is not older than an instant (RFC 3339 in UTC); null: all. */
  findLater(at: string | null): Promise<AsyncGenerator<string>> {
    return at === null ? this.lines() : this.findLines((line) => line.at >= at);
  }

  /** The lines from the anchor of this number on, whatever the clock was when it was made. */
  findNext(no: number): Promise<AsyncGenerator<string>> {
    return this.findLines((line) => line.no >= no);
  }

  private async findLines(isWanted: (line: AnchorPlace) => boolean): Promise<AsyncGenerator<string>> {
    const size = (await this.size()) ?? 0;
    return readLines(this.path, size, size === 0 ? 0 : await this.findStart(isWanted, size));
  }

  /** Offset of a line before which none is wanted: found by halving, as anchors lie there in order. */
  private async findStart(isWanted: (line: AnchorPlace) => boolean, size: number): Promise<number> {
    const file = await open(this.path, 'r');
    try {
      let [from, to] = [0, size];
      while (to - from > TAIL_BYTES) {
        const middle = Math.floor((from + to) / 2);
        const part = Buffer.alloc(Math.min(TAIL_BYTES, size - middle));
        await file.read(part, 0, part.length, middle);
        const begin = part.indexOf(0x0a) + 1;
        const end = part.indexOf(0x0a, begin);
        const place = begin === 0 || end < 0 ? null : readPlace(part.subarray(begin, end).toString('utf8'));
        // What cannot be read is looked at itself, with everything behind the last line that could.
        if (place === null || isWanted(place)) to = middle;
        else from = middle + begin;
      }
      return from;
    } finally {
      await file.close();
    }
  }

  private async size(): Promise<number | null> {
    try {
      return (await stat(this.path)).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}

interface AnchorPlace {
  no: number;
  at: string;
}

function readPlace(line: string): AnchorPlace | null {
  try {
    const { no, at } = JSON.parse(line) as Partial<AnchorPlace>;
    return typeof no === 'number' && typeof at === 'string' ? { no, at } : null;
  } catch {
    return null;
  }
}

async function* readLines(path: string, bytes: number, start = 0): AsyncGenerator<string> {
  if (bytes === 0) return;
  const input = createReadStream(path, { encoding: 'utf8', start, end: bytes - 1 });
  let open = '';
  for await (const chunk of input as AsyncIterable<string>) {
    const lines = (open + chunk).split('\n');
    open = lines.pop() ?? '';
    yield* lines;
  }
}
