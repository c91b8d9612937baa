import type { QueryRunner } from 'typeorm';
import type { KeyRing } from '../../config/keys.js';
import type { StoredRow } from '../../database/row-types.js';
import { MOVED_SO_FAR, type MovedSoFar } from '../../moved/moved-border.js';
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
}

const COLUMNS = `e.id AS entry, e.aggregate_type, e.aggregate_id, e.seq, e.action, e.key_id, e.canonical, e.seal`;

/** Of each chain of which something was not moved, the last entry that was: the chain is read from there on. */
export const FOLLOWED_ROWS = `
  SELECT m.* FROM (
    SELECT aggregate_type, aggregate_id FROM ONLY audit_entry UNION SELECT aggregate_type, aggregate_id FROM ONLY audit_anchor_leaf
  ) c CROSS JOIN LATERAL (
    SELECT ${COLUMNS} FROM audit_entry_moved e
    WHERE e.aggregate_type = c.aggregate_type AND e.aggregate_id = c.aggregate_id ORDER BY e.seq DESC LIMIT 1
  ) m`;

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

/** Moved entries are ours, and of the chain and the number that they stand under. */
export async function checkMovedRows(rows: AsyncIterable<MovedRow>, ring: KeyRing, findings: Findings): Promise<void> {
  for await (const row of rows) {
    const { entry, aggregate_type: aggregate, aggregate_id: id, seq, action, key_id: keyId } = row;
    const name = { entry, aggregate, id, seq };
    const record = sealHolds(row.canonical, row.seal, keyId, ring) ? parseRecord(row.canonical) : null;
    if (record === null) findings.add(ring.some((key) => key.id === keyId) ? 'row_forged' : 'key_unknown', name);
    else if (record.aggregate !== aggregate || record.id !== id || record.seq !== seq || record.action !== action)
      findings.add('row_altered', name);
  }
}
