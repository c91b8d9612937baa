import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../config/keys.js';
import { runPreparedStatement } from '../database/prepared.js';
import { PoolReader, type Reader } from '../database/reader.js';
import { GENESIS, parseRecord, sealHolds, type AuditRecord, type Head } from './audit-chain.js';
import type { HeadCache } from './head-cache.js';
import { BROKEN, type RowChange, type RowKind, type RowMap } from './row-kinds.js';

/** Purpose of the keys that MACs of rows are made under, derived from the identity keys. */
export const ROW_PURPOSE = 'acting row';

/** A row as the database has it. */
export interface StoredContent {
  id: string;
  content: string;
}

interface NewestRow {
  seq: number;
  seal: Buffer;
  key_id: string;
  canonical: Buffer;
}

/** Aggregates whose highest number is remembered. */
const REMEMBERED = 100_000;

const NEWEST = `
  SELECT seq, seal, key_id, canonical FROM audit_entry WHERE aggregate_type = $1 AND aggregate_id = $2
  ORDER BY seq DESC LIMIT 1`;

/**
 * Which rows count, as the newest sealed entry of their aggregate says. An entry that was checked is known by its number and
 * seal. An entry older than one that this process has seen committed says nothing: the newer one was taken away.
 */
export class BoundRows {
  private readonly seen = new Map<string, number>();

  /** `heads` holds entries that this process sealed or checked itself. */
  constructor(
    private readonly auditRing: KeyRing,
    private readonly rowRing: KeyRing,
    private readonly heads: HeadCache,
  ) {}

  /**
   * The rows that count of an aggregate whose newest entry the caller has just read, by `newestEntrySql`; null where that
   * entry is none of ours, or not the newest.
   */
  async open(reader: Reader, aggregate: string, id: string, newest: Head | null): Promise<RowMap | null> {
    const known = this.heads.get(aggregate, id);
    const isKnown = known !== undefined && newest !== null && known.seq === newest.seq && known.seal === newest.seal;
    if (!isKnown || newest.seq < this.highest(aggregate, id))
      return (await this.load(reader, aggregate, id)).rows ?? null;
    this.remember(reader, aggregate, id, newest.seq);
    return known.rows ?? null;
  }

  /** The newest entry as it stands; where it is none of ours, or not the newest, it says that alone of rows. */
  async load(reader: Reader, aggregate: string, id: string): Promise<Head> {
    // Before the statement is sent: whatever was committed by then, it sees.
    const highest = this.highest(aggregate, id);
    const { head, record } = await this.read(reader, aggregate, id);
    if (head.seq > 0 && (record === null || head.seq < highest))
      return { ...head, rows: { [BROKEN]: { [head.seq]: '' } } };
    if (record === null) return head;
    if (record.rows) head.rows = record.rows;
    this.heads.set(aggregate, id, head);
    this.remember(reader, aggregate, id, head.seq);
    return head;
  }

  /** Whether the newest entry is ours and was sealed before entries held rows. */
  async isEarlier(reader: Reader, aggregate: string, id: string): Promise<boolean> {
    const { record } = await this.read(reader, aggregate, id);
    return record !== null && record.rows === undefined;
  }

  /** The newest entry; its record is null where the entry is none of ours. */
  private async read(
    reader: Reader,
    aggregate: string,
    id: string,
  ): Promise<{ head: Head; record: AuditRecord | null }> {
    const [row] = await runPreparedStatement<NewestRow>(reader, NEWEST, [aggregate, id]);
    if (!row) return { head: GENESIS, record: null };
    const head: Head = { seq: row.seq, seal: row.seal.toString('hex') };
    const record = sealHolds(row.canonical, row.seal, row.key_id, this.auditRing) ? parseRecord(row.canonical) : null;
    const isOurs = record !== null && record.aggregate === aggregate && record.id === id && record.seq === row.seq;
    return { head, record: isOurs ? record : null };
  }

  /** Whether a row is what it was when it was bound. */
  holds(rows: RowMap | null, kind: RowKind, row: StoredContent): boolean {
    const expected = rows?.[kind.name]?.[row.id];
    if (expected === undefined) return false;
    const given = Buffer.from(expected, 'base64url');
    return this.rowRing.some((_, i) => {
      const mac = this.compute(kind, row, i);
      return mac.length === given.length && timingSafeEqual(mac, given);
    });
  }

  /** MACs of rows as they stand in the transaction that has written them. */
  async describe(reader: Reader, kind: RowKind, ids: readonly string[]): Promise<RowChange[]> {
    const stored = await runPreparedStatement<StoredContent>(
      reader,
      `SELECT ${kind.id('t')} AS id, ${kind.content('t')} AS content FROM ${kind.table} t WHERE ${kind.match} AND ${kind.acts}`,
      [ids],
    );
    const macs = new Map(stored.map((row) => [row.id, this.compute(kind, row, 0).toString('base64url')]));
    return ids.map((id) => ({ kind: kind.name, id, mac: macs.get(id) ?? null }));
  }

  private compute(kind: RowKind, { id, content }: StoredContent, key: number): Buffer {
    const text = JSON.stringify([kind.aggregate, kind.name, id, content]);
    return createHmac('sha256', (this.rowRing[key] as KeyRing[0]).bytes)
      .update(text)
      .digest();
  }

  private highest(aggregate: string, id: string): number {
    return this.seen.get(`${aggregate} ${id}`) ?? 0;
  }

  /** Inside a transaction an entry may never be committed, so only what the pool reads is remembered. */
  private remember(reader: Reader, aggregate: string, id: string, seq: number): void {
    if (!(reader instanceof PoolReader)) return;
    const name = `${aggregate} ${id}`;
    const highest = Math.max(seq, this.seen.get(name) ?? 0);
    this.seen.delete(name);
    this.seen.set(name, highest);
    const [oldest] = this.seen.keys();
    if (this.seen.size > REMEMBERED && oldest !== undefined) this.seen.delete(oldest);
  }
}
