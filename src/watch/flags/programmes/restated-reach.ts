import type { Tx } from '../../../kernel/database/transactions.js';
import { reachSql } from './programme-reach.js';
import { isToldOnceSql } from './told-once.rules.js';

/** SQL: an assignment by which flag `f` of a programme says of how many of all it is true by now; of all other flags both are NULL. */
export const RESTATED_REACH = `(hits, judged) = (SELECT r.hit, r.of FROM (${reachSql('f.indicator', 'f.root_id')}) r
    WHERE f.root_type IN ('programme', 'programme_calendar') AND ${isToldOnceSql('r')})`;

const RESTATE = `
  WITH now AS (
    SELECT f.id, r.hit, r.of FROM flag f
    LEFT JOIN LATERAL (SELECT r.hit, r.of FROM (${reachSql('f.indicator', 'f.root_id')}) r WHERE ${isToldOnceSql('r')}) r ON true
    WHERE f.id = ANY ($1::uuid[]) AND f.root_type IN ('programme', 'programme_calendar')
  )
  UPDATE flag f SET hits = n.hit, judged = n.of FROM now n
  WHERE f.id = n.id AND (f.hits, f.judged) IS DISTINCT FROM (n.hit, n.of) RETURNING f.id`;

/** Flags that bodies are asked about anew say of how many of all they are true by now. Answers ids of those that said something else. */
export async function restateReach(tx: Tx, flags: readonly string[]): Promise<string[]> {
  if (flags.length === 0) return [];
  return (await tx.query<{ id: string }>(RESTATE, [flags])).map(({ id }) => id);
}
