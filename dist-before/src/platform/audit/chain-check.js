import { GENESIS, parseRecord, sealHolds } from './audit.chain.js';
export const CHAIN_ROWS = `
  SELECT aggregate_type, aggregate_id, seq, a.id AS entry,
         to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at,
         a.action, a.actor_kind, a.actor_id, a.tenants, a.region, a.dataset, a.public,
         a.key_id, a.canonical, a.prev, a.seal, l.anchor, l.seal AS anchored_seal
  FROM audit_entry a FULL JOIN audit_anchor_leaf l USING (aggregate_type, aggregate_id, seq)
  ORDER BY aggregate_type, aggregate_id, seq`;
const NAMED = 20;
/** Follows chain after chain, row by row, in constant memory. */
export class ChainCheck {
    ring;
    findings;
    rows = 0;
    chains = 0;
    notYetAnchored = { rows: 0, first: [] };
    chain;
    next = 1;
    /** Seal of the row before; null where that row is not there. */
    before = GENESIS.seal;
    /** A row whose seal does not hold and which nobody has vouched for yet. */
    doubtful;
    /** Last row that only an anchor knows. */
    cutAt;
    sinceAnchor = [];
    sinceAnchorCount = 0;
    constructor(ring, findings) {
        this.ring = ring;
        this.findings = findings;
    }
    add(row) {
        if (row.aggregate_type !== this.chain?.aggregate || row.aggregate_id !== this.chain.id)
            this.begin(row);
        if (row.entry === null)
            this.cutAt = { seq: row.seq, anchor: Number(row.anchor) };
        else
            this.present(row, { entry: row.entry, aggregate: row.aggregate_type, id: row.aggregate_id, seq: row.seq });
    }
    /** To be called after the last row. */
    end() {
        if (!this.chain)
            return;
        this.settle(false);
        if (this.cutAt)
            this.findings.add('tail_cut', { ...this.chain, ...this.cutAt });
        this.notYetAnchored.rows += this.sinceAnchorCount;
        this.notYetAnchored.first.push(...this.sinceAnchor.slice(0, NAMED - this.notYetAnchored.first.length));
    }
    begin(row) {
        this.end();
        this.chain = { aggregate: row.aggregate_type, id: row.aggregate_id };
        this.chains++;
        this.next = 1;
        this.before = GENESIS.seal;
        this.doubtful = undefined;
        this.cutAt = undefined;
        this.sinceAnchor = [];
        this.sinceAnchorCount = 0;
    }
    present(row, name) {
        this.rows++;
        this.cutAt = undefined;
        for (; this.next < row.seq; this.next++) {
            this.findings.add('row_missing', { ...this.chain, seq: this.next });
            this.before = null;
        }
        const known = this.ring.some((key) => key.id === row.key_id);
        if (!known)
            this.findings.add('key_unknown', name);
        const record = this.sealed(row, name);
        const previous = this.before;
        this.settle(record !== null && record.prev === this.doubtful?.seal);
        const seal = row.seal.toString('hex');
        if (record) {
            if (previous !== null && record.prev !== previous)
                this.findings.add('row_unlinked', name);
        }
        else if (known)
            this.doubtful = { ...name, seal };
        this.anchored(row, name);
        this.before = seal;
        this.next = row.seq + 1;
    }
    /** The sealed record of a row; null where its seal does not hold. */
    sealed(row, name) {
        if (!sealHolds(row.canonical, row.seal, row.key_id, this.ring))
            return null;
        const record = parseRecord(row.canonical);
        if (record && !sameColumns(row, record))
            this.findings.add('row_altered', name);
        return record;
    }
    anchored(row, name) {
        if (row.anchored_seal === null) {
            this.sinceAnchorCount++;
            if (this.sinceAnchor.length < NAMED)
                this.sinceAnchor.push(name);
            return;
        }
        this.sinceAnchorCount = 0;
        this.sinceAnchor = [];
        const same = row.anchored_seal.equals(row.seal);
        this.settle(same);
        if (!same)
            this.findings.add('head_replaced', { ...name, anchor: Number(row.anchor) });
    }
    /** The next row or an anchor holds the doubtful row's seal: it was once ours, so its words were changed afterwards. */
    settle(vouched) {
        if (!this.doubtful)
            return;
        const { seal: _, ...name } = this.doubtful;
        this.findings.add(vouched ? 'row_altered' : 'row_forged', name);
        this.doubtful = undefined;
    }
}
function sameColumns(row, record) {
    return (record.aggregate === row.aggregate_type &&
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
        record.key === row.key_id &&
        record.prev === row.prev.toString('hex'));
}
//# sourceMappingURL=chain-check.js.map