import type { Tx } from '../../../kernel/database/transactions.js';
import { reachSql } from './programme-reach.js';
import { isToldOnceSql } from './told-once.rules.js';

/** SQL: an assignment by which flag `f` of a programme says of how many of all it is true by now; of all other flags both are NULL. */
export const RESTATED_REACH = `(hits, judged) = (SELECT r.hit, r.of FROM (${reachSql('f.indicator', 'f.root_id')}) r
    WHERE f.root_type IN ('programme', 'programme_calendar') AND ${isToldOnceSql('r')})`;

const RESTATE = `UPDATE flag f SET ${RESTATED_REACH} WHERE f.id = ANY ($1::uuid[]) AND f.root_type IN ('programme', 'programme_calendar')`;

/** Flags that bodies are asked about anew say of how many of all they are true by now. */
export async function restateReach(tx: Tx, flags: readonly string[]): Promise<void> {
  if (flags.length > 0) await tx.query(RESTATE, [flags]);
}
