import type { KeyRing } from '../../config/keys.js';
import { FIRST_PREV, isKeyKnown, leafBytes, lineHash, readAnchor, type AnchorLine } from './anchor.js';
import { MerkleRoot } from './merkle.js';
import type { Findings } from '../verification/verification-types.js';
import type { StoredRow } from '../../database/row-types.js';
import type { AuditAnchor } from './audit-anchor.entity.js';
import type { AuditAnchorLeaf } from './audit-anchor-leaf.entity.js';

export type AnchorRow = Pick<StoredRow<AuditAnchor>, 'no' | 'position' | 'leaves' | 'line'>;
/** Those after a number. */
export const ANCHOR_ROWS = `SELECT no, position, leaves, line FROM audit_anchor WHERE no > $1 ORDER BY no`;

export type LeafRow = StoredRow<AuditAnchorLeaf>;
/** Those of anchors after a number; without one all, also of numbers that no anchor has. */
export const LEAF_ROWS = `
  SELECT aggregate_type, aggregate_id, seq, seal, anchor FROM audit_anchor_leaf WHERE $1::bigint IS NULL OR anchor > $1
  ORDER BY anchor, aggregate_type COLLATE "C", aggregate_id COLLATE "C"`;

/** The anchors of given numbers, and their heads, whichever anchor it is. */
export const RESTED_ANCHOR_ROWS = `SELECT no, position, leaves, line FROM audit_anchor WHERE no = ANY ($1::bigint[]) ORDER BY no`;
export const RESTED_LEAF_ROWS = `
  SELECT aggregate_type, aggregate_id, seq, seal, anchor FROM audit_anchor_leaf WHERE anchor = ANY ($1::bigint[])
  ORDER BY anchor, aggregate_type COLLATE "C", aggregate_id COLLATE "C"`;

export interface CheckedAnchors {
  inDatabase: number;
  inFile: number;
  last: AnchorLine | null;
  /** The last of the file, and the hash of its line. */
  lastOfFile: { anchor: AnchorLine; line: string } | null;
}

/** The anchor that the first one follows: its number, and the hash of its line. */
export interface AnchorBefore {
  no: number;
  line: string;
}
export const NO_ANCHOR: AnchorBefore = { no: 0, line: FIRST_PREV };

/** Follows one sequence of anchor lines: each signed, numbered on, and naming the line before. */
class Sequence {
  count: number;
  last: AnchorLine | null = null;
  private before: string;

  constructor(
    private readonly ring: KeyRing,
    private readonly findings: Findings,
    { no, line }: AnchorBefore,
  ) {
    this.count = no;
    this.before = line;
  }

  /** Hash of the last line. */
  get lastLine(): string {
    return this.before;
  }

  add(line: string): AnchorLine | null {
    const anchor = readAnchor(line, this.ring);
    this.count++;
    if (!anchor)
      this.findings.add(isKeyKnown(line, this.ring) ? 'anchor_forged' : 'key_unknown', { anchor: this.count });
    else if (anchor.no !== this.count || anchor.prev !== this.before)
      this.findings.add('anchor_forged', { anchor: this.count });
    this.before = lineHash(line);
    if (anchor) this.last = anchor;
    return anchor;
  }
}

/** An anchor is appended to the file as soon as it is in the database; this old, it should have got there. */
const FILE_LAG_MS = 5 * 60_000;

/** Compares the anchors of the database with those of the file, line by line. The file is the one that is believed. */
export async function checkAnchors(
  rows: AsyncIterable<AnchorRow>,
  fileLines: AsyncIterable<string>,
  ring: KeyRing,
  findings: Findings,
  before: AnchorBefore,
): Promise<CheckedAnchors> {
  const inDatabase = new Sequence(ring, findings, before);
  const inFile = new Sequence(ring, findings, before);
  const lines = fileLines[Symbol.asyncIterator]();
  const late = new Date(Date.now() - FILE_LAG_MS).toISOString();
  for await (const row of rows) {
    const anchor = inDatabase.add(row.line);
    const sameColumns =
      anchor?.no === Number(row.no) && anchor.position === row.position && anchor.leaves === row.leaves;
    const line = await lines.next();
    if (!line.done) inFile.add(line.value);
    else if (anchor && anchor.at < late) findings.add('anchor_not_in_file', { anchor: anchor.no });
    if ((anchor && !sameColumns) || (!line.done && line.value !== row.line))
      findings.add('anchor_altered', { anchor: Number(row.no) });
  }
  for (let line = await lines.next(); !line.done; line = await lines.next())
    if (inFile.add(line.value)) findings.add('anchor_missing', { anchor: inFile.count });
  return {
    inDatabase: inDatabase.count,
    inFile: inFile.count,
    last: inFile.last ?? inDatabase.last,
    lastOfFile: inFile.last && { anchor: inFile.last, line: inFile.lastLine },
  };
}

/** Anchors as they come; those that are not read with the line before them must be signed, each under its own number. */
export async function* checkSignatures(
  rows: AsyncIterable<AnchorRow>,
  ring: KeyRing,
  findings: Findings,
): AsyncGenerator<AnchorRow> {
  for await (const row of rows) {
    const no = Number(row.no);
    if (readAnchor(row.line, ring)?.no !== no)
      findings.add(isKeyKnown(row.line, ring) ? 'anchor_forged' : 'key_unknown', { anchor: no });
    yield row;
  }
}

/** Whether the heads kept for each anchor make the root it signed, and none is kept for another. Both come in the order of anchors. */
export async function checkLeaves(
  leaves: AsyncIterable<LeafRow>,
  rows: AsyncIterable<AnchorRow>,
  ring: KeyRing,
  findings: Findings,
): Promise<void> {
  const iterator = leaves[Symbol.asyncIterator]();
  let leaf = await iterator.next();
  for await (const row of rows) {
    const no = Number(row.no);
    const tree = new MerkleRoot();
    for (; !leaf.done && Number(leaf.value.anchor) <= no; leaf = await iterator.next()) {
      const { aggregate_type, aggregate_id, seq, seal } = leaf.value;
      tree.add(leafBytes(aggregate_type, aggregate_id, seq, seal));
    }
    const anchor = readAnchor(row.line, ring);
    if (anchor && tree.root().toString('hex') !== anchor.root) findings.add('anchor_leaves_altered', { anchor: no });
  }
  if (!leaf.done) findings.add('anchor_leaves_altered', { anchor: Number(leaf.value.anchor) });
}
