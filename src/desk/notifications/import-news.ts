import type { Tx } from '../../kernel/database/transactions.js';
import { declareContribution } from '../../kernel/contributions/contributed.js';
import { NOT_TAKEN } from './notification-kinds.js';

/** The files that a person sent, and of which rows were not taken in the last so many days. */
export const findUntakenImports = declareContribution<(tx: Tx, user: string, days: number) => Promise<string[]>>(
  'files with rows that were not taken',
);

/** Tells a person once, where they have an inbox, that rows of files which they sent were not taken. */
export async function tellOfUntakenRows(tx: Tx, user: string, imports: readonly string[]): Promise<void> {
  if (imports.length === 0) return;
  await tx.query(
    `INSERT INTO notification (user_id, kind, task_id)
     SELECT i.user_id, '${NOT_TAKEN}', t.id FROM inbox i CROSS JOIN unnest($2::uuid[]) AS t(id)
     WHERE i.user_id = $1 AND '${NOT_TAKEN}' <> ALL (i.muted) FOR KEY SHARE OF i
     ON CONFLICT (user_id, kind, task_id, part) WHERE ended_at IS NULL DO NOTHING`,
    [user, imports],
  );
}
