import type { Tx } from '../../../kernel/database/transactions.js';

interface MovedRoot {
  id: string;
  dataset: string;
}

/** SQL that `moveRoots` takes: roots of a table whose column names `$1` name `$2`, of `$3` where those are given. */
export const renameBodySql = (table: string, column: string): string =>
  `UPDATE ${table} SET ${column} = $2, version = version + 1, updated_at = clock_timestamp()
   WHERE ${column} = $1 AND ($3::uuid[] IS NULL OR id = ANY ($3)) RETURNING id, dataset`;

/** What names a record, on its way to the other one of a merge, or back. */
export class MergeMove {
  constructor(
    readonly tx: Tx,
    private readonly merge: { id: string; from: string; to: string },
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

  /**
   * Moves one part of the roots of a type; `update` writes those that name `source`, of `only` where that is given, and answers
   * them. Each becomes another version, and an undoing gives back these and no others.
   */
  async moveRoots(
    type: string,
    field: string,
    update: (only: readonly string[] | null) => Promise<MovedRoot[]>,
  ): Promise<void> {
    const moved = await this.move(type, field, update);
    await this.tx.recordAll(
      moved.map(({ id, dataset }) => ({
        ...{ aggregate: type, id, action: 'changed', dataset, tenants: [this.target] },
        data: { changed: { [field]: { from: this.source, to: this.target } }, merge: this.merge.id },
      })),
    );
  }

  /** The same of what has no version of its own. */
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
