import { Problem } from '../errors/problem.js';
import { lockRoot } from './roots.js';
import { shareCalls } from './batches/side-by-side.js';
import { Sql } from './sql.js';
import { listColumnsSql } from './tables.js';
import type { Tx } from './transactions.js';

/** Whose rows a caller may change, and which ones the caller may see; both add conditions on the root `r`. */
export interface Reach {
  kept: (sql: Sql) => Sql;
  visible: (sql: Sql) => Sql;
}

/** Locks a root that the caller keeps. What the caller only sees is not the caller's to change: 403; the rest is 404. `more` as in `lockRoot`. */
export async function lockKeptRoot<T extends { version: number }>(
  tx: Tx,
  table: string,
  id: string,
  reach: Reach,
  version?: number,
  mode?: 'FOR NO KEY UPDATE' | 'FOR SHARE',
  more?: readonly string[],
): Promise<T> {
  try {
    return await lockRoot<T>(tx, table, id, reach.kept, new Sql(), version, mode, more);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
    const sql = new Sql();
    reach.visible(sql.and(`r.id = ${sql.p(id)}`));
    const seen = await tx.query(`SELECT 1 FROM ${table} r WHERE ${sql.where}`, sql.params);
    throw seen.length > 0 ? new Problem('not_permitted') : error;
  }
}

/**
 * Locks one root in the same way; of several that are asked for beside each other all in one order. One that the caller does not keep,
 * and one whose version is named, is locked alone.
 */
export function createSharedLock<T extends { id: string; version: number }>(
  table: string,
  toReach: (tx: Tx) => Reach,
): (tx: Tx, id: string, version?: number) => Promise<T> {
  const lockShared = shareCalls(async (tx, ids: readonly string[]): Promise<T[]> => {
    const reach = toReach(tx);
    const locked = new Map<string, T>();
    if (ids.length > 1) {
      const sql = new Sql();
      reach.kept(sql.and(`r.id = ANY (${sql.p(ids)}::uuid[])`));
      const rows = await tx.query<T>(
        `SELECT ${listColumnsSql(table, 'r')} FROM ${table} r WHERE ${sql.where} ORDER BY r.id FOR NO KEY UPDATE OF r`,
        sql.params,
      );
      for (const row of rows) locked.set(row.id, row);
    }
    const roots: T[] = [];
    for (const id of ids) roots.push(locked.get(id) ?? (await lockKeptRoot<T>(tx, table, id, reach)));
    return roots;
  });
  return (tx, id, version) =>
    version === undefined ? lockShared(tx, id) : lockKeptRoot<T>(tx, table, id, toReach(tx), version);
}

/** Refuses references to what is not there or stands in another dataset. */
export async function mustBeInDataset(
  tx: Tx,
  table: string,
  dataset: string,
  ids: readonly (string | null | undefined)[],
  pointer: (index: number) => string,
): Promise<void> {
  const named = ids.filter((id) => id !== null && id !== undefined);
  if (named.length === 0) return;
  const rows = await tx.query<{ id: string }>(`SELECT id FROM ${table} WHERE id = ANY ($1::uuid[]) AND dataset = $2`, [
    named,
    dataset,
  ]);
  const found = new Set(rows.map((r) => r.id));
  const stranger = ids.findIndex((id) => id !== null && id !== undefined && !found.has(id.toLowerCase()));
  if (stranger >= 0)
    throw Problem.ofField('dataset_mismatch', pointer(stranger), {
      en: 'There is no such object in this dataset',
      zh: '该数据集中没有此对象',
    });
}
