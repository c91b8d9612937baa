import type { SchemaObject } from '@nestjs/swagger';

/**
 * What the document says of a field by the alias of string that its class gives it: `since: PlainDate`. The build writes the
 * alias where a format stands; it is replaced when the document is made.
 */
export const TEXT_TYPES = {
  Uuid: { format: 'uuid' },
  PlainDate: { format: 'date' },
  PartialDate: { pattern: '^[1-9]\\d{3}(-\\d{2}(-\\d{2})?)?$' },
  Moment: { pattern: '^[1-9]\\d{3}(-\\d{2}(-\\d{2}(T.+)?)?)?$' },
  Instant: { format: 'date-time' },
} as const satisfies Record<string, Pick<SchemaObject, 'format' | 'pattern'>>;

const isTextType = (name: unknown): name is keyof typeof TEXT_TYPES =>
  typeof name === 'string' && Object.hasOwn(TEXT_TYPES, name);

/** The schema with a format or pattern in the place of an alias. An alias that is not known here is a fault of ours. */
export function withTextType(schema: Record<string, unknown>): Record<string, unknown> {
  const { format, ...rest } = schema;
  if (isTextType(format)) return { ...TEXT_TYPES[format], ...rest };
  if (typeof format === 'string' && /^[A-Z]/.test(format)) throw new Error(`Describe the type ${format} in text-types.ts`);
  return schema;
}

interface NamedList {
  values: readonly string[];
  description: string;
}

/** Closed lists by the name under which a client finds them. */
export type NamedLists = Readonly<Record<string, NamedList>>;
