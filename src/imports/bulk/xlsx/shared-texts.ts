import { readSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { Archive } from './archive.js';
import { TextBuilder } from './text-builder.js';
import { createWorkbookProblem } from './workbook-problem.js';

/** Characters of a block, and blocks that are held at a time. */
const BLOCK = 16 * 1024;
const HELD = 32;

/**
 * The texts that cells name by number. A workbook of 200 000 rows may hold a million of them, so they stand in a file of
 * their own, block by block; the rows of a sheet name them nearly in their order.
 */
export class SharedTexts {
  /** Number of the first text of each block, and where the block stands. */
  private readonly firsts: number[] = [];
  private readonly places: number[] = [];
  private readonly held = new Map<number, readonly string[]>();
  private size = 0;
  private count = 0;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /** Writes the texts of a part to a new file; closing it takes the file away. */
  static async spill(archive: Archive, part: string, path: string): Promise<SharedTexts> {
    const texts = new SharedTexts(path, await open(path, 'wx+', 0o600));
    try {
      for await (const some of readTexts(archive, part)) await texts.append(some);
      return texts;
    } catch (error) {
      await texts.close();
      throw error;
    }
  }

  /** @throws Problem for a number that no text has */
  get(number: number): string {
    if (!(number >= 0 && number < this.count)) throw createWorkbookProblem('damaged');
    const block = this.findBlock(number);
    const text = (this.held.get(block) ?? this.load(block))[number - (this.firsts[block] ?? 0)];
    if (text === undefined) throw createWorkbookProblem('damaged');
    return text;
  }

  async close(): Promise<void> {
    await this.file.close();
    await rm(this.path, { force: true });
  }

  private async append(block: readonly string[]): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(block));
    this.firsts.push(this.count);
    this.places.push(this.size);
    this.count += block.length;
    this.size += bytes.length;
    await this.file.appendFile(bytes);
  }

  /** The last block that begins at or before a number. */
  private findBlock(number: number): number {
    let low = 0;
    let high = this.firsts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.firsts[middle] ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Some kilobytes that were just written: read at once, for a row is put together without waiting. */
  private load(block: number): readonly string[] {
    const place = this.places[block] ?? 0;
    const bytes = Buffer.alloc((this.places[block + 1] ?? this.size) - place);
    readSync(this.file.fd, bytes, 0, bytes.length, place);
    const texts = JSON.parse(bytes.toString()) as string[];
    const [oldest] = this.held.keys();
    if (this.held.size >= HELD && oldest !== undefined) this.held.delete(oldest);
    this.held.set(block, texts);
    return texts;
  }
}

async function* readTexts(archive: Archive, part: string): AsyncGenerator<string[]> {
  const builder = new TextBuilder();
  let block: string[] = [];
  let characters = 0;
  const blocks: string[][] = [];
  const pieces = archive.walk(part, {
    open: (name) => builder.open(name),
    text: (text) => builder.add(text),
    close: (name) => {
      builder.close(name);
      if (name !== 'si') return;
      const text = builder.take();
      block.push(text);
      characters += text.length + 1;
      if (characters < BLOCK) return;
      blocks.push(block);
      block = [];
      characters = 0;
    },
  });
  for await (const _ of pieces) yield* blocks.splice(0);
  if (block.length > 0) yield block;
}
