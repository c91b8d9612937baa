/**
 * Rows by which somebody acts are bound to the audit: the newest sealed entry of the aggregate that they belong to says
 * which of them count, each by its MAC. Whoever writes to the tables alone can make neither.
 */
export interface RowKind {
  /** Names the kind within its aggregate. */
  name: string;
  /** Whose entries hold the rows. */
  aggregate: string;
  table: string;
  /** SQL: the rows `t` with the ids `$1`, a list of texts. */
  match: string;
  /** SQL: the id of a row, as text. */
  id: (row: string) => string;
  /** SQL: everything of a row that decides what it opens and for whom, as text that is the same in every session. */
  content: (row: string) => string;
  /** SQL: whether the row `t` opens anything by now; one that does not is bound no longer. */
  acts: string;
}

/** MACs of the rows that count, by kind and id. */
export type RowMap = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A row that was written, and its MAC; null: it counts no longer. Without an id: none of the kind does, but those that are kept. */
export interface RowChange {
  kind: string;
  id: string | null;
  mac: string | null;
  keep?: readonly string[];
}

/**
 * Stands among the rows of an aggregate from where an entry was found that is none of ours, or not the newest: what counted before,
 * nobody knows any more.
 */
export const BROKEN = 'broken';

const bound = new Set<string>();

/** Declares a kind, once, where the module is loaded: entries of its aggregate hold rows from then on. */
export function declareRowKind(kind: RowKind): RowKind {
  bound.add(kind.aggregate);
  return kind;
}

/** Whether the entries of an aggregate say which rows count. */
export const holdsRows = (aggregate: string): boolean => bound.has(aggregate);

/** What counts after the changes. */
export function applyRowChanges(before: RowMap, changes: readonly RowChange[]): RowMap {
  const rows: Record<string, Record<string, string>> = {};
  for (const [kind, macs] of Object.entries(before)) rows[kind] = { ...macs };
  for (const { kind, id, mac, keep } of changes) {
    const macs = (rows[kind] ??= {});
    if (id === null) {
      rows[kind] = Object.fromEntries(Object.entries(macs).filter(([known]) => keep?.includes(known)));
      if (Object.keys(rows[kind]).length === 0) delete rows[kind];
      continue;
    }
    if (mac === null) delete macs[id];
    else macs[id] = mac;
    if (Object.keys(macs).length === 0) delete rows[kind];
  }
  return rows;
}

/** SQL: an instant as microseconds, which no setting of the session writes differently. */
export const instantContent = (column: string): string => `(extract(epoch FROM ${column}) * 1000000)::bigint`;

/** SQL: the newest entry of an aggregate, for a statement that reads rows which it binds. */
export const newestEntrySql = (aggregate: string, id: string): string =>
  `(SELECT jsonb_build_object('seq', e.seq, 'seal', encode(e.seal, 'hex')) FROM audit_entry e
    WHERE e.aggregate_type = '${aggregate}' AND e.aggregate_id = ${id}::text ORDER BY e.seq DESC LIMIT 1)`;
