import type { OpenAPIObject, ReferenceObject, SchemaObject } from '@nestjs/swagger';
import { createReference, isReference, listOperations } from './operations.js';
import type { NamedLists } from './text-types.js';

type Schema = SchemaObject | ReferenceObject;

const toKey = (values: readonly unknown[]): string => [...values].map(String).sort().join(' ');

/** A closed list that several schemas and parameters have stands once, under its name; null beside its values stays where it is. */
export function shareLists(document: OpenAPIObject, lists: NamedLists): void {
  const schemas = document.components?.schemas ?? {};
  const names = new Map(Object.entries(lists).map(([name, { values }]) => [toKey(values), name]));
  const replace = (schema: Schema | undefined): Schema => {
    const own = schema as SchemaObject;
    const values: unknown[] = own.enum ?? [];
    const name = names.get(toKey(values.filter((value) => value !== null)));
    const listed = name === undefined ? undefined : lists[name];
    if (name !== undefined && listed !== undefined) {
      const { enum: _, type: __, ...rest } = own;
      schemas[name] ??= { type: 'string', enum: [...listed.values].sort(), description: listed.description };
      const list = createReference('schemas', name);
      return values.includes(null) ? { ...rest, anyOf: [list, { type: 'null' }] } : { ...rest, ...list };
    }
    if (own.items) own.items = replace(own.items);
    for (const [property, each] of Object.entries(own.properties ?? {}))
      (own.properties as Record<string, Schema>)[property] = replace(each);
    return own;
  };
  for (const [name, schema] of Object.entries(schemas)) if (!(name in lists)) replace(schema);
  for (const { operation } of listOperations(document))
    for (const parameter of operation.parameters ?? [])
      if (!isReference(parameter) && parameter.in === 'query') parameter.schema = replace(parameter.schema);
}
