import type { Tx } from '../../kernel/database/transactions.js';

/** A due date as it is to be shown. */
export interface ShownEntry {
  kind: string;
  id: string;
  lot: number | null;
  due: string;
}

export interface Revision {
  sequence: number;
  revisedAt: Date;
}

/**
 * Revises what is shown otherwise than before. What is shown as before is not written, however often the calendar is read; what is
 * not shown now keeps its revision, for it may come back.
 */
const REVISE = `
  INSERT INTO calendar_entry (user_id, kind, task_id, lot, due_on)
  SELECT $1, t.kind, t.id, t.lot, t.due FROM jsonb_to_recordset($2::jsonb) AS t (kind text, id uuid, lot integer, due date)
  WHERE NOT EXISTS (SELECT FROM calendar_entry e WHERE e.user_id = $1 AND e.kind = t.kind AND e.task_id = t.id AND e.due_on = t.due AND e.lot IS NOT DISTINCT FROM t.lot)
  ON CONFLICT (user_id, kind, task_id) DO UPDATE
    SET lot = EXCLUDED.lot, due_on = EXCLUDED.due_on, sequence = calendar_entry.sequence + 1, revised_at = business_now()
    WHERE calendar_entry.due_on <> EXCLUDED.due_on OR calendar_entry.lot IS DISTINCT FROM EXCLUDED.lot`;

/** Notes what a calendar shows now. Answers the revision of each entry by its kind and id. */
export async function reviseEntries(
  tx: Tx,
  user: string,
  entries: readonly ShownEntry[],
): Promise<Map<string, Revision>> {
  await tx.query(REVISE, [user, JSON.stringify(entries)]);
  const rows = await tx.query<Revision & { kind: string; id: string }>(
    `SELECT kind, task_id AS id, sequence, revised_at AS "revisedAt" FROM calendar_entry WHERE user_id = $1`,
    [user],
  );
  return new Map(rows.map(({ kind, id, ...revision }) => [nameEntry({ kind, id }), revision]));
}

export const nameEntry = ({ kind, id }: Pick<ShownEntry, 'kind' | 'id'>): string => `${kind}-${id}`;
