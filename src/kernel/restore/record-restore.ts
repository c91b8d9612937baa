import { SYSTEM } from '../access/principal.js';
import type { Anchors, ComparedFile, LostAnchors, UnfiledAnchors } from '../audit/anchors/anchors.js';
import type { Transactions, Tx } from '../database/transactions.js';
import { isDocumentId, type DocumentStore } from '../documents/document-store.js';
import { LAST_POSITION, PLACE, TRY_LOCK_HERE } from '../outbox/relay-statements.js';

/** What is known after a restore, for the operator and for the log of the incident. */
export interface RestoreRecord {
  /** The last position of the feed that the restored database has; what readers saw behind it is lost. */
  after: number;
  /** Position at which the feed goes on, with the event `feed.restarted`. */
  start: number;
  /** Anchors of a life that was lost, after the copy or beside it: null where the database has all that the file has. */
  lostAnchors: LostAnchors | null;
  /** Where the anchor file was put that names them. */
  anchorFileKept: string | null;
  /**
   * Anchors of the database that the file lacked, and that were written into it: it was not the newest, or was gone, so that
   * nothing is known of what was lost. Null where it had them all.
   */
  unfiledAnchors: UnfiledAnchors | null;
  /**
   * Files that the database names and the documents folder lacks or has cut short: how many, and the first of them. One in which
   * an antivirus found something has no content.
   */
  missingDocuments: { count: number; first: string[] };
  /**
   * Files in the places of documents that no row of the database names, by their paths in the documents folder: what was uploaded
   * after the copy, or erased before it. Nothing else deletes them.
   */
  leftoverFiles: { count: number; names: string[] };
}

/** The feed still has a relay, so a worker still runs on this database. One that serves alone is not seen. */
export class FeedInUseError extends Error {
  constructor() {
    super('A worker still runs on this database. Stop every process, then run `restored` again.');
    this.name = 'FeedInUseError';
  }
}

/** Positions are left free by so many: more than a feed grows between two copies. */
const SPAN = 1_000_000_000n;
const EVENTS_AT_ONCE = 10_000;
const DOCUMENTS_AT_ONCE = 1_000;
const DOCUMENTS_NAMED = 20;

/**
 * Says that the database is now an older copy of itself: in the audit, in the feed and in the anchors. Readers of the feed
 * whose position was lost are told so instead of missing what now comes; anchors go on from what the database has, and
 * the file with those that it lost is kept beside it.
 */
export class RestoreRecorder {
  constructor(
    private readonly transactions: Transactions,
    private readonly anchors: Anchors,
    private readonly documents: DocumentStore,
  ) {}

  /** @throws FeedInUseError while a process relays events */
  async record(reason: string): Promise<RestoreRecord> {
    const file = await this.anchors.compareFile();
    const { lostAnchors, unfiledAnchors } = file;
    const { after, start } = await this.transactions.run(SYSTEM, (tx) => breakFeed(tx, reason, file));
    let anchorFileKept: string | null = null;
    if (lostAnchors === null) await this.anchors.run();
    else anchorFileKept = await this.anchors.beginFileAnew();
    const missingDocuments = await this.listMissingDocuments();
    const leftoverFiles = await this.listLeftoverFiles();
    return { after, start, lostAnchors, anchorFileKept, unfiledAnchors, missingDocuments, leftoverFiles };
  }

  private async listLeftoverFiles(): Promise<RestoreRecord['leftoverFiles']> {
    const names: string[] = [];
    for await (const files of this.documents.listPlacedFiles()) {
      const ids = files.map((file) => file.slice(3)).filter(isDocumentId);
      const rows = await this.transactions.reader.query<{ file: string }[]>(
        `SELECT left(id::text, 2) || '/' || id AS file FROM document WHERE id = ANY ($1::uuid[])`,
        [ids],
      );
      const named = new Set(rows.map(({ file }) => file));
      names.push(...files.filter((file) => !named.has(file)));
    }
    return { count: names.length, names };
  }

  private async listMissingDocuments(): Promise<RestoreRecord['missingDocuments']> {
    const missing = { count: 0, first: [] as string[] };
    for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
      const rows = await this.transactions.reader.query<{ id: string; size: string }[]>(
        `SELECT id, size FROM document WHERE id > $1 AND malware_check <> 'found' ORDER BY id LIMIT ${DOCUMENTS_AT_ONCE}`,
        [last],
      );
      const gone = await this.documents.listMissing(rows);
      missing.count += gone.length;
      missing.first.push(...gone.slice(0, DOCUMENTS_NAMED - missing.first.length));
      const end = rows.at(-1)?.id;
      if (end === undefined || rows.length < DOCUMENTS_AT_ONCE) return missing;
      last = end;
    }
  }
}

/**
 * Leaves free the positions that were lost, says so as the next event, and lets what waits for a position follow it: in the life
 * that was lost another event may have had the next one.
 */
async function breakFeed(
  tx: Tx,
  reason: string,
  { lostAnchors, position }: ComparedFile,
): Promise<{ after: number; start: number }> {
  const [lock] = await tx.query<{ held: boolean }>(TRY_LOCK_HERE);
  if (lock?.held !== true) throw new FeedInUseError();
  const [last] = await tx.query<{ position: string }>(LAST_POSITION);
  const after = BigInt(last?.position ?? 0);
  // The life that was lost may have begun behind positions of its own: another copy may have been restored before.
  const reached = BigInt(position);
  const start = ((reached > after ? reached : after) / SPAN + 2n) * SPAN;
  const change = {
    aggregate: 'feed',
    id: 'feed',
    action: 'restarted',
    data: { after: Number(after), start: Number(start), lostAnchors },
    reason,
    public: true,
  };
  const { event } = await tx.record(change);
  await tx.query(`UPDATE outbox SET position = $2 WHERE id = $1`, [event, start.toString()]);
  await tx.query(`INSERT INTO feed_epoch (after, start) VALUES ($1, $2)`, [after.toString(), start.toString()]);
  for (let placed = EVENTS_AT_ONCE; placed === EVENTS_AT_ONCE;)
    placed = (await tx.query<{ placed: number }>(PLACE, [EVENTS_AT_ONCE]))[0]?.placed ?? 0;
  return { after: Number(after), start: Number(start) };
}
