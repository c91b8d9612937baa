import type { DataSource, EntityManager } from 'typeorm';
import type { KeyRing } from '../../config/keys.js';
import { FIRST_PREV, leafBytes, lineHash, readAnchor, signAnchor, type AnchorBody, type AnchorLine } from './anchor.js';
import type { AnchorFile } from './anchor-file.js';
import { MerkleRoot } from './merkle.js';
import type { AuditAnchor } from './audit-anchor.entity.js';
import type { StoredRow } from '../../database/row-types.js';
import type { AuditEntry } from '../audit-entry.entity.js';

/** Events one anchor looks through; what is more becomes the next anchor. */
const EVENTS = 20_000;
const LOCK = `SELECT pg_advisory_xact_lock(7244100002)`;
const LINES_AT_ONCE = 1_000;

type Last = Pick<StoredRow<AuditAnchor>, 'no' | 'position' | 'line'>;
/** The last of the next events behind a position: behind a restore the positions go on a long way further. */
const NEXT_END = `
  SELECT max(position) AS position
  FROM (SELECT position FROM outbox WHERE position > $1 ORDER BY position LIMIT ${EVENTS}) next`;

type Moved = Pick<StoredRow<AuditEntry>, 'aggregate_type' | 'aggregate_id' | 'seq' | 'seal'>;

const LAST_ANCHOR = `SELECT no, position, line FROM audit_anchor ORDER BY no DESC LIMIT 1`;

/** Heads of the chains that moved in a range of positions. The order is fixed: by byte, whatever the database's locale. */
const MOVED = `
  SELECT DISTINCT ON (a.aggregate_type COLLATE "C", a.aggregate_id COLLATE "C")
         a.aggregate_type, a.aggregate_id, a.seq, a.seal
  FROM outbox o JOIN audit_entry a ON a.id = o.audit_id
  WHERE o.position > $1 AND o.position <= $2
  ORDER BY a.aggregate_type COLLATE "C", a.aggregate_id COLLATE "C", a.seq DESC`;

const INSERT_LEAVES = `
  INSERT INTO audit_anchor_leaf (aggregate_type, aggregate_id, seq, seal, anchor)
  SELECT aggregate_type, aggregate_id, seq, decode(seal, 'hex'), $2
  FROM json_to_recordset($1::json) AS g(aggregate_type text, aggregate_id text, seq int, seal text)`;

/** The database is older than the anchors that were made from it. */
class OlderDatabaseError extends Error {
  constructor(path: string, inFile: number, inDatabase: number) {
    super(
      `${path} ends with anchor ${inFile}, the database with anchor ${inDatabase}: it is an older copy. ` +
        'After a restore run `restored --reason …`; no anchor is made before.',
    );
    this.name = 'OlderDatabaseError';
  }
}

/** The file ends in what our keys did not sign. */
export class UnknownAnchorFileError extends Error {
  constructor(path: string) {
    super(`${path} does not end in an anchor of ours`);
    this.name = 'UnknownAnchorFileError';
  }
}

/** Anchors that a restored database no longer has. */
export interface LostAnchors {
  /** Number of the first and of the last one. */
  from: number;
  to: number;
  /** How far the feed had come when the last one was made. */
  position: string;
  at: string;
}

/** Anchors that the database has and the file has not: the file is older than the copy, or gone. */
export interface UnfiledAnchors {
  /** Number of the first and of the last one. */
  from: number;
  to: number;
}

/**
 * Says every minute, signed and outside the database, how the chains end. A chain whose tail was cut, or that was made
 * anew without the key, no longer ends as an anchor says. The feed's positions tell which chains moved; the heads that
 * were signed are kept, so that verification can name the chain.
 */
