import { open, type FileHandle } from 'node:fs/promises';
import { UnfoldsTooFar } from '../../../kernel/documents/examination/examination-types.js';
import { PlainFile } from '../../../kernel/documents/examination/plain-file.js';
import { findInArchive } from '../../../kernel/documents/examination/unsafe-archive.js';
import { readEntries, unfold, type Entry } from '../../../kernel/documents/examination/zip-print.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { createWorkbookProblem } from './workbook-problem.js';
import { XmlReader, type XmlHandler } from './xml-reader.js';

const ARCHIVE = 'PK\x03\x04';
/** Begins a file of old Office, and an encrypted one. */
const OLE = '\xd0\xcf\x11\xe0';
/** Ends an archive, and stands just before that end in a ZIP64 one: its numbers lie where they are not read. */
const END = Buffer.from('PK\x05\x06', 'latin1');
const ZIP64 = Buffer.from('PK\x06\x07', 'latin1');
const ZIP64_BYTES = 20;
/** An end has 22 bytes and a comment. */
const MAX_END = 22 + 0xffff;

/** The parts of a workbook, which is a ZIP archive, read from its file one at a time, as it unpacks. */
export class Archive {
  private unpacked = 0;

  private constructor(
    private readonly handle: FileHandle,
    private readonly file: PlainFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly maxUnpacked: number,
  ) {}

  /** @throws Problem `unsupported_media_type` for what is no archive, or acts by itself; `unreadable_file` for a damaged one */
  static async open(path: string, maxUnpacked: number): Promise<Archive> {
    const handle = await open(path, 'r');
    try {
      const file = new PlainFile(handle, (await handle.stat()).size);
      const start = (await file.read(0, 4)).toString('latin1');
      if (start === OLE) throw createWorkbookProblem('encrypted');
      if (start !== ARCHIVE) throw createWorkbookProblem('no_workbook');
      const entries = await readDirectory(file);
      return new Archive(handle, file, new Map(entries.map((entry) => [entry.name, entry])), maxUnpacked);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Reads the XML of a part whole. */
  async scan(name: string, handler: XmlHandler): Promise<void> {
    for await (const _ of this.walk(name, handler));
  }

  /** Reads the XML of a part piece by piece, and waits behind each. @throws Problem where it is missing, damaged or too large */
  async *walk(name: string, handler: XmlHandler): AsyncGenerator<void> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw createWorkbookProblem('damaged');
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const reader = new XmlReader(handler);
    try {
      for await (const chunk of unfold(this.file, entry)) {
        this.unpacked += chunk.length;
        if (this.unpacked > this.maxUnpacked) throw createWorkbookProblem('too_large');
        reader.write(decoder.decode(chunk, { stream: true }));
        yield;
      }
      reader.write(decoder.decode());
      reader.close();
    } catch (error) {
      throw toWorkbookProblem(error);
    }
    yield;
  }
}

async function isZip64(file: PlainFile): Promise<boolean> {
  const length = Math.min(file.size, MAX_END + ZIP64_BYTES);
  const tail = await file.read(file.size - length, length);
  const before = tail.lastIndexOf(END) - ZIP64_BYTES;
  return before >= 0 && tail.subarray(before, before + ZIP64.length).equals(ZIP64);
}

async function readDirectory(file: PlainFile): Promise<Entry[]> {
  if (await isZip64(file)) throw createWorkbookProblem('zip64');
  let unsafe;
  try {
    unsafe = await findInArchive(file);
    if (unsafe === null) return await readEntries(file);
  } catch (error) {
    throw toWorkbookProblem(error);
  }
  throw createWorkbookProblem(unsafe === 'macros' ? 'macros' : 'unsafe');
}

/** What is wrong with the content; what the disk says is none of the workbook's. */
function toWorkbookProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (error instanceof UnfoldsTooFar) return createWorkbookProblem('too_large');
  const { syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? createWorkbookProblem('damaged') : error;
}
