import type { OpenAPIObject, ReferenceObject, SchemaObject } from '@nestjs/swagger';

type Schemas = Record<string, SchemaObject | ReferenceObject>;

const PREFIX = '#/components/schemas/';

/** The component a reference names; anything else as it is. */
export function resolve(document: OpenAPIObject, schema: SchemaObject | ReferenceObject | undefined): SchemaObject {
  if (schema === undefined) return {};
  if (!('$ref' in schema)) return schema;
  return (document.components?.schemas?.[schema.$ref.slice(PREFIX.length)] ?? {}) as SchemaObject;
}

/** The schema of the items, where the schema is a page of a list. */
export function findPageItem({ properties = {} }: SchemaObject): SchemaObject | ReferenceObject | undefined {
  const { items, next } = properties;
  return items !== undefined && next !== undefined && 'items' in items ? items.items : undefined;
}

/** Names of the components that a value reaches. */
function collectReachedNames(value: unknown, schemas: Schemas, found = new Set<string>()): Set<string> {
  if (value === null || typeof value !== 'object') return found;
  const { $ref } = value as { $ref?: unknown };
  if (typeof $ref === 'string' && $ref.startsWith(PREFIX)) {
    const name = $ref.slice(PREFIX.length);
    if (!found.has(name)) collectReachedNames(schemas[name], schemas, found.add(name));
  }
  for (const item of Object.values(value)) collectReachedNames(item, schemas, found);
  return found;
}

/** A request may hold no field that is not named; an answer may gain some within v1. */
export function closeRequests(document: OpenAPIObject, bodies: readonly unknown[]): void {
  const schemas = document.components?.schemas ?? {};
  for (const name of collectReachedNames(bodies, schemas)) {
    const schema = schemas[name];
    if (schema && 'properties' in schema) schema.additionalProperties = false;
  }
}

/** A schema that shares at least half of its properties, and these characters of them, with an earlier one is alike. */
const LEAST_SHARED = 150;

/** Of the schemas before, the one that most of these properties stand in; the nearest of several. */
function findAlike(properties: readonly string[], holders: ReadonlyMap<string, readonly string[]>): string | undefined {
  const shared = new Map<string, number>();
  for (const property of properties)
    for (const holder of holders.get(property) ?? []) shared.set(holder, (shared.get(holder) ?? 0) + property.length);
  const length = properties.join('').length;
  const [alike] = [...shared]
    .filter(([, common]) => common >= LEAST_SHARED && common * 2 >= length)
    .reverse()
    .sort(([, a], [, b]) => b - a);
  return alike?.[0];
}

/**
 * Puts each schema behind an earlier one that is alike; the others keep the order in which operations name them. Gzip looks
 * back 32 KB: what stands farther away is packed as if it were new.
 */
export function orderSchemas(document: OpenAPIObject): void {
  const schemas = document.components?.schemas ?? {};
  const holders = new Map<string, string[]>();
  const behind = new Map<string | undefined, string[]>();
  for (const [name, schema] of Object.entries(schemas)) {
    const properties = Object.entries('properties' in schema ? (schema.properties ?? {}) : {}).map((property) =>
      JSON.stringify(property),
    );
    const alike = findAlike(properties, holders);
    behind.set(alike, [...(behind.get(alike) ?? []), name]);
    for (const property of properties) holders.set(property, [...(holders.get(property) ?? []), name]);
  }
  const follow = (name: string | undefined): string[] => (behind.get(name) ?? []).flatMap((next) => [next, ...follow(next)]);
  document.components = {
    ...document.components,
    schemas: Object.fromEntries(follow(undefined).map((name) => [name, schemas[name] as SchemaObject | ReferenceObject])),
  };
}
