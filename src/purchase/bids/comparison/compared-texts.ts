import { Injectable } from '@nestjs/common';
import { setImmediate as pause } from 'node:timers/promises';
import { SYSTEM } from '../../../kernel/access/principal.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { DocumentStore } from '../../../kernel/documents/document-store.js';
import type { FilePrint, FileText } from '../../../kernel/documents/examination/examination-types.js';
import { FileExaminer } from '../../../kernel/documents/examination/file-examiner.js';
import { SealedFiles } from '../../../kernel/documents/sealed-files.js';
import type { BidContent } from '../bid-content.rules.js';
import { BidFileHandles } from '../files/bid-file-handles.js';
import type { GivenDocuments } from './comparison.rules.js';
import type { TextPart } from './text-likeness.rules.js';
import { normalizeWords } from './text-shingles.rules.js';
import { cutText, limitParts, MOST_OF_A_TENDER, type ReadPart } from './text-limits.rules.js';

export interface OpenedBid {
  id: string;
  envelope_id: string;
  lot_id: string;
  bidder_id: string;
  name: string;
  credit_code: string | null;
  /** Who bids together, as it is recorded. */
  members: { name: string; creditCode: string | null }[] | null;
  content: BidContent;
  files: { no: number; state: string; handle: string | null; print: FilePrint | null }[];
}
/** Words of one part of a bid, or why there are none. */
interface PartWords extends Pick<ReadPart, 'no' | 'state' | 'reason'> {
  text: string | null;
}

/** Milliseconds for which the files of one bid are read; what is left then is not read. */
const READING_MS = 120_000;

/** Reads the words of opened bids and of the documents of their tender, each file in a process of its own. */
@Injectable()
export class ComparedTexts {
  readingMs = READING_MS;

  constructor(
    private readonly transactions: Transactions,
    private readonly files: SealedFiles,
    private readonly handles: BidFileHandles,
    private readonly store: DocumentStore,
    private readonly examiner: FileExaminer,
  ) {}

  /**
   * Reads the files of a bid that were not read before, and keeps their words: at most `most` letters and digits of all of
   * them together. Answers the parts that were read, or why not.
   */
  async readBid(bid: OpenedBid, most: number): Promise<ReadPart[]> {
    const { reader } = this.transactions;
    const stored = await reader.query<ReadPart[]>(
      `SELECT x.no, x.state, x.reason, coalesce(length(x.text), 0) AS characters FROM bid_text x
       WHERE x.bid_id = $1 AND x.no > 0 ORDER BY x.no`,
      [bid.id],
    );
    const said = describeContent(bid.content);
    const parts: ReadPart[] = [{ no: 0, state: 'read', reason: null, characters: said.length }];
    const until = Date.now() + this.readingMs;
    for (const { no, state, handle } of bid.files) {
      const sealed = handle === null ? null : this.handles.uncover(bid.envelope_id, handle);
      const before = stored.find((part) => part.no === no);
      if (before) parts.push(before);
      if (before || state !== 'readable' || sealed === null) continue;
      const left = most - parts.reduce((sum, { characters }) => sum + characters, 0);
      const words = await this.readPart(no, { left, isLate: Date.now() > until }, () => this.files.readText(sealed));
      await this.keep(bid, words);
      parts.push({ no, state: words.state, reason: words.reason, characters: words.text?.length ?? 0 });
      await pause();
    }
    return limitParts(parts, most);
  }

  private async readPart(
    no: number,
    { left, isLate }: { left: number; isLate: boolean },
    read: () => Promise<FileText>,
  ): Promise<PartWords> {
    if (left <= 0) return { no, state: 'unreadable', reason: 'too_large', text: null };
    if (isLate) return { no, state: 'unreadable', reason: 'limits', text: null };
    return cutPart(toPart(no, await read()), left);
  }

