import type { KeyRing } from '../../config/keys.js';
import { GENESIS, parseRecord, sealHolds, type AuditRecord } from '../audit-chain.js';
import type { Findings, RowName } from './verification-types.js';
import type { StoredRow } from '../../database/row-types.js';
import type { AuditEntry } from '../audit-entry.entity.js';

/** A row of the audit, of the anchored heads, or both, as the statement below gives them. */
export interface ChainRow extends Omit<StoredRow<AuditEntry>, 'id' | 'at' | 'actor_kind'> {
  /** Null where only an anchor knows the row. */
  entry: string | null;
  at: string;
  actor_kind: string;
  anchor: string | null;
  anchored_seal: Buffer | null;
  /** Number of the row from which its chain is read: what is before it was verified earlier. Left out: from the first on. */
  since?: number;
  /** Seal of the row before that one, where it stands among the moved ones. */
  before?: Buffer | null;
}

export const CHAIN_ROWS = `
  SELECT aggregate_type, aggregate_id, seq, a.id AS entry,
         to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at,
         a.action, a.actor_kind, a.actor_id, a.tenants, a.region, a.dataset, a.public,
         a.key_id, a.canonical, a.prev, a.seal, a.request_id, l.anchor, l.seal AS anchored_seal
  FROM audit_entry a FULL JOIN audit_anchor_leaf l USING (aggregate_type, aggregate_id, seq)
  ORDER BY aggregate_type, aggregate_id, seq`;

/** Chains that moved since a place: `$1` its position, `$2` the number of its anchor, `$3` the greatest id of a row at that time. */
const LATER_CHAINS = `
  SELECT a.aggregate_type, a.aggregate_id FROM outbox o JOIN audit_entry a ON a.id = o.audit_id
  WHERE o.position > $1 OR o.position IS NULL
  UNION SELECT aggregate_type, aggregate_id FROM audit_entry WHERE id > $3
  UNION SELECT aggregate_type, aggregate_id FROM audit_anchor_leaf WHERE anchor > $2`;

/** Numbers of the anchors on whose heads the statement below rests. */
export const LATER_CHAIN_ANCHORS = `
  SELECT DISTINCT l.anchor FROM (${LATER_CHAINS}) m CROSS JOIN LATERAL (
    SELECT anchor FROM audit_anchor_leaf
    WHERE aggregate_type = m.aggregate_type AND aggregate_id = m.aggregate_id AND anchor <= $2 ORDER BY seq DESC LIMIT 1
  ) l`;

/** The same of the chains that moved since a place, each from the last row on that an anchor up to there covers. */
export const LATER_CHAIN_ROWS = `
  WITH begun AS MATERIALIZED (
    SELECT m.aggregate_type, m.aggregate_id,
      coalesce((SELECT max(l.seq) FROM audit_anchor_leaf l
                WHERE l.aggregate_type = m.aggregate_type AND l.aggregate_id = m.aggregate_id AND l.anchor <= $2), 1) AS since
    FROM (${LATER_CHAINS}) m
  )
  SELECT b.aggregate_type, b.aggregate_id, r.seq, r.entry, r.at, r.action, r.actor_kind, r.actor_id, r.tenants, r.region,
         r.dataset, r.public, r.key_id, r.canonical, r.prev, r.seal, r.request_id, r.anchor, r.anchored_seal, b.since
  FROM begun b CROSS JOIN LATERAL (
    SELECT seq, a.id AS entry, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at,
           a.action, a.actor_kind, a.actor_id, a.tenants, a.region, a.dataset, a.public,
           a.key_id, a.canonical, a.prev, a.seal, a.request_id, l.anchor, l.seal AS anchored_seal
    FROM (SELECT * FROM audit_entry WHERE aggregate_type = b.aggregate_type AND aggregate_id = b.aggregate_id AND seq >= b.since) a
      FULL JOIN (SELECT * FROM audit_anchor_leaf
                 WHERE aggregate_type = b.aggregate_type AND aggregate_id = b.aggregate_id AND seq >= b.since) l USING (seq)
  ) r
  ORDER BY b.aggregate_type, b.aggregate_id, r.seq`;

/**
 * The same of the rows that were not moved: each chain from the first row on that follows the moved ones; `$1` the number of the
 * anchor up to which they were. A head that a later anchor names is never among them, whatever number stands there.
 */
export const UNMOVED_CHAIN_ROWS = `
  SELECT c.aggregate_type, c.aggregate_id, c.seq, c.entry, c.at, c.action, c.actor_kind, c.actor_id, c.tenants, c.region,
         c.dataset, c.public, c.key_id, c.canonical, c.prev, c.seal, c.request_id, c.anchor, c.anchored_seal,
         coalesce(m.seq, 0) + 1 AS since, m.seal AS before
  FROM (
    SELECT aggregate_type, aggregate_id, seq, a.id AS entry, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at,
           a.action, a.actor_kind, a.actor_id, a.tenants, a.region, a.dataset, a.public,
           a.key_id, a.canonical, a.prev, a.seal, a.request_id, l.anchor, l.seal AS anchored_seal
    FROM ONLY audit_entry a FULL JOIN ONLY audit_anchor_leaf l USING (aggregate_type, aggregate_id, seq)
  ) c LEFT JOIN LATERAL (
    SELECT e.seq, e.seal FROM audit_entry_moved e
    WHERE e.aggregate_type = c.aggregate_type AND e.aggregate_id = c.aggregate_id ORDER BY e.seq DESC LIMIT 1
  ) m ON true
  WHERE c.entry IS NOT NULL OR c.anchor > $1 OR c.seq > coalesce(m.seq, 0)
  ORDER BY c.aggregate_type, c.aggregate_id, c.seq`;

