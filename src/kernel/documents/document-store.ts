import { Injectable } from '@nestjs/common';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Settings } from '../config/settings.js';

/** Whether a file may be a document by its name: its id, as the database writes it. */
export const isDocumentId = (name: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);

const missing = (error: unknown): boolean => (error as { code?: unknown }).code === 'ENOENT';

/**
 * Files in one local folder. A file arrives under `incoming/`, and moves to its place by an atomic rename once its row is
 * committed. A crash between the two leaves the file in `incoming/`, where reading still finds it and the sweep settles it.
 */
@Injectable()
export class DocumentStore {
  private readonly folder: string;

  constructor(settings: Settings) {
    this.folder = settings.documentsDir ?? join(settings.dataDir, 'documents');
  }

  /** Where a file of this id is written first. What is no document goes by `discard`; the sweep forgets what a crash left. */
  async incoming(id: string): Promise<string> {
    const folder = join(this.folder, 'incoming');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return join(folder, id);
  }

  async keep(id: string): Promise<void> {
    await this.move(id, id);
  }

  /** Puts the content that came in as `arrived` in the place of a document whose own is gone, or was cut short. */
  async putBack(id: string, arrived: string): Promise<void> {
    await this.move(arrived, id);
    await this.discard(id);
  }

  async discard(id: string): Promise<void> {
    await rm(await this.incoming(id), { force: true });
  }

  /** Takes the content away for good. */
  async remove(id: string): Promise<void> {
    await rm(this.place(id), { force: true });
    await this.discard(id);
  }

  async open(id: string): Promise<FileHandle> {
    try {
      return await open(this.place(id), 'r');
    } catch (error) {
      if (!missing(error)) throw error;
      return open(await this.incoming(id), 'r');
    }
  }

  /** Where a file lies now. */
  async locate(id: string): Promise<string> {
    const place = this.place(id);
    return (await stat(place).catch(() => null)) === null ? this.incoming(id) : place;
  }

  /** Ids of those that are nowhere, or not of the size that their row says: a document never changes. */
  async listMissing(documents: readonly { id: string; size: string }[]): Promise<string[]> {
    const found = await Promise.all(documents.map(async ({ id }) => stat(await this.locate(id)).catch(() => null)));
    return documents.filter(({ size }, index) => found[index]?.size !== Number(size)).map(({ id }) => id);
  }

  /** Of these ids, those of which a content is there. */
  async listStoredIds(ids: readonly string[]): Promise<string[]> {
    const found = await Promise.all(ids.map(async (id) => stat(await this.locate(id)).catch(() => null)));
    return ids.filter((_, index) => found[index] !== null);
  }

  /** Ids that have waited in `incoming/` since before `before`. */
  async listStrandedFiles(before: Date): Promise<string[]> {
    const stranded: string[] = [];
    for (const id of await readdir(join(this.folder, 'incoming')).catch(() => [])) {
      const found = await stat(await this.incoming(id)).catch(() => null);
      if (found && found.mtime < before) stranded.push(id);
    }
    return stranded;
  }

  /** Every file in the place of a document, as `ab/name`, folder by folder; what waits in `incoming/` and what is sealed is not in such places. */
  async *listPlacedFiles(): AsyncGenerator<string[]> {
    const folders = (await readdir(this.folder).catch(() => [])).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort();
    for (const name of folders) {
      const files = await readdir(join(this.folder, name));
      yield files.sort().map((file) => `${name}/${file}`);
    }
  }

  private async move(arrived: string, id: string): Promise<void> {
    const place = this.place(id);
    await mkdir(join(place, '..'), { recursive: true, mode: 0o700 });
    await rename(await this.incoming(arrived), place);
  }

  private place(id: string): string {
    return join(this.folder, id.slice(0, 2), id);
  }
}
