import { Problem } from '../errors/problem.js';
import type { LockMode } from './rows.js';
import type { Sql } from './sql.js';
import { listColumnsSql } from './tables.js';
import type { Tx } from './transactions.js';

/**
 * Locks one root row (`FOR NO KEY UPDATE`: foreign keys of concurrent inserts do not wait for it) before anything else of
 * it is read. Outside the conditions it does not exist: 404. `version` is what If-Match named. `FOR SHARE` lets others read it
 * under the same lock, and waits for whoever changes it. `more`: columns that do not change with it.
 */
export async function lockRoot<T extends { version: number }>(
  tx: Tx,
  table: string,
  id: string,
  visible: (sql: Sql) => Sql,
  sql: Sql,
  version?: number,
  mode: Extract<LockMode, 'FOR NO KEY UPDATE' | 'FOR SHARE'> = 'FOR NO KEY UPDATE',
  more: readonly string[] = [],
): Promise<T> {
  visible(sql.and(`r.id = ${sql.p(id)}`));
  const [row] = await tx.query<T>(
    `SELECT ${[listColumnsSql(table, 'r'), ...more].join(', ')} FROM ${table} r WHERE ${sql.where} ${mode} OF r`,
    sql.params,
  );
  if (!row) throw new Problem('not_found');
  if (version !== undefined && row.version !== version) throw new Problem('stale_version');
  return row;
}
