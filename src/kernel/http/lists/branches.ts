import type { Sql } from '../../database/sql.js';
import { keyset, buildPage, type PageQuery } from './list.js';
import { keyColumns } from './root-order.js';

/** A part of a list: rows of one table with conditions of their own. */
export interface Branch {
  /** The table, and its name in the conditions. */
  table: string;
  root: string;
  /** The same columns in each branch, among them `id`. */
  columns: string;
  /** The instant that its rows stand in order of. */
  at: string;
  /** For some rows it never comes. */
  endless?: boolean;
  sql: Sql;
  /** Conditions of which each row meets one: each is read by an index of its own, no further than one page goes. */
  either?: readonly string[] | undefined;
}

type Direction = 'ASC' | 'DESC';

/** The page of rows that are named `r`, each with the instant `at` that its branch says. */
const buildBranchPage = (query: PageQuery, direction: Direction) =>
  buildPage(query, keyColumns('r.at', 'r.id'), direction);

/** A list out of one branch. The rows of `from` are named `r`. */
export function selectPage(query: PageQuery, direction: Direction, branch: Branch) {
  return { ...buildBranchPage(query, direction), from: `(${selectBranch(query, direction, branch)}) r` };
}

/**
 * The same out of two branches: the caller's own rows, and those of others. Each reads its index no further than one page
 * goes; behind the last own row of a full page nothing of others is looked at.
 */
export function mergeBranches(query: PageQuery, direction: Direction, own: Branch, others: Branch) {
  const page = buildBranchPage(query, direction);
  const mine = selectBranch(query, direction, own);
  const [until, last, never] = direction === 'ASC' ? ['<=', 'max', 'infinity'] : ['>=', 'min', '-infinity'];
  others.sql.and(
    `${others.at} ${until} coalesce((SELECT ${last}(o.at) FROM own o HAVING count(*) > ${page.limit}), '${never}')`,
  );
  const theirs = selectBranch(query, direction, others);
  return { ...page, from: `(WITH own AS MATERIALIZED (${mine}) SELECT * FROM own UNION ALL (${theirs})) r` };
}

function selectBranch(
  query: PageQuery,
  direction: Direction,
  { table, root, columns, at, endless, sql, either }: Branch,
): string {
  const { order } = keyset(query, keyColumns(at, `${root}.id`, endless), direction, sql);
  const select = (more = ''): string =>
    `SELECT ${columns}, ${at} AS at FROM ${table} ${root} WHERE ${sql.where}${more} ${order}`;
  return either?.map((condition) => `(${select(` AND (${condition})`)})`).join(' UNION ALL ') ?? select();
}
