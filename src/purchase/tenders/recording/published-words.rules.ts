/** Columns of a row whose values published facts say otherwise than all facts together; null where none of them says it. */
export type PublishedWords = Record<string, string | number | null>;

/** Null: published facts say all of it, or the row is as unpublished as all its facts. */
export function findPublishedWords(all: object, published: object | null): PublishedWords | null {
  if (published === null) return null;
  const known = new Map<string, unknown>(Object.entries(all));
  const others = Object.entries(published as PublishedWords).filter(([column, value]) => value !== known.get(column));
  return others.length === 0 ? null : Object.fromEntries(others);
}
