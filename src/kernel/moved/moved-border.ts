import { parseRecord, sealHolds } from '../audit/audit-chain.js';
import type { AuditEntry } from '../audit/audit-entry.entity.js';
import type { VerifiedPlace } from '../audit/verification/checkpoint.js';
import type { KeyRing } from '../config/keys.js';
import type { Reader } from '../database/reader.js';
import type { StoredRow } from '../database/row-types.js';

/** The aggregate whose newest entry says up to where entries may stand among the moved ones; its own entries are never moved. */
export const BORDER = { aggregate: 'audit', id: 'moved' };

const NEWEST = `
  SELECT canonical, seal, key_id FROM ONLY audit_entry
  WHERE aggregate_type = '${BORDER.aggregate}' AND aggregate_id = '${BORDER.id}' ORDER BY seq DESC LIMIT 1`;

/**
 * The anchor up to which entries, heads and events were allowed to move, as the audit's keys sealed it after everything up to there was
 * verified; null where nothing ever moved, or no entry of ours says so.
 */
export async function findMovedBorder(reader: Reader, ring: KeyRing): Promise<VerifiedPlace | null> {
  const [row] = await reader.query<Pick<StoredRow<AuditEntry>, 'canonical' | 'seal' | 'key_id'>[]>(NEWEST);
  if (!row || !sealHolds(row.canonical, row.seal, row.key_id, ring)) return null;
  const data = parseRecord(row.canonical)?.data;
  return data === undefined ? null : (data as unknown as VerifiedPlace);
}

/** How far rows stand among the moved ones: the greatest id of an entry and number of an anchor; null where there is none. */
export const MOVED_SO_FAR = `
  SELECT (SELECT max(id) FROM audit_entry_moved) AS entry, (SELECT max(anchor) FROM audit_anchor_leaf_moved) AS anchor`;

export interface MovedSoFar {
  entry: string | null;
  anchor: string | null;
}