export class Anchors {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ring: KeyRing,
    private readonly file: AnchorFile,
  ) {}

  /** Makes as many anchors as there are rows to anchor, then brings the file up to them. Answers how many it made. */
  async run(now: () => Date = () => new Date()): Promise<number> {
    let made = 0;
    while (await this.dataSource.transaction((manager) => this.anchor(manager, now()))) made++;
    await this.dataSource.transaction((manager) => this.write(manager));
    return made;
  }

  /** What the file has and the database no longer: what was signed between the copy and the loss. */
  async findLostAnchors(): Promise<LostAnchors | null> {
    const [last] = await this.dataSource.query<Last[]>(LAST_ANCHOR);
    const known = await this.readLast();
    const no = Number(last?.no ?? 0);
    return known === null || known.no <= no
      ? null
      : { from: no + 1, to: known.no, position: known.position, at: known.at };
  }

  /**
   * What the database has and the file lacks. A file is written until the loss, so one that ends before the copy does is not the
   * newest, and says nothing of what was lost.
   */
  async findUnfiledAnchors(): Promise<UnfiledAnchors | null> {
    const [last] = await this.dataSource.query<Last[]>(LAST_ANCHOR);
    const known = (await this.readLast())?.no ?? 0;
    const no = Number(last?.no ?? 0);
    return known < no ? { from: known + 1, to: no } : null;
  }

  /** Puts the file aside, under the number that the database ends with, and begins another with what the database has. */
  async beginFileAnew(): Promise<string> {
    const [last] = await this.dataSource.query<Last[]>(LAST_ANCHOR);
    const aside = await this.file.putAside(`restored-at-${last?.no ?? 0}`);
    await this.run();
    return aside;
  }

  private async anchor(manager: EntityManager, at: Date): Promise<boolean> {
    await manager.query(LOCK);
    const [last] = await manager.query<Last[]>(LAST_ANCHOR);
    const from = BigInt(last?.position ?? 0);
    await this.refuseOlderDatabase(Number(last?.no ?? 0));
    const [next] = await manager.query<{ position: string | null }[]>(NEXT_END, [from.toString()]);
    if (next === undefined || next.position === null) return false;
    const to = BigInt(next.position);
    const moved = await manager.query<Moved[]>(MOVED, [from.toString(), to.toString()]);
    if (moved.length === 0) return false;
    const tree = new MerkleRoot();
    for (const head of moved) tree.add(leafBytes(head.aggregate_type, head.aggregate_id, head.seq, head.seal));
    const body: AnchorBody = {
      v: 1,
      no: Number(last?.no ?? 0) + 1,
      at: at.toISOString(),
      position: to.toString(),
      leaves: moved.length,
      root: tree.root().toString('hex'),
      prev: last ? lineHash(last.line) : FIRST_PREV,
      key: this.ring[0].id,
    };
    const line = signAnchor(body, this.ring[0]);
    await manager.query(`INSERT INTO audit_anchor (no, at, position, leaves, line) VALUES ($1, $2, $3, $4, $5)`, [
      body.no,
      at,
      body.position,
      body.leaves,
      line,
    ]);
    const leaves = moved.map((head) => ({ ...head, seal: head.seal.toString('hex') }));
    await manager.query(INSERT_LEAVES, [JSON.stringify(leaves), body.no]);
    return true;
  }

  /** The file is written after the table: where it has more, the table is that of an older copy. */
  private async refuseOlderDatabase(no: number): Promise<void> {
    const last = await this.readLast();
    if (last !== null && last.no > no) throw new OlderDatabaseError(this.file.path, last.no, no);
  }

  /** The last anchor of the file; null in an empty one. */
  private async readLast(): Promise<AnchorLine | null> {
    const line = await this.file.last();
    const last = line === null ? null : readAnchor(line, this.ring);
    if (line !== null && last === null) throw new UnknownAnchorFileError(this.file.path);
    return last;
  }

  /** Appends what the file lacks: the new anchors, those of a crash between table and file, those of another host. */
  private async write(manager: EntityManager): Promise<void> {
    await manager.query(LOCK);
    const last = await this.readLast();
    for (let after = last?.no ?? 0; ;) {
      const rows = await manager.query<{ no: string; line: string }[]>(
        `SELECT no, line FROM audit_anchor WHERE no > $1 ORDER BY no LIMIT ${LINES_AT_ONCE}`,
        [after],
      );
      const forged = rows.find((row) => readAnchor(row.line, this.ring) === null);
      if (forged) throw new Error(`Anchor ${forged.no} of the database was not signed by us; the file stays as it is`);
      if (rows.length > 0) await this.file.append(rows.map((row) => row.line));
      if (rows.length < LINES_AT_ONCE) return;
      after = Number(rows.at(-1)?.no);
    }
  }
}
