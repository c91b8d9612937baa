import type { Tx } from '../../../kernel/database/transactions.js';

export interface MergedPair {
  /** The record that goes into the other one. */
  from: string;
  to: string;
}

interface MovedRoot {
  id: string;
  dataset: string;
}

/** SQL: roots of a table whose column names `$1`; where `$2`, those alone that the merge `$3` moved, which it names by `field`. */
const moves = (table: string, field: string, column: string): string =>
  `r.${column} = $1 AND (NOT $2 OR EXISTS (SELECT FROM organisation_merge_reference m WHERE m.merge_id = $3
     AND m.root_type = '${table}' AND m.field = '${field}' AND m.moved AND m.root_id = r.id::text))`;

/** SQL: holds those that nobody else holds, and answers one of the others. */
export const holdRootsSql = (table: string, field: string, column: string): string =>
  `WITH held AS MATERIALIZED (
     SELECT r.id FROM ${table} r WHERE ${moves(table, field, column)} ORDER BY r.id FOR NO KEY UPDATE SKIP LOCKED)
   SELECT r.id FROM ${table} r WHERE ${moves(table, field, column)} AND r.id NOT IN (SELECT id FROM held) ORDER BY r.id LIMIT 1`;

/** SQL: waits for one of them. */
export const waitForRootSql = (table: string): string => `SELECT FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`;

/** SQL: those whose column names `$1` name `$2`, of `$3` where those are given. */
export const renameBodySql = (table: string, column: string): string =>
  `UPDATE ${table} SET ${column} = $2, version = version + 1, updated_at = clock_timestamp()
   WHERE ${column} = $1 AND ($3::uuid[] IS NULL OR id = ANY ($3)) RETURNING id, dataset`;

/** Roots of a type that go over at once, one column of theirs, by the statements above: a table is its own room's to write. */
export interface MovedRoots {
  type: string;
  field: string;
  hold: (tx: Tx, params: [source: string, isBack: boolean, merge: string]) => Promise<{ id: string }[]>;
  wait: (tx: Tx, id: string) => Promise<unknown>;
  rename: (tx: Tx, params: [source: string, target: string, only: readonly string[] | null]) => Promise<MovedRoot[]>;
}

/** What names a record, on its way to the other one of a merge, or back. */
export class MergeMove {
  constructor(
    readonly tx: Tx,
    private readonly merge: MergedPair & { id: string },
    private readonly isBack: boolean,
  ) {}

  /** The record that is named so far. */
  get source(): string {
    return this.isBack ? this.merge.to : this.merge.from;
  }

  /** The record that is to be named. */
  get target(): string {
    return this.isBack ? this.merge.from : this.merge.to;
  }

  /** Holds those of these roots that nobody else holds; answers one of the others, null where all are held. */
  async holdRoots({ hold }: MovedRoots): Promise<string | null> {
    const [left] = await hold(this.tx, [this.source, this.isBack, this.merge.id]);
    return left?.id ?? null;
  }

  /**
   * Moves one part of the roots of a type: those that name `source`. Each becomes another version, and an undoing gives back these
   * and no others.
   */
  async moveRoots({ type, field, rename }: MovedRoots): Promise<void> {
    const moved = await this.move(type, field, (only) => rename(this.tx, [this.source, this.target, only]));
    await this.tx.recordAll(
      moved.map(({ id, dataset }) => ({
        ...{ aggregate: type, id, action: 'changed', dataset, tenants: [this.target] },
        data: { changed: { [field]: { from: this.source, to: this.target } }, merge: this.merge.id },
      })),
    );
  }

  /**
   * The same of what has no version of its own; `update` writes what names `source`, of `only` where that is given, and answers
   * it.
   */
  async move<T extends { id: string }>(
    type: string,
    field: string,
    update: (only: readonly string[] | null) => Promise<T[]>,
  ): Promise<T[]> {
    const only = this.isBack ? await this.loadMovedIds(type, field) : null;
    if (only?.length === 0) return [];
    const moved = await update(only);
    await this.tx.query(
      `INSERT INTO organisation_merge_reference (merge_id, root_type, root_id, field, moved)
       SELECT $1, $2, unnest($4::text[]), $3, $5
       ON CONFLICT (merge_id, root_type, root_id, field) DO UPDATE SET moved = EXCLUDED.moved`,
      [this.merge.id, type, field, moved.map(({ id }) => id), !this.isBack],
    );
    return moved;
  }

  private async loadMovedIds(type: string, field: string): Promise<string[]> {
    const rows = await this.tx.query<{ id: string }>(
      `SELECT root_id AS id FROM organisation_merge_reference WHERE merge_id = $1 AND root_type = $2 AND field = $3 AND moved`,
      [this.merge.id, type, field],
    );
    return rows.map(({ id }) => id);
  }
}
