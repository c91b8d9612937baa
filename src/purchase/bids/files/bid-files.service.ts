import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Principal } from '../../../kernel/access/principal.js';
import { SealedFiles, type SealedFile } from '../../../kernel/documents/sealed-files.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import type { BidContent } from '../bid-content.rules.js';
import { BidFileHandles } from './bid-file-handles.js';
import type { UploadedBidFileDto } from '../bid.dto.js';
import { BidOwners, type OwnBid } from '../bid-owners.js';
import { assertOpen } from '../bid.subject.js';
import { loadBidPlace } from '../bid-place.js';
import { BidsQueries } from '../bids.queries.js';
import { Envelopes } from '../opening/envelopes.js';

/** Uploads for one bid, those among them that were replaced or taken out again. */
const MAX_UPLOADS = 200;

/** Files of bids: sealed as they come in, read by their bidder while the bid is a draft, and by others once it is opened. */
@Injectable()
export class BidFilesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly owners: BidOwners,
    private readonly envelopes: Envelopes,
    private readonly files: SealedFiles,
    private readonly handles: BidFileHandles,
    private readonly queries: BidsQueries,
  ) {}

  /**
   * Answers the handle by which the content names the file. What is written of it is its number of uploads, in the head of
   * the envelope, so that one bidder does not fill the disk.
   */
  async upload(principal: Principal, id: string, request: Request): Promise<UploadedBidFileDto> {
    try {
      await this.transactions.run(principal, async (tx) => this.mayUpload(tx, await this.owners.own(principal, id)));
    } catch (error) {
      // Read to its end, so that the caller can read the answer.
      request.resume();
      throw error;
    }
    const taken = await this.files.take(request, () =>
      this.transactions.run(principal, async (tx) => {
        const { envelope, head, body } = await this.mayUpload(tx, await this.owners.lock(tx, principal, id));
        const after = { ...head, uploads: (head.uploads ?? 0) + 1 };
        await this.envelopes.rewrite(tx, id, after, body, envelope.size_class);
      }),
    );
    const { name, mediaType, size, sha256 } = taken;
    return { name, mediaType, size, sha256, file: this.handles.cover(id, taken) };
  }

  private async mayUpload(tx: Tx, { envelope, lot, head, body }: OwnBid) {
    const place = await loadBidPlace(tx.manager, lot);
    if (!place || head === null || body === null) throw new Problem('not_found');
    assertOpen(place);
    if ((head.uploads ?? 0) >= MAX_UPLOADS) throw new Problem('too_many_files', { facts: { most: MAX_UPLOADS } });
    return { envelope, head, body };
  }

  /** @throws Problem where a document names a file that was not uploaded for this bid, or is another than it says */
  async mustBeUploaded(bid: string, { documents }: Pick<BidContent, 'documents'>): Promise<void> {
    for (const [i, { name, sha256, size, file }] of documents.entries()) {
      if (!file) continue;
      const found = this.handles.uncover(bid, file);
      const same = found !== null && found.name === name && found.sha256 === sha256 && found.size === size;
      if (same && (await this.files.has(found.file))) continue;
      throw invalid(`/content/documents/${i}/file`, 'not_found', {
        en: 'No such file was uploaded for this bid under this name, size and hash',
        zh: '该投标没有以此文件名、大小和摘要上传的文件',
      });
    }
  }

  /**
   * What is handed in was looked at by the antivirus, where one is set up.
   * @throws Problem `malware_found`, `antivirus_away`
   */
  async mustBeClean(bid: string, content: BidContent): Promise<void> {
    for (const file of this.listSealedFiles(bid, content)) await this.files.mustBeClean(file);
  }

  /** What a change took out of a draft goes. What was submitted is kept: nobody can tell it from what still stands. */
  async removeUnnamedFiles(bid: string, before: BidContent, after: BidContent): Promise<void> {
    const still = new Set(this.listSealedFiles(bid, after).map((f) => f.file));
    for (const { file } of this.listSealedFiles(bid, before)) if (!still.has(file)) await this.files.remove(file);
  }

  private listSealedFiles(bid: string, { documents }: BidContent): SealedFile[] {
    return documents.flatMap(({ file }) => (file ? (this.handles.uncover(bid, file) ?? []) : []));
  }

  /**
   * One file of a bid that the caller may read: all of it is looked at before the first byte goes out.
   * @throws Problem `file_altered`
   */
  async content(
    principal: Principal,
    id: string,
    no: number,
  ): Promise<{ name: string; mediaType: string; size: number; content: AsyncGenerator<Buffer> }> {
    const { bid, documents } = await this.queries.listReadableDocuments(principal, id);
    const document = documents[no - 1];
    if (!document?.file) throw new Problem('not_found');
    const found = this.handles.uncover(bid, document.file);
    if (found === null || (await this.files.check(found)) !== 'readable') throw new Problem('file_altered');
    return { name: document.name, mediaType: found.mediaType, size: found.size, content: this.files.content(found) };
  }
}
