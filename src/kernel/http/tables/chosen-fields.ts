import type { Request } from 'express';
import { invalid } from '../validation.js';
import type { Column } from './columns.js';

export const FIELDS = 'fields';

/**
 * The members of an item that a request asks for, by their names, separated by commas; null: all.
 * @throws Problem `validation_failed` for none, or one that no item of the list has
 */
export function chooseFields({ query }: Request, columns: readonly Column[]): ReadonlySet<string> | null {
  if (!(FIELDS in query)) return null;
  const known = new Set(columns.map(({ path }) => path[0]));
  const names = [query[FIELDS]].flat().flatMap((each) => (typeof each === 'string' ? each.split(',') : ['']));
  const stranger = names.find((name) => !known.has(name));
  if (stranger === undefined) return new Set(names);
  throw invalid(`?${FIELDS}`, 'no_such_field', {
    en: `Items of this list have no field ${stranger.slice(0, 100)}`,
    zh: `该列表的条目没有字段 ${stranger.slice(0, 100)}`,
  });
}

/** A page of a list with nothing of its items but these members. */
export function pickFields(page: unknown, fields: ReadonlySet<string>): unknown {
  const { items } = page as { items: readonly object[] };
  const pick = (item: object) => Object.fromEntries(Object.entries(item).filter(([name]) => fields.has(name)));
  return { ...(page as object), items: items.map(pick) };
}
