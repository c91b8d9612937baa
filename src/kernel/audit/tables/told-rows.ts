import type { ClientBase } from 'pg';

/**
 * A row of a table that is compared with the audit, as the database told its change: table, id, and digests of what it said
 * before and says now; null: it was not there, or is no more.
 */
export type ToldRow = readonly [table: string, id: string, before: string | null, after: string | null];

/** What PostgreSQL sends on a connection beside answers. */
export interface DatabaseNotice {
  message?: string | undefined;
  detail?: string | undefined;
}

/** The row that a notice tells of; null for any other notice. `tell_row` of the database writes it. */
export const readToldRow = ({ message, detail }: DatabaseNotice): ToldRow | null =>
  message === 'a row changed' && detail !== undefined ? (JSON.parse(detail) as ToldRow) : null;

/** Collects the rows that are told on a connection, until the answer is called. */
export function hearToldRows(client: ClientBase, collect: (row: ToldRow) => void): () => void {
  const hear = (notice: DatabaseNotice): void => {
    const row = readToldRow(notice);
    if (row) collect(row);
  };
  client.on('notice', hear);
  return () => void client.off('notice', hear);
}

/** Each row once: as it was before the first change, and as it is after the last. */
export function mergeToldRows(told: readonly ToldRow[]): ToldRow[] {
  const rows = new Map<string, ToldRow>();
  for (const row of told) {
    const [table, id, before, after] = row;
    const name = `${table} ${id}`;
    const first = rows.get(name);
    rows.set(name, [table, id, first ? first[2] : before, after]);
  }
  return [...rows.values()].filter(([, , before, after]) => before !== after);
}

/** The changes with the rows that were told meanwhile: each goes with its own change where one is among them, else with the first. */
export function joinToldRows<C extends { id: string; tables?: readonly ToldRow[] }>(
  changes: readonly C[],
  told: readonly ToldRow[],
): C[] {
  const joined = [...changes];
  const places = new Map(joined.map(({ id }, i) => [id, i]).reverse() as [string, number][]);
  for (const row of told) {
    const place = places.get(row[1]) ?? 0;
    const change = joined[place] as C;
    joined[place] = { ...change, tables: [...(change.tables ?? []), row] };
  }
  return joined;
}
