import type { Type } from '@nestjs/common';
import { ApiProperty, getSchemaPath, type ApiPropertyOptions, type OpenAPIObject, type SchemaObject } from '@nestjs/swagger';

/** Extension of a field whose class follows from the `kind` beside it: the schema of each kind. Gone from the finished document. */
const X_BY_KIND = 'x-by-kind';
const KIND = 'kind';

/** A field whose class follows from the `kind` beside it; in the document the two are a union with `kind` as its discriminator. */
export const ByKind = (types: Readonly<Record<string, Type<object>>>): PropertyDecorator => {
  const refs = Object.fromEntries(Object.entries(types).map(([kind, type]) => [kind, getSchemaPath(type)]));
  const anyOf = [...new Set(Object.values(refs))].map(($ref) => ({ $ref }));
  return ApiProperty({ anyOf, [X_BY_KIND]: refs } as ApiPropertyOptions);
};

type Field = SchemaObject & { [X_BY_KIND]?: Record<string, string> };

const toName = (base: string, kind: string): string =>
  `${base.replace(/Dto$/, '')}${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}Dto`;

/**
 * Turns each schema with such a field into a union of one schema for each kind, so that a generated client does not compile
 * where kind and field do not belong together.
 */
export function makeUnions(document: OpenAPIObject): void {
  const schemas = document.components?.schemas ?? {};
  for (const [name, schema] of Object.entries(schemas)) {
    if (!('properties' in schema)) continue;
    const fields = Object.entries(schema.properties ?? {}) as [string, Field][];
    const [field, { [X_BY_KIND]: refs = undefined } = {}] = fields.find(([, each]) => X_BY_KIND in each) ?? [];
    if (field === undefined || refs === undefined) continue;
    const mapping: Record<string, string> = {};
    for (const [kind, $ref] of Object.entries(refs)) {
      const { description = '' } = schemas[$ref.split('/').at(-1) ?? ''] as SchemaObject;
      const own = { [KIND]: { type: 'string', enum: [kind] }, [field]: { $ref } };
      schemas[toName(name, kind)] = { ...schema, description, properties: { ...schema.properties, ...own } };
      mapping[kind] = `#/components/schemas/${toName(name, kind)}`;
    }
    schemas[name] = {
      description: schema.description,
      oneOf: Object.values(mapping).map(($ref) => ({ $ref })),
      discriminator: { propertyName: KIND, mapping },
    };
  }
}
