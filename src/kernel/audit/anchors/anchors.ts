import type { DataSource, EntityManager } from 'typeorm';
import type { KeyRing } from '../../config/keys.js';
import type { Reader } from '../../database/reader.js';
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

/** The file has an anchor that the database lacks or has otherwise: the database is another copy than the one that wrote it. */
class OtherDatabaseError extends Error {
  constructor(path: string, inFile: number, inDatabase: number) {
    const difference =
      inFile > inDatabase
        ? `the database with anchor ${inDatabase}: it is an older copy`
        : 'of which the database has another: it is a copy from another life';
    super(
      `${path} ends with anchor ${inFile}, ${difference}. After a restore run \`restored --reason …\`; where that was done ` +
        'with the file of another host, put this one aside. No anchor is made before.',
    );
    this.name = 'OtherDatabaseError';
  }
}

/** The file ends in what our keys did not sign. */
export class UnknownAnchorFileError extends Error {
  constructor(path: string) {
    super(`${path} does not end in an anchor of ours`);
    this.name = 'UnknownAnchorFileError';
  }
}

/** Anchors of the file that a restored database lacks, or has otherwise. */
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

/** The file held against the database. */
export interface ComparedFile {
  /** What was signed in a life that the database does not go on from; null where it has every anchor of the file. */
  lostAnchors: LostAnchors | null;
  /**
   * What the file lacks. A file is written until the loss, so one that ends before the copy does is not the newest, and says
   * nothing of what was lost.
   */
  unfiledAnchors: UnfiledAnchors | null;
  /** The feed position of its last anchor; 0 in an empty one. */
  position: string;
}

/** The last anchor of the file. */
interface FileEnd {
  anchor: AnchorLine;
  line: string;
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

  /** What became of the database since the file was written last. */
  async compareFile(): Promise<ComparedFile> {
    const end = await this.readEnd();
    const [last] = await this.dataSource.query<Last[]>(LAST_ANCHOR);
    const no = Number(last?.no ?? 0);
    const position = end?.anchor.position ?? '0';
    if (end !== null && !(await hasAnchor(this.dataSource, end.anchor.no, end.line))) {
      const { no: to, at } = end.anchor;
      return {
        lostAnchors: { from: await this.findLostStart(to), to, position, at },
        unfiledAnchors: null,
        position,
      };
    }
    const known = end?.anchor.no ?? 0;
    return { lostAnchors: null, unfiledAnchors: known < no ? { from: known + 1, to: no } : null, position };
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
    await this.assertOwnDatabase(manager);
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

  /**
   * The file is written after the table, so the table has every anchor of it, unless the database is another copy. Each anchor names
   * the line before it: where the last one is the same, all are.
   */
  private async assertOwnDatabase(manager: EntityManager): Promise<FileEnd | null> {
    const end = await this.readEnd();
    if (end === null || (await hasAnchor(manager, end.anchor.no, end.line))) return end;
    const [last] = await manager.query<Last[]>(LAST_ANCHOR);
    throw new OtherDatabaseError(this.file.path, end.anchor.no, Number(last?.no ?? 0));
  }

  /** Number of the first anchor of the file that the database lacks or has otherwise, found by halving; the last is one. */
  private async findLostStart(last: number): Promise<number> {
    let [from, to] = [1, last];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const line = await this.findLine(middle);
      if (line !== null && (await hasAnchor(this.dataSource, middle, line))) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  private async findLine(no: number): Promise<string | null> {
    for await (const line of await this.file.findNext(no)) {
      const found = readAnchor(line, this.ring)?.no ?? 0;
      if (found >= no) return found === no ? line : null;
    }
    return null;
  }

  /** Null in an empty file. */
  private async readEnd(): Promise<FileEnd | null> {
    const line = await this.file.last();
    if (line === null) return null;
    const anchor = readAnchor(line, this.ring);
    if (anchor === null) throw new UnknownAnchorFileError(this.file.path);
    return { anchor, line };
  }

  /** Appends what the file lacks: the new anchors, those of a crash between table and file, those of another host. */
  private async write(manager: EntityManager): Promise<void> {
    await manager.query(LOCK);
    const end = await this.assertOwnDatabase(manager);
    let before = end === null ? FIRST_PREV : lineHash(end.line);
    for (let after = end?.anchor.no ?? 0; ;) {
      const rows = await manager.query<{ no: string; line: string }[]>(
        `SELECT no, line FROM audit_anchor WHERE no > $1 ORDER BY no LIMIT ${LINES_AT_ONCE}`,
        [after],
      );
      for (const { no, line } of rows) {
        const anchor = readAnchor(line, this.ring);
        if (anchor === null)
          throw new Error(`Anchor ${no} of the database was not signed by us; the file stays as it is`);
        if (anchor.prev !== before)
          throw new Error(`Anchor ${no} of the database does not follow the one before it; the file stays as it is`);
        before = lineHash(line);
      }
      if (rows.length > 0) await this.file.append(rows.map((row) => row.line));
      if (rows.length < LINES_AT_ONCE) return;
      after = Number(rows.at(-1)?.no);
    }
  }
}

/** Whether the database has an anchor of that number with this very line. */
async function hasAnchor(reader: Reader, no: number, line: string): Promise<boolean> {
  const [row] = await reader.query<Pick<Last, 'line'>[]>(`SELECT line FROM audit_anchor WHERE no = $1`, [no]);
  return row?.line === line;
}
