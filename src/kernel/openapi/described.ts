import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { ValidationOptions } from 'class-validator';

/** What a validator of ours accepts, as the document says it. */
interface TextSchema {
  format?: string;
  pattern?: string;
  enum?: string[];
}

/** A validator that also describes the field it checks, so that the two cannot part. Of a list, only the check is ours. */
export const describeCheck = (
  check: PropertyDecorator,
  schema: TextSchema,
  options?: ValidationOptions,
): PropertyDecorator => (options?.each ? check : applyDecorators(check, ApiProperty(schema)));

type Fields = Record<string, object>;
/** A class of a request or an answer, with the method in which the build keeps what it found of the fields. */
interface DescribedClass {
  _OPENAPI_METADATA_FACTORY?: () => Fields;
}

/** What is said of the fields of a class by the decorators below. */
const said = new WeakMap<DescribedClass, Fields>();

function readDescribedFields(type: DescribedClass): Fields {
  const known = said.get(type);
  if (known) return known;
  const fields: Fields = {};
  said.set(type, fields);
  const { _OPENAPI_METADATA_FACTORY: found } = type;
  if (found && Object.hasOwn(type, '_OPENAPI_METADATA_FACTORY'))
    type._OPENAPI_METADATA_FACTORY = () =>
      Object.fromEntries(Object.entries(found()).map(([key, schema]) => [key, { ...schema, ...fields[key] }]));
  return fields;
}

/** What the document says of a field beside what the build found of it. Unlike `@ApiProperty` it leaves the order of the fields alone. */
export const describeField =
  (schema: object): PropertyDecorator =>
  ({ constructor }, key) => {
    const fields = readDescribedFields(constructor as DescribedClass);
    fields[String(key)] = { ...fields[String(key)], ...schema };
  };
