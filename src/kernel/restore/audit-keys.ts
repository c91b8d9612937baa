import { CHAIN_PURPOSE } from '../audit/audit-chain.js';
import type { StatementSeals } from '../audit/statement-seals.js';
import type { Reader } from '../database/reader.js';

/** The audit of the database was sealed by keys that this process does not have. */
export class OtherAuditKeysError extends Error {
  constructor(keys: readonly string[]) {
    super(
      `AUDIT_KEYS: none of them sealed the newest entries of the audit, which name ${keys.join(', ')}. Put the keys of before ` +
        'the loss back: without them nothing is verified, nobody gets in, and nothing sealed is opened. Nothing was recorded.',
    );
    this.name = 'OtherAuditKeysError';
  }
}

/** One altered entry is a finding of the verification; where none of so many is ours, the keys are others. */
const NEWEST = 20;

/**
 * Compares the audit keys with the newest entries. Keys that were made anew bear the names of those that were lost, so a seal
 * is computed.
 *
 * @throws OtherAuditKeysError where they sealed none of them
 */
export async function assertAuditKeys(reader: Reader, seals: StatementSeals): Promise<void> {
  const rows = await reader.query<{ key: string; canonical: Buffer; seal: Buffer }[]>(
    `SELECT key_id AS key, canonical, seal FROM audit_entry ORDER BY id DESC LIMIT ${NEWEST}`,
  );
  if (rows.length === 0 || rows.some((row) => seals.holds(CHAIN_PURPOSE, row.canonical, row))) return;
  throw new OtherAuditKeysError([...new Set(rows.map(({ key }) => key))].sort());
}
