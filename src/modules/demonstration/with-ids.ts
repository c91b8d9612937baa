/**
 * The same data with ids replaced: the ids of a dataset stand in for those that recording gives (tenders, contracts), and
 * a fact may name one of them anywhere, such as the contract that residents are handed over to.
 */
export function withIds<T>(value: T, ids: ReadonlyMap<string, string>): T {
  return replaced(value, ids) as T;
}

function replaced(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return ids.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, ids));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, ids)]));
}
