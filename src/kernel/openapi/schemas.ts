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
