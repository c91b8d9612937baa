import { CREATION } from '../../database/root-filters.js';
import type { Sql } from '../../database/sql.js';
import { keyset, buildPage, type PageQuery } from './list.js';

/** A part of a list: rows of one table with conditions of their own. */
export interface Branch {
  /** The table, and its name in the conditions. */
  table: string;
  root: string;
  /** The same columns in each branch, among them `id` and `created_at`. */
  columns: string;
  sql: Sql;
}

/** A list in order of creation out of one branch. The rows of `from` are named `r`. */
export function selectPage(query: PageQuery, branch: Branch) {
  return { ...buildPage(query, CREATION, 'ASC'), from: `(${selectBranch(query, branch)}) r` };
}

/**
 * The same out of two branches: the caller's own rows, and those of others. Each reads its index no further than one page
 * goes; behind the last own row of a full page nothing of others is looked at.
 */
export function mergeBranches(query: PageQuery, own: Branch, others: Branch) {
  const page = buildPage(query, CREATION, 'ASC');
  const mine = selectBranch(query, own);
  others.sql.and(
    `${others.root}.created_at <= coalesce((SELECT max(o.created_at) FROM own o HAVING count(*) > ${page.limit}), 'infinity')`,
  );
  const theirs = selectBranch(query, others);
  return { ...page, from: `(WITH own AS MATERIALIZED (${mine}) SELECT * FROM own UNION ALL (${theirs})) r` };
}

function selectBranch(query: PageQuery, { table, root, columns, sql }: Branch): string {
  const key = [
    { column: `${root}.created_at`, type: 'timestamptz' },
    { column: `${root}.id`, type: 'uuid' },
  ] as const;
  const { order } = keyset(query, key, 'ASC', sql);
  return `SELECT ${columns} FROM ${table} ${root} WHERE ${sql.where} ${order}`;
}
