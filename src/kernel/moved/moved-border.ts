import { parseRecord, sealHolds } from '../audit/audit-chain.js';
import type { AuditEntry } from '../audit/audit-entry.entity.js';
import type { VerifiedPlace } from '../audit/verification/checkpoint.js';
import type { KeyRing } from '../config/keys.js';
import type { Reader } from '../database/reader.js';
import type { StoredRow } from '../database/row-types.js';
import { IS_TABLES_MARK, NAMES_ROWS } from '../audit/tables/table-check.js';

/** The aggregate whose newest entry says up to where entries may stand among the moved ones; its own entries are never moved. */
export const BORDER = { aggregate: 'audit', id: 'moved' };

/** Up to where rows were allowed to move. */
export interface MovedBorder extends VerifiedPlace {
  /** Digest of the seals of all entries up to there by which rows of tables are compared; left out by a version before. */
  told?: string;
}

/**
 * That digest, of entries up to the id `$1`, wherever they stand; null where there is none. The seals are hashed in parts, by their first
 * byte, since no one text holds those of a large audit.
 */
const TOLD_DIGEST = `
  SELECT encode(sha256(string_agg(part, ''::bytea ORDER BY first)), 'hex') AS told FROM (
    SELECT get_byte(e.seal, 0) AS first, sha256(string_agg(e.seal, ''::bytea ORDER BY e.seal)) AS part
    FROM audit_entry e WHERE e.id <= $1 AND (${NAMES_ROWS} OR ${IS_TABLES_MARK}) GROUP BY 1
  ) parts`;

/** Whether the entries by which rows are compared are those that were there when the border was sealed, as far as it says. */
export async function hasToldEntries(reader: Reader, { entry, told }: MovedBorder): Promise<boolean> {
  return told === undefined || (await loadToldDigest(reader, entry)) === told;
}

export async function loadToldDigest(reader: Reader, entry: string): Promise<string> {
  const [row] = await reader.query<{ told: string | null }[]>(TOLD_DIGEST, [entry]);
  return row?.told ?? '';
}

const NEWEST = `
  SELECT canonical, seal, key_id FROM ONLY audit_entry
  WHERE aggregate_type = '${BORDER.aggregate}' AND aggregate_id = '${BORDER.id}' ORDER BY seq DESC LIMIT 1`;

/**
 * The anchor up to which entries, heads and events were allowed to move, as the audit's keys sealed it after everything up to there was
 * verified; null where nothing ever moved, or no entry of ours says so.
 */
export async function findMovedBorder(reader: Reader, ring: KeyRing): Promise<MovedBorder | null> {
  const [row] = await reader.query<Pick<StoredRow<AuditEntry>, 'canonical' | 'seal' | 'key_id'>[]>(NEWEST);
  if (!row || !sealHolds(row.canonical, row.seal, row.key_id, ring)) return null;
  const data = parseRecord(row.canonical)?.data;
  return data === undefined ? null : (data as unknown as MovedBorder);
}

/** How far rows stand among the moved ones: the greatest id of an entry and number of an anchor; null where there is none. */
export const MOVED_SO_FAR = `
  SELECT (SELECT max(id) FROM audit_entry_moved) AS entry, (SELECT max(anchor) FROM audit_anchor_leaf_moved) AS anchor`;

export interface MovedSoFar {
  entry: string | null;
  anchor: string | null;
}