  /** Where the words of the lot were deleted meanwhile, nothing is kept: the lock lets the deletion end, or keeps it waiting. */
  private async keep({ id, lot_id: lot }: OpenedBid, { no, state, reason, text }: PartWords): Promise<void> {
    await this.transactions.run(SYSTEM, async (tx) => {
      const [compared] = await tx.query<{ words_deleted_at: Date | null }>(
        `SELECT words_deleted_at FROM lot_comparison WHERE lot_id = $1 FOR SHARE`,
        [lot],
      );
      if (compared?.words_deleted_at) return;
      await tx.query(
        `INSERT INTO bid_text (bid_id, no, state, reason, text, fingerprints) VALUES ($1, $2, $3, $4, $5, '{}')
         ON CONFLICT (bid_id, no) DO NOTHING`,
        [id, no, state, reason, text],
      );
    });
  }

  /** The words of a bid, as far as they are compared. */
  async loadParts(bid: OpenedBid, parts: readonly ReadPart[]): Promise<TextPart[]> {
    const rows = await this.transactions.reader.query<TextPart[]>(
      `SELECT x.no, x.text FROM bid_text x WHERE x.bid_id = $1 AND x.no > 0 AND x.text IS NOT NULL ORDER BY x.no`,
      [bid.id],
    );
    const lengths = new Map(parts.map(({ no, characters }) => [no, characters]));
    return [{ no: 0, text: describeContent(bid.content) }, ...rows].flatMap(({ no, text }) => {
      const kept = cutText(text, lengths.get(no) ?? 0);
      return kept === '' ? [] : [{ no, text: kept }];
    });
  }

  /** All revisions of the documents, and the files that belong to the tender. */
  async readTender(reader: Reader, tender: string): Promise<GivenDocuments> {
    const revisions = await reader.query<{ document: unknown }[]>(
      `SELECT document FROM tender_revision WHERE tender_id = $1 ORDER BY revision`,
      [tender],
    );
    const documents = await reader.query<{ id: string; name: string; media_type: string; size: string }[]>(
      `SELECT d.id, d.name, d.media_type, d.size FROM document_reference r JOIN document d ON d.id = r.document_id
       WHERE r.root_type = 'tender' AND r.root_id = $1 ORDER BY d.id`,
      [tender],
    );
    const texts = revisions.flatMap(({ document }) => listStrings(document)).map((text) => normalizeWords(text));
    const prints: FilePrint[] = [];
    let isWhole = true;
    for (const { id, name, media_type: declaredType, size } of documents) {
      const file = { path: await this.store.locate(id), key: null, size: Number(size), name, declaredType };
      const words = await this.examiner.readText(file);
      if (words.state === 'read') texts.push(normalizeWords(words.text));
      if (words.state !== 'read' || words.isCut) isWhole = false;
      const examined = await this.examiner.examine(file).catch(() => null);
      if (examined) prints.push(examined.print);
    }
    return limitGivenTexts({ texts, prints, isWhole });
  }
}

/** What a bid says in words of its own, beside its files. */
export function describeContent({ statement, items, team }: BidContent): string {
  const said = [statement, ...items.map(({ name }) => name), ...team.map(({ qualification }) => qualification)];
  return normalizeWords(said.join('\n'));
}

/** The first texts, as far as they are taken out of bids; of what is beyond nobody can say that it was given. */
function limitGivenTexts({ texts, ...given }: GivenDocuments): GivenDocuments {
  let left = MOST_OF_A_TENDER;
  const kept = texts.map((text) => {
    const part = cutText(text, left);
    left -= part.length;
    return part;
  });
  const isCut = kept.some((text, i) => text !== texts[i]);
  return { ...given, texts: kept.filter((text) => text !== ''), isWhole: given.isWhole && !isCut };
}

/** A file that is longer than is read is compared by its beginning, and nobody can say what its rest holds. */
function toPart(no: number, found: FileText): PartWords {
  if (found.state === 'no_text') return { no, state: 'no_text', reason: null, text: null };
  if (found.state === 'unreadable') return { no, state: 'unreadable', reason: found.reason, text: null };
  const text = normalizeWords(found.text);
  return found.isCut
    ? { no, state: 'unreadable', reason: 'too_large', text }
    : { no, state: 'read', reason: null, text };
}

const cutPart = (part: PartWords, most: number): PartWords =>
  part.text === null || part.text.length <= most
    ? part
    : { ...part, state: 'unreadable', reason: 'too_large', text: cutText(part.text, most) };

function listStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((member) => listStrings(member));
}
