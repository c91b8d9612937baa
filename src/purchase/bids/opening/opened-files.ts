import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import { SealedFiles } from '../../../kernel/documents/sealed-files.js';
import type { BidContent } from '../bid-content.rules.js';
import { BidFileHandles } from '../files/bid-file-handles.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { BidFile } from './bid-file.entity.js';

/** A file of a bid as it was found when the bid was opened. */
export interface OpenedFile extends Omit<StoredRow<BidFile>, 'bid_id' | 'size'> {
  size: number;
}

/** Files when their bid is opened: each is looked at whole, and what it said of itself at its upload becomes a row. */
@Injectable()
export class OpenedFiles {
  constructor(
    private readonly files: SealedFiles,
    private readonly handles: BidFileHandles,
  ) {}

  async examine(tx: Tx, bid: string, { documents }: Pick<BidContent, 'documents'>): Promise<OpenedFile[]> {
    const found: OpenedFile[] = [];
    for (const [i, { name, size, sha256, file }] of documents.entries()) {
      const sealed = file ? this.handles.uncover(bid, file) : null;
      // Reading many large files takes its time, and a transaction that says nothing for long is ended.
      await tx.query('SELECT 1');
      const state = !file ? 'not_given' : sealed === null ? 'missing' : await this.files.check(sealed);
      found.push({
        ...{ no: i + 1, name, size, sha256, state },
        media_type: sealed?.mediaType ?? null,
        print: sealed?.print ?? null,
        handle: sealed === null ? null : (file ?? null),
      });
    }
    return found;
  }

  /** Of rows of `bid`. */
  async store(tx: Tx, files: readonly (OpenedFile & { bid: string })[]): Promise<void> {
    await tx.query(
      `INSERT INTO bid_file (bid_id, no, name, size, sha256, state, media_type, print, handle)
       SELECT g.bid, g.no, g.name, g.size, g.sha256, g.state, g.media_type, nullif(g.print, 'null'), g.handle
       FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, no integer, name text, size bigint, sha256 text, state text,
         media_type text, print jsonb, handle text)`,
      [JSON.stringify(files)],
    );
  }
}

/** Files that are not what was uploaded: whose bid it is and which they are is told, and the others open. */
export const filterAlteredFiles = (files: readonly OpenedFile[]): OpenedFile[] =>
  files.filter(({ state }) => state === 'altered' || state === 'missing');
