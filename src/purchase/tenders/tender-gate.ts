import type { Tx } from '../../kernel/database/transactions.js';

/** SQL: takes the gate of a tender, `shared` or `exclusive`. */
export const gateSql = (tender: string, mode: 'shared' | 'exclusive'): string => {
  const take = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  return `${take}(hashtextextended('tender gate ' || ${tender}::uuid::text, 0))`;
};

/**
 * The gate of a tender, an advisory lock for as long as the unit of work lasts. Whoever hands in a bid passes it `shared`
 * and reads business time behind it; what changes the deadline or opens the bids takes it `exclusive`, after the lock on
 * the tender's row, and so waits for everyone who is already through. A row lock instead would write the number of the
 * bidder's transaction into the tender's row, and tell by that who submitted when.
 */
export async function tenderGate(tx: Tx, tender: string, mode: 'shared' | 'exclusive'): Promise<void> {
  await tx.runPreparedQuery(`SELECT ${gateSql('$1', mode)}`, [tender]);
}
