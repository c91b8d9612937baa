import { withTextType } from './text-types.js';

/**
 * The generator writes `nullable`, which OpenAPI 3.1 no longer knows: there null is a type like any other, so that any JSON
 * Schema validator reads the document as it stands.
 */
type Node = Record<string, unknown>;

const NULL = { type: 'null' };

const toList = (value: unknown): unknown[] | undefined => (Array.isArray(value) ? (value as unknown[]) : undefined);

/** The compiler gives the members of a union in an order of its own. */
const inOrder = (values: unknown[]): unknown[] => [...values].sort((a, b) => (String(a) < String(b) ? -1 : 1));

function withNull(schema: Node): Node {
  const { type, allOf, oneOf, anyOf, enum: values, ...rest } = schema;
  const parts = toList(allOf ?? oneOf ?? anyOf);
  if (parts) return { ...rest, anyOf: [...parts, NULL] };
  const codes = toList(values)?.filter((code) => code !== null);
  return { ...rest, type: [...(toList(type) ?? [type]), 'null'], ...(codes && { enum: [...codes, null] }) };
}

/** A reference with a description stands as itself; 3.0 had to wrap it. */
function unwrapReference(schema: Node): Node {
  const { allOf, ...rest } = schema;
  return Array.isArray(allOf) && allOf.length === 1 ? { ...(allOf[0] as Node), ...rest } : schema;
}

/** The schema, and all schemas in it, with `null` as a type. Numbers of this API are whole unless a format says otherwise. */
export function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (value === null || typeof value !== 'object') return value;
  const schema = withTextType(
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJsonSchema(item)])),
  );
  if (schema.type === 'number' && schema.format === undefined) schema.type = 'integer';
  if (Array.isArray(schema.enum)) schema.enum = inOrder(schema.enum);
  if (typeof schema.nullable !== 'boolean') return unwrapReference(schema);
  const { nullable, ...rest } = schema;
  return nullable ? withNull(rest) : unwrapReference(rest);
}
