import type { Tx } from '../../kernel/database/transactions.js';
import { NOT_TAKEN } from './notification-kinds.js';

/** Tells a person once, where they have an inbox, that rows of a file which they sent were not taken. */
export async function tellOfUntakenRows(tx: Tx, user: string, id: string): Promise<void> {
  await tx.query(
    `INSERT INTO notification (user_id, kind, task_id)
     SELECT i.user_id, '${NOT_TAKEN}', $2 FROM inbox i WHERE i.user_id = $1 AND '${NOT_TAKEN}' <> ALL (i.muted) FOR KEY SHARE OF i
     ON CONFLICT (user_id, kind, task_id, part) WHERE ended_at IS NULL DO NOTHING`,
    [user, id],
  );
}