/** The same of one chain. */
export const ONE_CHAIN_ROWS = `
  SELECT aggregate_type, aggregate_id, seq, a.id AS entry,
         to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at,
         a.action, a.actor_kind, a.actor_id, a.tenants, a.region, a.dataset, a.public,
         a.key_id, a.canonical, a.prev, a.seal, a.request_id, l.anchor, l.seal AS anchored_seal
  FROM (SELECT * FROM audit_entry WHERE aggregate_type = $1 AND aggregate_id = $2) a
    FULL JOIN (SELECT * FROM audit_anchor_leaf WHERE aggregate_type = $1 AND aggregate_id = $2) l
    USING (aggregate_type, aggregate_id, seq)
  ORDER BY seq`;

const NAMED = 20;

/** Follows chain after chain, row by row, in constant memory. */
export class ChainCheck {
  rows = 0;
  chains = 0;
  notYetAnchored = { rows: 0, first: [] as RowName[] };

  private chain: { aggregate: string; id: string } | undefined;
  private next = 1;
  /** Seal of the row before; null where that row is not there. */
  private before: string | null = GENESIS.seal;
  /** A row whose seal does not hold and which nobody has vouched for yet. */
  private doubtful: (RowName & { seal: string }) | undefined;
  /** Last row that only an anchor knows. */
  private cutAt: { seq: number; anchor: number } | undefined;
  private sinceAnchor: RowName[] = [];
  private sinceAnchorCount = 0;

  constructor(
    private readonly ring: KeyRing,
    private readonly findings: Findings,
  ) {}

  add(row: ChainRow): void {
    if (row.aggregate_type !== this.chain?.aggregate || row.aggregate_id !== this.chain.id) this.begin(row);
    if (row.entry === null) this.cutAt = { seq: row.seq, anchor: Number(row.anchor) };
    else this.present(row, { entry: row.entry, aggregate: row.aggregate_type, id: row.aggregate_id, seq: row.seq });
  }

  /** To be called after the last row. */
  end(): void {
    if (!this.chain) return;
    this.settle(false);
    if (this.cutAt) this.findings.add('tail_cut', { ...this.chain, ...this.cutAt });
    this.notYetAnchored.rows += this.sinceAnchorCount;
    this.notYetAnchored.first.push(...this.sinceAnchor.slice(0, NAMED - this.notYetAnchored.first.length));
  }

  private begin(row: ChainRow): void {
    this.end();
    this.chain = { aggregate: row.aggregate_type, id: row.aggregate_id };
    this.chains++;
    this.next = row.since ?? 1;
    // Rows move from the first on: none of what was not moved comes before the last that was.
    if (row.since !== undefined && row.seq < row.since)
      this.findings.add('moved_unsealed', { ...this.chain, seq: row.seq });
    this.before = this.next === 1 ? GENESIS.seal : (row.before?.toString('hex') ?? null);
    this.doubtful = undefined;
    this.cutAt = undefined;
    this.sinceAnchor = [];
    this.sinceAnchorCount = 0;
  }

  private present(row: ChainRow, name: RowName): void {
    this.rows++;
    this.cutAt = undefined;
    for (; this.next < row.seq; this.next++) {
      this.findings.add('row_missing', { ...this.chain, seq: this.next });
      this.before = null;
    }
    const known = this.ring.some((key) => key.id === row.key_id);
    if (!known) this.findings.add('key_unknown', name);
    const record = this.checkSeal(row, name);
    const previous = this.before;
    this.settle(record !== null && record.prev === this.doubtful?.seal);
    const seal = row.seal.toString('hex');
    if (record) {
      if (previous !== null && record.prev !== previous) this.findings.add('row_unlinked', name);
    } else if (known) this.doubtful = { ...name, seal };
    this.checkAnchor(row, name);
    this.before = seal;
    this.next = row.seq + 1;
  }

  /** The sealed record of a row; null where its seal does not hold. */
  private checkSeal(row: ChainRow, name: RowName): AuditRecord | null {
    if (!sealHolds(row.canonical, row.seal, row.key_id, this.ring)) return null;
    const record = parseRecord(row.canonical);
    if (record && !sameColumns(row, record)) this.findings.add('row_altered', name);
    return record;
  }

  private checkAnchor(row: ChainRow, name: RowName): void {
    if (row.anchored_seal === null) {
      this.sinceAnchorCount++;
      if (this.sinceAnchor.length < NAMED) this.sinceAnchor.push(name);
      return;
    }
    this.sinceAnchorCount = 0;
    this.sinceAnchor = [];
    const same = row.anchored_seal.equals(row.seal);
    this.settle(same);
    if (!same) this.findings.add('head_replaced', { ...name, anchor: Number(row.anchor) });
  }

  /** The next row or an anchor holds the doubtful row's seal: it was once ours, so its words were changed afterwards. */
  private settle(vouched: boolean): void {
    if (!this.doubtful) return;
    const { seal: _, ...name } = this.doubtful;
    this.findings.add(vouched ? 'row_altered' : 'row_forged', name);
    this.doubtful = undefined;
  }
}

function sameColumns(row: ChainRow, record: AuditRecord): boolean {
  return (
    record.aggregate === row.aggregate_type &&
    record.id === row.aggregate_id &&
    record.seq === row.seq &&
    `${record.at.slice(0, -1)}000` === row.at &&
    record.action === row.action &&
    record.actor.kind === row.actor_kind &&
    record.actor.id === row.actor_id &&
    JSON.stringify(record.tenants) === JSON.stringify(row.tenants) &&
    record.region === row.region &&
    record.dataset === row.dataset &&
    record.public === row.public &&
    (record.request ?? null) === row.request_id &&
    record.key === row.key_id &&
    record.prev === row.prev.toString('hex')
  );
}
