import { Injectable } from '@nestjs/common';
import type { Reader } from '../../../kernel/database/reader.js';
import { DocumentStore } from '../../../kernel/documents/document-store.js';
import type { FilePrint, FileText } from '../../../kernel/documents/examination/examination-types.js';
import { FileExaminer } from '../../../kernel/documents/examination/file-examiner.js';
import { SealedFiles } from '../../../kernel/documents/sealed-files.js';
import type { BidContent } from '../bid-content.rules.js';
import { BidFileHandles } from '../files/bid-file-handles.js';
import { normalizeWords } from './text-likeness.rules.js';

export interface OpenedBid {
  id: string;
  envelope_id: string;
  lot_id: string;
  bidder_id: string;
  name: string;
  credit_code: string | null;
  content: BidContent;
  files: { no: number; state: string; handle: string | null; print: FilePrint | null }[];
  /** What was read before. */
  texts: ReadPart[];
}
/** Words of one part of a bid, or why there are none. */
export interface ReadPart {
  no: number;
  state: FileText['state'];
  reason: string | null;
  text: string | null;
}
/** What everybody who bids is given. */
export interface TenderTexts {
  texts: string[];
  prints: FilePrint[];
  isWhole: boolean;
}

/** Letters and digits of one bid that are compared; what is beyond them counts as not read. */
const MOST_OF_A_BID = 500_000;

/** Reads the words of opened bids and of the documents of their tender, each file in a process of its own. */
@Injectable()
export class ComparedTexts {
  constructor(
    private readonly files: SealedFiles,
    private readonly handles: BidFileHandles,
    private readonly store: DocumentStore,
    private readonly examiner: FileExaminer,
  ) {}

  async readBid(bid: OpenedBid): Promise<ReadPart[]> {
    const { statement, items, team } = bid.content;
    const said = [statement, ...items.map(({ name }) => name), ...team.map(({ qualification }) => qualification)];
    const parts: ReadPart[] = [toPart(0, { state: 'read', text: said.join('\n'), isCut: false })];
    for (const { no, state, handle } of bid.files) {
      const before = bid.texts.find((text) => text.no === no);
      const sealed = handle === null ? null : this.handles.uncover(bid.envelope_id, handle);
      if (before) parts.push(before);
      else if (state === 'readable' && sealed !== null) parts.push(toPart(no, await this.files.readText(sealed)));
    }
    return limitParts(parts);
  }

  /** All revisions of the documents, and the files that belong to the tender. */
  async readTender(reader: Reader, tender: string): Promise<TenderTexts> {
    const revisions = await reader.query<{ document: unknown }[]>(
      `SELECT document FROM tender_revision WHERE tender_id = $1 ORDER BY revision`,
      [tender],
    );
    const documents = await reader.query<{ id: string; name: string; media_type: string; size: string }[]>(
      `SELECT d.id, d.name, d.media_type, d.size FROM document_reference r JOIN document d ON d.id = r.document_id
       WHERE r.root_type = 'tender' AND r.root_id = $1 ORDER BY d.id`,
      [tender],
    );
    const texts = revisions.flatMap(({ document }) => listStrings(document));
    const prints: FilePrint[] = [];
    let isWhole = true;
    for (const { id, name, media_type: declaredType, size } of documents) {
      const file = { path: await this.store.locate(id), key: null, size: Number(size), name, declaredType };
      const words = await this.examiner.readText(file);
      if (words.state === 'read') texts.push(words.text);
      if (words.state !== 'read' || words.isCut) isWhole = false;
      const examined = await this.examiner.examine(file).catch(() => null);
      if (examined) prints.push(examined.print);
    }
    return { texts: texts.map((text) => normalizeWords(text)), prints, isWhole };
  }
}

/** The first parts, as far as they are compared together. */
function limitParts(parts: readonly ReadPart[]): ReadPart[] {
  let length = 0;
  return parts.map((part) => {
    length += part.text?.length ?? 0;
    return part.text === null || length <= MOST_OF_A_BID
      ? part
      : { ...part, state: 'unreadable', reason: 'too_large', text: null };
  });
}

/** A file that is longer than is read is compared by its beginning, and nobody can say what its rest holds. */
function toPart(no: number, found: FileText): ReadPart {
  if (found.state !== 'read') {
    const reason = found.state === 'unreadable' ? found.reason : null;
    return { no, state: found.state, reason, text: null };
  }
  const text = normalizeWords(found.text);
  return found.isCut
    ? { no, state: 'unreadable', reason: 'too_large', text }
    : { no, state: 'read', reason: null, text };
}

function listStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((member) => listStrings(member));
}
