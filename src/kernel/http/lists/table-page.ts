import { Problem } from '../../errors/problem.js';
import { decodeCursor, nextLink, type List, type PageQuery } from './list.js';

const DEFAULT_LIMIT = 50;

/** One page of a table that the process holds itself (rules, code lists): same limits, cursors and links as SQL lists. */
export function tablePage<T>(table: readonly T[], keyOf: (row: T) => string, query: PageQuery, url: string): List<T> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const first = query.cursor === undefined ? 0 : findNextIndex(table, keyOf, decodeCursor(query.cursor, 1)[0] ?? '');
  const items = table.slice(first, first + limit);
  const last = items.at(-1);
  if (last === undefined || first + limit >= table.length) return { items, next: null };
  return { items, next: nextLink(url, JSON.stringify([keyOf(last)])) };
}

function findNextIndex<T>(table: readonly T[], keyOf: (row: T) => string, key: string): number {
  const index = table.findIndex((row) => keyOf(row) === key);
  if (index < 0) throw new Problem('bad_cursor');
  return index + 1;
}
