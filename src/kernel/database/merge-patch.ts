import type { Tx } from './transactions.js';

/** Columns that a change really changes, with the value before. */
export type Changed = Record<string, { from: unknown; to: unknown }>;

/**
 * RFC 7396 for scalar fields: `given` maps a column to its new value, null removes, undefined leaves it alone. What equals
 * the stored value is no change.
 */
export function changedColumns(before: object, given: Record<string, unknown>): Changed {
  const stored = before as Record<string, unknown>;
  const changed: Changed = {};
  for (const [column, to] of Object.entries(given)) {
    const from = stored[column] ?? null;
    if (to !== undefined && JSON.stringify(from) !== JSON.stringify(to)) changed[column] = { from, to };
  }
  return changed;
}

/** Writes the changes of a locked root and counts its version up. Column names come from the code, never from a body. */
export async function writeChanges(tx: Tx, table: string, id: string, changed: Changed): Promise<void> {
  const columns = Object.keys(changed);
  const assignments = columns.map((column, i) => `${column} = $${i + 2}`);
  await tx.query(
    `UPDATE ${table} SET ${[...assignments, 'version = version + 1', 'updated_at = clock_timestamp()'].join(', ')} WHERE id = $1`,
    [id, ...columns.map((column) => changed[column]?.to)],
  );
}

/** What the audit and the feed say of a change: its columns, with short scalar values; of `silent` ones the name alone. */
export function changeData(changed: Changed, silent: readonly string[] = []): { changed: Record<string, object> } {
  const says = (value: unknown) =>
    value === null || typeof value === 'number' || (typeof value === 'string' && value.length <= 200);
  const entries = Object.entries(changed).map(([column, { from, to }]): [string, object] => [
    column,
    !silent.includes(column) && says(from) && says(to) ? { from, to } : {},
  ]);
  return { changed: Object.fromEntries(entries) };
}
