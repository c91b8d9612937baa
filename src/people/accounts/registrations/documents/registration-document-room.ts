import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../../../../kernel/config/settings.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { computeStoredSize } from '../../../../kernel/sealing/sealed-file.js';
import { listUndecidedSizes, lockUndecidedSizes } from './registration-document-rows.js';

/** An administrator decides what is undecided in hours rather than minutes. */
const RETRY_SECONDS = 3600;

/**
 * What strangers may lay on the disk: the documents of all registrations that no administrator has decided take no more than
 * the operator allows. Whoever has no account is bounded by nothing else, for another registration is made in a moment.
 */
@Injectable()
export class RegistrationDocumentRoom {
  private readonly logger = new Logger('registration documents');
  /** Of files that are coming in to this process, in bytes of the disk. */
  private arriving = 0;

  constructor(private readonly settings: Settings) {}

  /** What lies there, in bytes of the disk. */
  async computeTotal(tx: Tx): Promise<number> {
    const sizes = await listUndecidedSizes(tx);
    return sizes.reduce((sum, { bytes, files }) => sum + files * computeStoredSize(bytes), 0);
  }

  /**
   * Holds room for a file of no more than so many bytes until the answer is called.
   * @throws Problem `registration_documents_full`
   */
  hold(used: number, bytes: number): () => void {
    const size = computeStoredSize(Math.min(bytes, this.settings.documentMaxBytes));
    this.assertFits(used + this.arriving + size);
    this.arriving += size;
    return () => void (this.arriving -= size);
  }

  /** Its row is written: of two for the last room one is taken. @throws Problem `registration_documents_full` */
  async assertRowFits(tx: Tx): Promise<void> {
    await lockUndecidedSizes(tx);
    this.assertFits(await this.computeTotal(tx));
  }

  private assertFits(bytes: number): void {
    const most = this.settings.registrationDocumentsMaxBytes;
    if (bytes <= most) return;
    this.logger.warn(`Undecided registrations hold as many documents as they may: ${most} bytes`);
    throw new Problem('registration_documents_full', { retryAfterSeconds: RETRY_SECONDS });
  }
}
