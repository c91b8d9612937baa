import type { Reader } from '../database/reader.js';
import type { Change } from '../outbox/change.js';
import type { BoundRows } from './bound-rows.js';
import type { RowChange, RowKind } from './row-kinds.js';

interface Pending {
  kind: RowKind;
  owner: string;
  /** Null: all of the kind, of which those count that are named beside it, or are kept. */
  id: string | null;
  keep?: readonly string[];
}

/** Rows that a unit of work has written and that no entry binds yet. */
export class PendingRows {
  private rows: Pending[] = [];

  add(kind: RowKind, owner: string, id: string | null, keep?: readonly string[]): void {
    this.rows.push({ kind, owner, id, ...(keep && { keep }) });
  }

  /** A change of each owner whose rows wait, for owners of whom nothing else is recorded. */
  listChanges(): Change[] {
    const owners = new Map(
      this.rows.map(({ kind: { aggregate }, owner: id }) => [`${aggregate} ${id}`, { aggregate, id }]),
    );
    return [...owners.values()].map((owner) => ({ ...owner, action: 'rows_bound' }));
  }

  /** The changes with their rows as they stand now: the first change of each owner takes those that wait for it. */
  async attach(reader: Reader, bound: BoundRows, changes: readonly Change[]): Promise<readonly Change[]> {
    if (this.rows.length === 0) return changes;
    const complete: Change[] = [];
    for (const change of changes) complete.push({ ...change, rows: await this.take(reader, bound, change) });
    return complete;
  }

  private async take(reader: Reader, bound: BoundRows, { aggregate, id: owner }: Change): Promise<RowChange[]> {
    const belongs = (row: Pending): boolean => row.kind.aggregate === aggregate && row.owner === owner;
    const taken = this.rows.filter(belongs);
    this.rows = this.rows.filter((row) => !belongs(row));
    const rows: RowChange[] = [];
    for (const kind of new Set(taken.map((row) => row.kind))) {
      const own = taken.filter((row) => row.kind === kind);
      for (const { id, keep } of own)
        if (id === null) rows.push({ kind: kind.name, id, mac: null, ...(keep && { keep }) });
      const ids = new Set(own.flatMap(({ id }) => (id === null ? [] : [id])));
      if (ids.size > 0) rows.push(...(await bound.describe(reader, kind, [...ids])));
    }
    return rows;
  }
}
