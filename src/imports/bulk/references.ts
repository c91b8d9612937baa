import { isUUID } from 'class-validator';
import { randomUUID } from 'node:crypto';
import {
  EXTERNAL_ID,
  loadRootsByExternalIds,
  type ExternalId,
} from '../../kernel/database/external-ids/external-ids.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { NumberedType, PersonNumbers } from '../../people/organisations/persons/person-numbers.js';
import type { RootType } from './columns.js';
import type { ReadRow } from './row-reader.js';

export function parseExternalId(text: string): ExternalId {
  const colon = text.indexOf(':');
  return { system: text.slice(0, colon), id: text.slice(colon + 1) };
}

/** Of these objects those that stand in the dataset. */
const HERE = `
  SELECT g.id FROM unnest($1::text[], $2::uuid[]) AS g(type, id)
  WHERE EXISTS (SELECT FROM organisation r WHERE g.type = 'organisation' AND r.id = g.id AND r.dataset = $3)
    OR EXISTS (SELECT FROM tender r WHERE g.type = 'tender' AND r.id = g.id AND r.dataset = $3)
    OR EXISTS (SELECT FROM contract r WHERE g.type = 'contract' AND r.id = g.id AND r.dataset = $3)
    OR EXISTS (SELECT FROM service_line r WHERE g.type = 'service_line' AND r.id = g.id AND r.dataset = $3)
    OR EXISTS (SELECT FROM community r WHERE g.type = 'community' AND r.id = g.id AND r.dataset = $3)`;

const listNames = (value: unknown): string[] =>
  [value].flat().filter((name): name is string => typeof name === 'string' && (EXTERNAL_ID.test(name) || isUUID(name)));

/** What rows refer to, by type. */
function listReferences(rows: readonly ReadRow[]): Map<RootType, Set<string>> {
  const named = new Map<RootType, Set<string>>();
  for (const { said } of rows)
    for (const { column, value } of said) {
      if (!column.refers) continue;
      const names = named.get(column.refers) ?? new Set();
      named.set(column.refers, names);
      for (const name of listNames(value)) names.add(name);
    }
  return named;
}

/** Of people the use case that the row is taken by says whose they are. */
const isNumbered = (type: RootType): type is NumberedType => type === 'worker' || type === 'recipient';

/** Our ids of what is there, by type and by the name that rows have for it: an id here, or what another system calls it. */
async function loadReferences(
  tx: Tx,
  dataset: string,
  named: ReadonlyMap<RootType, ReadonlySet<string>>,
  numbers: PersonNumbers,
): Promise<Map<RootType, Map<string, string>>> {
  const known = new Map<RootType, Map<string, string>>();
  const ids: { type: RootType; id: string }[] = [];
  for (const [type, names] of named) {
    const others = [...names].filter((name) => !isUUID(name)).map(parseExternalId);
    const roots = isNumbered(type)
      ? await numbers.loadRoots(tx, type, dataset, others)
      : await loadRootsByExternalIds(tx, type, dataset, others);
    known.set(type, roots);
    for (const id of names)
      if (isUUID(id))
        if (isNumbered(type)) roots.set(id, id.toLowerCase());
        else ids.push({ type, id });
  }
  if (ids.length === 0) return known;
  const rows = await tx.query<{ id: string }>(HERE, [ids.map(({ type }) => type), ids.map(({ id }) => id), dataset]);
  const here = new Set(rows.map(({ id }) => id));
  for (const { type, id } of ids) if (here.has(id.toLowerCase())) known.get(type)?.set(id, id.toLowerCase());
  return known;
}

/**
 * Puts our ids where rows name objects as another system calls them. What nobody calls so, and what stands in another dataset,
 * becomes an id that nobody has: it is refused as what the caller may not see is, in the same words.
 */
export async function resolveReferences(
  tx: Tx,
  dataset: string,
  rows: readonly ReadRow[],
  numbers: PersonNumbers,
): Promise<void> {
  const known = await loadReferences(tx, dataset, listReferences(rows), numbers);
  for (const { said } of rows)
    for (const value of said) {
      const roots = value.column.refers && known.get(value.column.refers);
      if (!roots) continue;
      const resolve = (name: string): string => (listNames(name).length > 0 ? (roots.get(name) ?? randomUUID()) : name);
      if (typeof value.value === 'string') value.value = resolve(value.value);
      else if (Array.isArray(value.value)) value.value = value.value.map(resolve);
    }
}
