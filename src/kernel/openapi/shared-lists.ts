import type { OpenAPIObject, ReferenceObject, SchemaObject } from '@nestjs/swagger';
import { createReference } from './operations.js';

/** Closed lists by the name under which a client finds them: their values, and what they are. */
export type NamedLists = Readonly<Record<string, { values: readonly string[]; description: string }>>;

type Schema = SchemaObject | ReferenceObject;

const toKey = (values: readonly unknown[]): string => [...values].map(String).sort().join(' ');

/** A closed list that several schemas have stands once, under its name; null beside its values stays where it is. */
export function shareLists(document: OpenAPIObject, lists: NamedLists): void {
  const schemas = document.components?.schemas ?? {};
  const names = new Map(Object.entries(lists).map(([name, { values }]) => [toKey(values), name]));
  const replace = (schema: Schema | undefined): Schema => {
    const own = schema as SchemaObject;
    const values: unknown[] = own.enum ?? [];
    const name = names.get(toKey(values.filter((value) => value !== null)));
    if (name !== undefined) {
      const { enum: _, type: __, ...rest } = own;
      schemas[name] ??= { type: 'string', enum: values.filter((value) => value !== null), description: lists[name]?.description };
      const list = createReference('schemas', name);
      return values.includes(null) ? { ...rest, anyOf: [list, { type: 'null' }] } : { ...rest, ...list };
    }
    if (own.items) own.items = replace(own.items);
    for (const [property, each] of Object.entries(own.properties ?? {}))
      (own.properties as Record<string, Schema>)[property] = replace(each);
    return own;
  };
  for (const [name, schema] of Object.entries(schemas)) if (!(name in lists)) replace(schema);
}
