import { isJsonObject, type JsonObject } from '../notices/notice-row-reader.js';

/** Members of a release that say of it alone when and as what it was published: merging leaves them out. */
const OMITTED = new Set(['id', 'date', 'tag']);

/**
 * Lists of OCDS 1.1.5 and of its extensions for lots, bids and enquiries that are replaced whole: those that the schema marks
 * (`wholeListMerge`), and those whose items have no `id` there. Lists of other things than objects are so wherever they stand.
 */
const WHOLE_LISTS = new Set([
  'parties.additionalIdentifiers',
  'parties.roles',
  'buyer.additionalIdentifiers',
  'tender.procuringEntity.additionalIdentifiers',
  'tender.items.additionalClassifications',
  'tender.additionalProcurementCategories',
  'tender.submissionMethod',
  'tender.tenderers.additionalIdentifiers',
  'tender.amendments.changes',
  'tender.amendment.changes',
  'bids.details.relatedLots',
  'bids.details.tenderers.additionalIdentifiers',
  'awards.relatedLots',
  'awards.suppliers.additionalIdentifiers',
  'awards.items.additionalClassifications',
  'awards.amendments.changes',
  'awards.amendment.changes',
  'contracts.relatedLots',
  'contracts.items.additionalClassifications',
  'contracts.implementation.transactions.payer.additionalIdentifiers',
  'contracts.implementation.transactions.payee.additionalIdentifiers',
  'contracts.relatedProcesses.relationship',
  'contracts.amendments.changes',
  'contracts.amendment.changes',
  'relatedProcesses.relationship',
]);

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
const isReplaced = (value: unknown, path: string): boolean =>
  Array.isArray(value) ? WHOLE_LISTS.has(path) || value.some((item) => !isJsonObject(item)) : !isJsonObject(value);

/**
 * What releases of one process come to, in their order: https://standard.open-contracting.org/1.1/en/schema/merging/. A member
 * takes the place of its earlier value, null takes it away, items of lists are those of the same `id`. `compiled` is where they
 * begin: what earlier releases came to. Nothing that is given is changed.
 */
export function mergeReleases(releases: readonly JsonObject[], compiled: JsonObject | null = null): JsonObject {
  const merged = structuredClone(compiled ?? {});
  for (const release of releases) {
    mergeMembers(merged, release, '');
    Object.assign(merged, { id: `${String(release['ocid'])}-${String(release['date'])}`, date: release['date'] });
  }
  return { ...merged, tag: ['compiled'] };
}

function mergeMembers(into: JsonObject, from: JsonObject, path: string): void {
  for (const [key, value] of Object.entries(from)) {
    if (path === '' && OMITTED.has(key)) continue;
    const place = join(path, key);
    if (value === null) delete into[key];
    else if (isReplaced(value, place)) into[key] = structuredClone(value);
    else if (!hasContent(value, place)) continue;
    else if (Array.isArray(value)) mergeItems(into, key, value as JsonObject[], place);
    else if (isJsonObject(value)) mergeObject(into, key, value, place);
  }
}

/** Empty objects, and objects of nothing else, say nothing. */
function hasContent(value: unknown, path: string): boolean {
  if (value === null || isReplaced(value, path)) return true;
  if (Array.isArray(value)) return value.some((item) => hasContent(item, path));
  return Object.entries(value as JsonObject).some(([key, member]) => hasContent(member, join(path, key)));
}

function mergeObject(into: JsonObject, key: string, value: JsonObject, path: string): void {
  const known = into[key];
  const merged = isJsonObject(known) ? known : {};
  into[key] = merged;
  mergeMembers(merged, value, path);
}

/** Items of an `id` that is there already change that one; others, and those without one, stand behind those that are there. */
function mergeItems(into: JsonObject, key: string, items: readonly JsonObject[], path: string): void {
  const known = into[key];
  const list = Array.isArray(known) ? (known as unknown[]) : [];
  into[key] = list;
  const places = new Map<string, JsonObject>();
  for (const item of list) if (isJsonObject(item) && hasId(item)) places.set(String(item['id']), item);
  for (const item of items) {
    if (!hasContent(item, path)) continue;
    let merged = hasId(item) ? places.get(String(item['id'])) : undefined;
    if (merged === undefined) {
      merged = {};
      list.push(merged);
      if (hasId(item)) places.set(String(item['id']), merged);
    }
    const id = merged['id'];
    mergeMembers(merged, item, path);
    if (id !== undefined) merged['id'] = id;
  }
}

const hasId = ({ id }: JsonObject): boolean => typeof id === 'string' || typeof id === 'number';
