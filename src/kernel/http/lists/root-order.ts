import type { Sql } from '../../database/sql.js';
import { invalid } from '../validation.js';
import { keyset, type PageQuery } from './list.js';

/** Orders that every list of roots has. */
export const ROOT_SORTS = ['created', '-created'] as const;

/** The instant that the rows of a list stand in order of, a column of its roots, and which end comes first. */
export interface RootOrder<At extends string = 'created_at' | 'updated_at'> {
  at: At;
  direction: 'ASC' | 'DESC';
}

/** What was changed since an instant comes in the order of its last change: what changes meanwhile is met again, never missed. */
export function findRootOrder(query: { sort?: string; updatedSince?: string }): RootOrder {
  if (query.updatedSince === undefined)
    return { at: 'created_at', direction: query.sort === '-created' ? 'DESC' : 'ASC' };
  refuseSort(query.sort, 'updatedSince');
  return { at: 'updated_at', direction: 'ASC' };
}

/** A list that begins at an instant stands in order of such instants: any other would read all that lies before it. */
export function refuseSort(sort: string | undefined, bound: string): void {
  if (sort !== undefined)
    throw invalid('/sort', 'not_sortable', {
      en: `with ${bound} the list has an order of its own`,
      zh: `使用 ${bound} 时列表有其自身的顺序`,
    });
}

/** A page of a list whose roots are named `r`, in the order that was asked for. */
export function keysetOfRoots(query: PageQuery & { sort?: string; updatedSince?: string }, sql: Sql) {
  const { at, direction } = findRootOrder(query);
  return keyset(query, keyColumns(`r.${at}`, 'r.id'), direction, sql);
}

/** Rows in the order of an instant; those of one instant in the order of their ids. */
export const keyColumns = (at: string, id: string, endless = false) =>
  [
    { column: at, type: 'timestamptz', endless },
    { column: id, type: 'uuid' },
  ] as const;
