import type { QueryRunner } from 'typeorm';
import type { KeyRing } from '../../config/keys.js';
import type { StoredRow } from '../../database/row-types.js';
import { hasToldEntries, MOVED_SO_FAR, type MovedBorder, type MovedSoFar } from '../../moved/moved-border.js';
import { parseRecord, sealHolds } from '../audit-chain.js';
import type { AuditEntry } from '../audit-entry.entity.js';
import { IS_TABLES_MARK, NAMES_ROWS } from '../tables/table-check.js';
import type { VerifiedPlace } from './checkpoint.js';
import type { Findings } from './verification-types.js';

/** A moved entry on which a verification rests that does not read the moved ones. */
export interface MovedRow extends Pick<
  StoredRow<AuditEntry>,
  'aggregate_type' | 'aggregate_id' | 'seq' | 'action' | 'key_id' | 'canonical' | 'seal'
> {
  entry: string;
  /** No anchor up to the border covers it, and nothing of its chain that was not moved tells so. Left out: not looked at. */
  is_uncovered?: boolean;
}

const COLUMNS = `e.id AS entry, e.aggregate_type, e.aggregate_id, e.seq, e.action, e.key_id, e.canonical, e.seal`;

/**
 * Of each chain of which something was not moved, the last entry that was: the chain is read from there on. `$1` the number of the
 * anchor up to which entries were; one of its chain's heads up to there is that entry or comes behind it.
 */
export const FOLLOWED_ROWS = `
  SELECT m.*, coalesce(c.next > m.seq, true) AND m.seq > coalesce(
      (SELECT max(l.seq) FROM audit_anchor_leaf l
       WHERE l.aggregate_type = c.aggregate_type AND l.aggregate_id = c.aggregate_id AND l.anchor <= $1), 0) AS is_uncovered
  FROM (
    SELECT aggregate_type, aggregate_id, min(seq) FILTER (WHERE anchor IS NULL OR anchor > $1) AS next
    FROM (
      SELECT aggregate_type, aggregate_id, seq, NULL::bigint AS anchor FROM ONLY audit_entry
      UNION ALL SELECT aggregate_type, aggregate_id, seq, anchor FROM ONLY audit_anchor_leaf
    ) unmoved GROUP BY aggregate_type, aggregate_id
  ) c CROSS JOIN LATERAL (
    SELECT ${COLUMNS} FROM audit_entry_moved e
    WHERE e.aggregate_type = c.aggregate_type AND e.aggregate_id = c.aggregate_id ORDER BY e.seq DESC LIMIT 1
  ) m`;

/**
 * Numbers of the anchors on whose heads the reading of what was not moved rests: those of the last heads up to `$1` of chains that go
 * on, and those of heads that were not moved.
 */
export const FOLLOWED_ANCHORS = `
  SELECT l.anchor FROM (SELECT DISTINCT aggregate_type, aggregate_id FROM ONLY audit_entry) c CROSS JOIN LATERAL (
    SELECT anchor FROM audit_anchor_leaf
    WHERE aggregate_type = c.aggregate_type AND aggregate_id = c.aggregate_id AND anchor <= $1 ORDER BY seq DESC LIMIT 1
  ) l
  UNION SELECT anchor FROM ONLY audit_anchor_leaf WHERE anchor <= $1`;

/** Those by which rows of tables are compared. */
export const COMPARED_MOVED_ROWS = `SELECT ${COLUMNS} FROM audit_entry_moved e WHERE ${NAMES_ROWS} OR ${IS_TABLES_MARK}`;

/** Nothing stands among the moved rows that no entry of ours let move. */
export async function checkMovedBorder(
  runner: QueryRunner,
  border: VerifiedPlace | null,
  findings: Findings,
): Promise<void> {
  const [{ entry, anchor }] = (await runner.query(MOVED_SO_FAR)) as [MovedSoFar];
  if (entry !== null && BigInt(entry) > BigInt(border?.entry ?? 0)) findings.add('moved_unsealed', { entry });
  if (anchor !== null && Number(anchor) > (border?.no ?? 0)) findings.add('moved_unsealed', { anchor: Number(anchor) });
}

/** The entries by which rows of tables are compared are all there that were when rows moved: which is not is told by reading the moved ones. */
export async function checkToldEntries(runner: QueryRunner, border: MovedBorder, findings: Findings): Promise<void> {
  if (!(await hasToldEntries(runner, border))) findings.add('moved_unsealed', { anchor: border.no });
}

/** Moved entries are ours, and of the chain and the number that they stand under. */
export async function checkMovedRows(rows: AsyncIterable<MovedRow>, ring: KeyRing, findings: Findings): Promise<void> {
  for await (const row of rows) {
    const { entry, aggregate_type: aggregate, aggregate_id: id, seq, action, key_id: keyId } = row;
    const name = { entry, aggregate, id, seq };
    const record = sealHolds(row.canonical, row.seal, keyId, ring) ? parseRecord(row.canonical) : null;
    if (record === null) findings.add(ring.some((key) => key.id === keyId) ? 'row_forged' : 'key_unknown', name);
    else if (record.aggregate !== aggregate || record.id !== id || record.seq !== seq || record.action !== action)
      findings.add('row_altered', name);
    else if (row.is_uncovered) findings.add('moved_unsealed', name);
  }
}
