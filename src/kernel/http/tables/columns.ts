import type { OpenAPIObject, ReferenceObject, SchemaObject } from '@nestjs/swagger';
import { resolve } from '../../openapi/schemas.js';

/** What a cell holds: text, an instant, a number, true or false, yuan, or what has no cell of its own as JSON. */
type ColumnKind = 'text' | 'instant' | 'number' | 'boolean' | 'yuan' | 'json';

export interface Column {
  path: readonly string[];
  kind: ColumnKind;
  /** The values of a closed list, where it holds one of them or some. */
  codes?: readonly string[];
  /** Instants stand there as the clock of Shanghai shows them. */
  isLocal?: boolean;
  /** What stands there in place of a code. */
  words?: Readonly<Record<string, string>> | undefined;
}

export type Cell = string | number | boolean | null;

type Schema = SchemaObject | ReferenceObject | undefined;

/** A schema without the `null` beside it; undefined where several others remain. */
function findOnlyAlternative({ anyOf, oneOf }: SchemaObject): Schema {
  const alternatives = (anyOf ?? oneOf ?? []).filter((each) => !('type' in each && String(each.type) === 'null'));
  return alternatives.length === 1 ? alternatives[0] : undefined;
}

function deriveKind({ type, format, description = '' }: SchemaObject): ColumnKind {
  const types = [type ?? []].flat().filter((each) => each !== 'null');
  if (types.length !== 1) return 'json';
  switch (types[0]) {
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      if (format === 'date-time') return 'instant';
      return /\byuan\b/i.test(description) ? 'yuan' : 'text';
    default:
      return 'json';
  }
}

/** The closed list that a value, or each of several, is from. */
function findCodes(document: OpenAPIObject, schema: Schema): readonly string[] | undefined {
  const found = resolve(document, schema);
  const only = findOnlyAlternative(found);
  if (only !== undefined) return findCodes(document, only);
  if (found.items !== undefined) return findCodes(document, found.items);
  const codes = found.enum?.filter((each): each is string => typeof each === 'string');
  return codes === undefined || codes.length === 0 ? undefined : codes;
}

/** The columns of an item by its schema: an object beside others is flattened, whatever is repeated in it stands in one cell. */
export function listColumns(
  document: OpenAPIObject,
  schema: Schema,
  path: readonly string[] = [],
  met: readonly string[] = [],
): Column[] {
  const name = schema !== undefined && '$ref' in schema ? schema.$ref : undefined;
  const isMet = name !== undefined && met.includes(name);
  const within = name === undefined ? met : [...met, name];
  const found = resolve(document, schema);
  const only = findOnlyAlternative(found);
  if (only !== undefined && !isMet)
    return listColumns(document, { description: found.description, ...only }, path, within);
  if (found.properties === undefined || isMet) {
    const codes = findCodes(document, found);
    return [{ path, kind: deriveKind(found), ...(codes !== undefined && { codes }) }];
  }
  return Object.entries(found.properties).flatMap(([field, each]) =>
    listColumns(document, each, [...path, field], within),
  );
}

function findValue(item: unknown, path: readonly string[]): unknown {
  let value = item;
  for (const field of path) value = (value as Record<string, unknown> | null | undefined)?.[field];
  return value instanceof Date ? value.toISOString() : value;
}

/** The same instant with the offset of Shanghai; `2026-03-02T01:00:00.000Z` is `2026-03-02T09:00:00.000+08:00`. */
const inLocalTime = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().replace('Z', '+08:00');

/** What stands in the cell of a column: a list of plain values joined by `; `, a list of objects as JSON. */
export function toCell(item: unknown, { path, kind, isLocal, words }: Column): Cell {
  const value = findValue(item, path);
  if (value === undefined || value === null) return null;
  if (kind === 'instant' && isLocal === true && typeof value === 'string') return inLocalTime(value);
  const say = (each: unknown) =>
    words !== undefined && Object.hasOwn(words, String(each)) ? words[String(each)] : each;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return say(value) as Cell;
  const isPlain = Array.isArray(value) && value.every((each) => each !== null && typeof each !== 'object');
  if (!isPlain) return JSON.stringify(value);
  return value.length === 0 ? null : value.map(say).join('; ');
}
