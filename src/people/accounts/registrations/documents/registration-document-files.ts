import { Injectable, Logger } from '@nestjs/common';
import { forPurpose, Keys, type KeyRing } from '../../../../kernel/config/keys.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { SealedFiles, type SealedFile } from '../../../../kernel/documents/sealed-files.js';
import type { DownloadedFile } from '../../../../kernel/http/download.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { coverText, uncoverText } from '../../../../kernel/sealing/covered-text.js';
import { deleteRegistrationDocuments } from './registration-document-rows.js';

/** Files of registrations. Each lies encrypted; who has the database or the folder alone reads none. */
@Injectable()
export class RegistrationDocumentFiles {
  private readonly logger = new Logger('registration documents');
  private readonly ring: KeyRing;

  constructor(
    keys: Keys,
    readonly stored: SealedFiles,
  ) {
    this.ring = forPurpose(keys.identity, 'registration document');
  }

  cover(registration: string, document: string, file: SealedFile): Buffer {
    return coverText(this.ring[0].bytes, describePlace(registration, document), JSON.stringify(file));
  }

  /**
   * All of it is looked at before the first byte goes out.
   * @throws Problem `file_altered`; `malware_found`, `antivirus_away` of one that no antivirus has seen yet
   */
  async read(registration: string, document: string, sealed: Buffer): Promise<DownloadedFile> {
    const file = this.uncover(registration, document, sealed);
    if (file === null || (await this.stored.check(file)) !== 'readable') throw new Problem('file_altered');
    await this.stored.mustBeClean(file);
    const { name, mediaType, size } = file;
    return { name, mediaType, size, content: this.stored.content(file) };
  }

  /** Of the locked registration, this document; null: all. The files go once that is committed. Answers the ids of what went. */
  async remove(tx: Tx, registration: string, document: string | null): Promise<string[]> {
    const gone = await deleteRegistrationDocuments(tx, registration, document);
    for (const { id, sealed } of gone) {
      const file = this.uncover(registration, id, sealed);
      if (file) tx.afterCommit(() => void this.discard(file));
    }
    return gone.map(({ id }) => id);
  }

  /** Without its row nothing opens it, also where the folder lets it go no more. */
  async discard({ file }: SealedFile): Promise<void> {
    await this.stored
      .remove(file)
      .catch((error: unknown) => this.logger.error(`A file stayed: ${(error as Error).message}`));
  }

  private uncover(registration: string, document: string, sealed: Buffer): SealedFile | null {
    const keys = this.ring.map((key) => key.bytes);
    const text = uncoverText(keys, describePlace(registration, document), sealed);
    return text === null ? null : (JSON.parse(text) as SealedFile);
  }
}

const describePlace = (registration: string, document: string): string =>
  `throughline registration document 1|${registration}|${document}`;
