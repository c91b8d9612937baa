import { orderOfCreation } from '../../database/root-filters.js';
import { Sql } from '../../database/sql.js';
import { keyset, type PageQuery } from './list.js';

/** A part of a list: rows of one table with conditions of their own. */
export interface Branch {
  /** The table, and its name in the conditions. */
  table: string;
  root: string;
  /** The same columns in each branch, among them `id` and `created_at`. */
  columns: string;
  sql: Sql;
}

/**
 * A list in order of creation out of one branch or two: the caller's own rows, and those of others. Each branch reads
 * its index no further than one page goes; behind the last own row of a full page nothing of others is looked at. The
 * answer's `from` is named `r`.
 */
export function mergeBranches(query: PageQuery, own: Branch | null, others: Branch | null) {
  const { cursor: _, ...first } = query;
  const page = keyset(first, orderOfCreation('r'), 'ASC', new Sql());
  const select = ({ table, root, columns, sql }: Branch): string => {
    const { order } = keyset(query, orderOfCreation(root), 'ASC', sql);
    return `SELECT ${columns} FROM ${table} ${root} WHERE ${sql.where} ${order}`;
  };
  if (own === null || others === null) {
    const only = own ?? others;
    if (only === null) throw new Error('A list has at least one branch');
    return { page, from: `(${select(only)}) r` };
  }
  const mine = select(own);
  others.sql.and(
    `${others.root}.created_at <= coalesce((SELECT max(o.created_at) FROM own o HAVING count(*) > ${page.limit}), 'infinity')`,
  );
  return { page, from: `(WITH own AS MATERIALIZED (${mine}) SELECT * FROM own UNION ALL (${select(others)})) r` };
}
