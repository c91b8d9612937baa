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

/** The rows that a notice tells of; none of any other notice. `tell_row` and `tell_changes` of the database write it. */
export function readToldRows({ message, detail }: DatabaseNotice): readonly ToldRow[] {
  if (detail === undefined) return [];
  if (message === 'rows changed') return JSON.parse(detail) as ToldRow[];
  return message === 'a row changed' ? [JSON.parse(detail) as ToldRow] : [];
}

/** Collects the rows that are told on a connection, until the answer is called. */
export function hearToldRows(client: ClientBase, collect: (row: ToldRow) => void): () => void {
  const hear = (notice: DatabaseNotice): void => {
    for (const row of readToldRows(notice)) collect(row);
  };
  client.on('notice', hear);
  return () => void client.off('notice', hear);
}

/**
 * Each row once: as it was before the first change, and as it is after the last. A statement inside another tells its rows first:
 * the first change is the one from what no other led to, the last the one to what no other began with.
 */
export function mergeToldRows(told: readonly ToldRow[]): ToldRow[] {
  const rows = new Map<string, ToldRow[]>();
  for (const row of told) {
    const name = `${row[0]} ${row[1]}`;
    const changes = rows.get(name);
    if (changes) changes.push(row);
    else rows.set(name, [row]);
  }
  return [...rows.values()].flatMap((changes) => mergeChanges(changes));
}

function mergeChanges(changes: readonly ToldRow[]): ToldRow[] {
  const [[table, id] = ['', '']] = changes;
  const began = changes.map(([, , before]) => before);
  const ended: (string | null)[] = [];
  for (const [, , , after] of changes) {
    const next = began.indexOf(after);
    if (next >= 0) began.splice(next, 1);
    else ended.push(after);
  }
  return began.map((before, i): ToldRow => [table, id, before, ended[i] ?? null]);
}

/** The changes with the rows that were told meanwhile: each goes with its own change where one is among them, else with the first. */
export function joinToldRows<C extends { id: string; tables?: readonly ToldRow[] }>(
  changes: readonly C[],
  told: readonly ToldRow[],
): C[] {
  const joined = [...changes];
  const places = new Map(joined.map(({ id }, i) => [id, i]).reverse() as [string, number][]);
  const rows = new Map<number, ToldRow[]>();
  for (const row of told) {
    const place = places.get(row[1]) ?? 0;
    const others = rows.get(place);
    if (others) others.push(row);
    else rows.set(place, [row]);
  }
  for (const [place, more] of rows) {
    const change = joined[place] as C;
    joined[place] = { ...change, tables: [...(change.tables ?? []), ...more] };
  }
  return joined;
}
