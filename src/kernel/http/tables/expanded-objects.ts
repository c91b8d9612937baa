import type { Request } from 'express';
import { invalid } from '../validation.js';
import type { Column } from './columns.js';

export const EXPAND = 'expand';

/** Fields of items that name another object, and what kind of object it is. */
export type NamedKinds = Readonly<Record<string, string>>;

/** Reads objects of one kind, many at once, as their own address shows each to the caller; none that the caller may not read. */
export type ReadObjects = (
  request: Request,
  kind: string,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, object>>;

/** Those of these fields that name an object. */
export const listNamingFields = (kinds: NamedKinds, fields: readonly string[]): string[] =>
  fields.filter((field) => Object.hasOwn(kinds, field));

/**
 * The fields whose objects a request asks for, by their names, separated by commas; null: none.
 * @throws Problem `validation_failed` for one that names no object, and in a table, which has no place for them
 */
export function chooseExpansion(
  { query }: Request,
  columns: readonly Column[],
  kinds: NamedKinds,
  isTable: boolean,
): string[] | null {
  if (!(EXPAND in query)) return null;
  if (isTable)
    throw invalid(`?${EXPAND}`, 'not_in_tables', {
      en: 'A table has no place for other objects',
      zh: '表格中不能展开其他对象',
    });
  const known = listNamingFields(
    kinds,
    columns.map(({ path: [field = ''] }) => field),
  );
  const names = [query[EXPAND]].flat().flatMap((each) => (typeof each === 'string' ? each.split(',') : ['']));
  const stranger = names.find((name) => !known.includes(name));
  if (stranger === undefined) return [...new Set(names)];
  throw invalid(`?${EXPAND}`, 'names_no_object', {
    en: `No object can be expanded as ${stranger.slice(0, 100)}`,
    zh: `${stranger.slice(0, 100)} 不能展开`,
  });
}

/** An item names an object by its id, or by its id and name. */
function readNamedId(item: object, field: string): string | null {
  const named = (item as Record<string, unknown>)[field];
  const id = (named as { id?: unknown } | null | undefined)?.id ?? named;
  return typeof id === 'string' ? id : null;
}

/** A page with the objects that its items name, each once: by the field, then by their ids. */
export async function expandPage(
  page: { items: readonly object[] },
  fields: readonly string[],
  read: (field: string, ids: readonly string[]) => Promise<ReadonlyMap<string, object>>,
): Promise<object> {
  const expanded: Record<string, object> = {};
  for (const field of fields) {
    const ids = new Set(page.items.flatMap((item) => readNamedId(item, field) ?? []));
    const found = ids.size === 0 ? [] : await read(field, [...ids]);
    expanded[field] = Object.fromEntries(found);
  }
  return { ...page, expanded };
}
