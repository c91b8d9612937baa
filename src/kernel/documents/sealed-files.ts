import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, utimes, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Settings } from '../config/settings.js';
import { AlteredFile, FileSealer, newFileKey, SealedFileReader } from '../sealing/sealed-file.js';
import { DocumentStore } from './document-store.js';
import { receiveFile, type Receiving } from './document-upload.js';
import { Antivirus, type MalwareCheck } from './examination/antivirus.js';
import type { FilePrint, FileText } from './examination/examination-types.js';
import { FileExaminer } from './examination/file-examiner.js';
import { barePicture } from './pictures/bare-pictures.js';

/** What opens one sealed file. Who holds it may read the file; nothing is kept of it here. */
export interface FileKey {
  /** Its random name in the folder. */
  file: string;
  /** Base64. */
  key: string;
  size: number;
  sha256: string;
}
/** A file that was taken in. */
export interface SealedFile extends FileKey {
  name: string;
  mediaType: string;
  print: FilePrint;
  /** What an antivirus said of it as it came in. */
  malwareCheck?: MalwareCheck;
}

/**
 * Files that nobody may read for now, in the folder of the documents: sealed while they come in, each under a key of its own
 * that the caller keeps. No row tells of one, its name is random, and it bears no time: that of the folder's last change is
 * taken away with it.
 */
@Injectable()
export class SealedFiles {
  private readonly folder: string;

  constructor(
    private readonly settings: Settings,
    private readonly store: DocumentStore,
    private readonly examiner: FileExaminer,
    private readonly antivirus: Antivirus,
  ) {
    this.folder = join(settings.documentsDir ?? join(settings.dataDir, 'documents'), 'sealed');
  }

  /**
   * Takes the one file of a request in, examines it and asks `accept`; the file is kept only where all of that went well.
   * What somebody has signed stays as it came; a picture that is only to be looked at is kept bare where `barePictures` says so.
   * @throws Problem and then nothing is left in the folder
   */
  async take(
    request: Request,
    accept: (file: SealedFile) => Promise<void>,
    { barePictures = false, ...receiving }: Omit<Receiving, 'through'> & { barePictures?: boolean } = { fields: [] },
  ): Promise<SealedFile> {
    const file = randomUUID();
    const path = await this.store.incoming(file);
    try {
      let key = newFileKey();
      const sealer = new FileSealer(key);
      const received = await receiveFile(request, path, this.settings.documentMaxBytes, {
        ...receiving,
        through: sealer,
      });
      await sealer.fill(path);
      const { name, declaredType } = received;
      const examine = (size: number) =>
        this.examiner.mustTake({ path, key: key.toString('base64'), size, name, declaredType });
      let found = await examine(received.size);
      let stored: Pick<FileKey, 'size' | 'sha256'> = received;
      if (barePictures) {
        const read = () => readAll(readSealedContent(path, key, received.size));
        const write = async (content: Buffer) => void (key = await sealAnew(path, content));
        stored = await barePicture({ read, write }, found.mediaType, received);
        // What was found of the picture as it came tells what was taken out of it.
        if (stored !== received) found = await examine(stored.size);
      }
      const { size, sha256 } = stored;
      const malwareCheck = await this.antivirus.mustPass(readSealedContent(path, key, size));
      const { mediaType, print } = found;
      const taken = { file, key: key.toString('base64'), size, sha256, name, mediaType, print, malwareCheck };
      await accept(taken);
      await this.keep(path, file);
      return taken;
    } finally {
      await this.store.discard(file).catch(() => undefined);
      await eraseFileTime(dirname(path));
    }
  }

  async has(file: string): Promise<boolean> {
    return (await stat(join(this.folder, file)).catch(() => null)) !== null;
  }

  async remove(file: string): Promise<void> {
    await rm(join(this.folder, file), { force: true });
    await eraseFileTime(this.folder);
  }

  /** Whether it is still, byte for byte, what was taken in. */
  async check({ file, key, size, sha256 }: FileKey): Promise<'readable' | 'altered' | 'missing'> {
    const hash = createHash('sha256');
    try {
      for await (const part of this.content({ file, key, size })) hash.update(part);
    } catch (error) {
      if (error instanceof AlteredFile) return 'altered';
      if ((error as { code?: unknown }).code === 'ENOENT') return 'missing';
      throw error;
    }
    return hash.digest('hex') === sha256 ? 'readable' : 'altered';
  }

  /** Its words, read by a process of its own. For who may read the file: nothing is kept of them here. */
  readText({ file, key, size, name, mediaType }: Omit<SealedFile, 'sha256' | 'print'>): Promise<FileText> {
    return this.examiner.readText({ path: join(this.folder, file), key, size, name, declaredType: mediaType });
  }

  /** The content, unsealed while it is read. @throws AlteredFile */
  async *content({ file, key, size }: Omit<FileKey, 'sha256'>): AsyncGenerator<Buffer> {
    yield* readSealedContent(join(this.folder, file), Buffer.from(key, 'base64'), size);
  }

  /**
   * One that came while no antivirus could be asked is looked at before it is handed in.
   * @throws Problem `malware_found`, `antivirus_away`
   */
  async mustBeClean(file: SealedFile): Promise<void> {
    if (file.malwareCheck === 'waiting') await this.antivirus.mustBeClean(this.content(file));
  }

  private async keep(path: string, file: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await eraseFileTime(path);
    await rename(path, join(this.folder, file));
    await eraseFileTime(this.folder);
  }
}

async function* readSealedContent(path: string, key: Buffer, size: number): AsyncGenerator<Buffer> {
  const handle: FileHandle = await open(path, 'r');
  try {
    yield* new SealedFileReader(handle, key, size).content();
  } finally {
    await handle.close();
  }
}

async function readAll(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

/** Puts this content in the place of what lies there, under a key of its own, as each content has one. */
async function sealAnew(path: string, content: Buffer): Promise<Buffer> {
  const key = newFileKey();
  const sealer = new FileSealer(key);
  await writeFile(path, Readable.from([content]).pipe(sealer), { mode: 0o600 });
  await sealer.fill(path);
  return key;
}

/** When a file came would tell, beside the rows of the same second, who sent it. */
const eraseFileTime = (path: string): Promise<void> => utimes(path, 0, 0).catch(() => undefined);
