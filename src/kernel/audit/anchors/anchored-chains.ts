import type { KeyRing } from '../../config/keys.js';
import { forPurpose } from '../../config/keys.js';
import type { Reader } from '../../database/reader.js';
import type { StoredRow } from '../../database/row-types.js';
import { CHAIN_PURPOSE, parseRecord, type AuditRecord } from '../audit-chain.js';
import { ChainCheck, ONE_CHAIN_ROWS, type ChainRow } from '../verification/chain-check.js';
import { Findings, type Finding } from '../verification/verification-types.js';
import { ANCHOR_PURPOSE, leafBytes, lineHash, readAnchor, type AnchorLine } from './anchor.js';
import type { AnchorFile } from './anchor-file.js';
import type { AuditAnchorLeaf } from './audit-anchor-leaf.entity.js';
import { MerkleRoot } from './merkle.js';

type Leaf = Pick<StoredRow<AuditAnchorLeaf>, 'aggregate_type' | 'aggregate_id' | 'seq' | 'seal' | 'anchor'>;

const LEAVES = `
  SELECT aggregate_type, aggregate_id, seq, seal, anchor FROM audit_anchor_leaf WHERE anchor >= $1 AND anchor <= $2
  ORDER BY anchor, aggregate_type COLLATE "C", aggregate_id COLLATE "C"`;

/** Lines whose heads are read by one statement. */
const LINES_AT_ONCE = 50;

/** One chain as it lies in the database, and what is wrong with it. */
interface CheckedChain {
  /** Its rows from the first on, as far as they can be read. */
  records: AuditRecord[];
  /** Number of the last row that an anchor of the file covers; 0 where none does. */
  anchoredSeq: number;
  findings: readonly Finding[];
}

/**
 * Checks one chain against the anchors outside the database: its seals and links, and that the heads kept for every anchor of
 * the file since an instant make the root that was signed, so that none of them is missing. A chain that was put back to an
 * earlier end shows by the head that a later anchor keeps, or by that head's absence.
 */
export class AnchoredChains {
  private readonly chainRing: KeyRing;
  private readonly anchorRing: KeyRing;

  constructor(
    auditKeys: KeyRing,
    private readonly file: AnchorFile,
  ) {
    this.chainRing = forPurpose(auditKeys, CHAIN_PURPOSE);
    this.anchorRing = forPurpose(auditKeys, ANCHOR_PURPOSE);
  }

  async readChain(reader: Reader, aggregate: string, id: string): Promise<CheckedChain> {
    const findings = new Findings();
    const check = new ChainCheck(this.chainRing, findings);
    const records: AuditRecord[] = [];
    let anchoredSeq = 0;
    for (const row of await reader.query<ChainRow[]>(ONE_CHAIN_ROWS, [aggregate, id])) {
      check.add(row);
      const record = row.entry === null ? null : parseRecord(row.canonical);
      if (record) records.push(record);
      if (row.anchored_seal !== null) anchoredSeq = row.seq;
    }
    check.end();
    return { records, anchoredSeq, findings: findings.kept };
  }

  /**
   * The anchors of the file since `at` (RFC 3339 in UTC; null: all of them).
   * @returns what is wrong with them, and how many there are
   */
  async checkLaterAnchors(
    reader: Reader,
    at: string | null,
  ): Promise<{ anchors: number; findings: readonly Finding[] }> {
    const findings = new Findings();
    let anchors = 0;
    let before: { no: number; hash: string } | null = null;
    let open: AnchorLine[] = [];
    for await (const line of await this.file.findLater(at)) {
      const anchor = readAnchor(line, this.anchorRing);
      if (anchor === null || (before !== null && (anchor.no !== before.no + 1 || anchor.prev !== before.hash))) {
        findings.add('anchor_forged', { anchor: anchor?.no ?? (before?.no ?? 0) + 1 });
        break;
      }
      before = { no: anchor.no, hash: lineHash(line) };
      anchors++;
      open.push(anchor);
      if (open.length < LINES_AT_ONCE) continue;
      await checkRoots(reader, open, findings);
      open = [];
    }
    await checkRoots(reader, open, findings);
    return { anchors, findings: findings.kept };
  }
}

/** Anchors that follow each other, oldest first. */
async function checkRoots(reader: Reader, anchors: readonly AnchorLine[], findings: Findings): Promise<void> {
  const [first, last] = [anchors[0], anchors.at(-1)];
  if (!first || !last) return;
  const trees = new Map(anchors.map(({ no }) => [no, new MerkleRoot()]));
  for (const { anchor, aggregate_type, aggregate_id, seq, seal } of await reader.query<Leaf[]>(LEAVES, [
    first.no,
    last.no,
  ]))
    trees.get(Number(anchor))?.add(leafBytes(aggregate_type, aggregate_id, seq, seal));
  for (const { no, root } of anchors)
    if (trees.get(no)?.root().toString('hex') !== root) findings.add('anchor_leaves_altered', { anchor: no });
}
