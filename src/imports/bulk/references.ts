import { randomUUID } from 'node:crypto';
import {
  EXTERNAL_ID,
  loadRootsByExternalIds,
  type ExternalId,
} from '../../kernel/database/external-ids/external-ids.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { RootType } from './columns.js';
import type { ReadRow } from './row-reader.js';

export function parseExternalId(text: string): ExternalId {
  const colon = text.indexOf(':');
  return { system: text.slice(0, colon), id: text.slice(colon + 1) };
}

/**
 * Puts our ids where rows name objects as another system calls them. What nobody calls so becomes an id that nobody has: it is
 * refused as what the caller may not see is, in the same words.
 */
export async function resolveReferences(tx: Tx, dataset: string, rows: readonly ReadRow[]): Promise<void> {
  const named = new Map<RootType, Set<string>>();
  const listNames = (value: unknown): string[] =>
    [value].flat().filter((name): name is string => typeof name === 'string' && EXTERNAL_ID.test(name));
  for (const { said } of rows)
    for (const { column, value } of said)
      if (column.refers) {
        const names = named.get(column.refers) ?? new Set();
        named.set(column.refers, names);
        for (const name of listNames(value)) names.add(name);
      }
  const known = new Map<RootType, Map<string, string>>();
  for (const [type, names] of named)
    known.set(type, await loadRootsByExternalIds(tx, type, dataset, [...names].map(parseExternalId)));
  for (const { said } of rows)
    for (const value of said) {
      const roots = value.column.refers && known.get(value.column.refers);
      if (!roots) continue;
      const resolve = (name: string): string => (EXTERNAL_ID.test(name) ? (roots.get(name) ?? randomUUID()) : name);
      if (typeof value.value === 'string') value.value = resolve(value.value);
      else if (Array.isArray(value.value)) value.value = value.value.map(resolve);
    }
}
