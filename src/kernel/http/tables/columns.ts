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
  /** Of a list of objects: what each holds, by the way to it from there. */
  items?: readonly Column[];
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
    const items = found.items === undefined || isMet ? [] : listColumns(document, found.items, [], within);
    const isOfObjects = items.some((item) => item.path.length > 0);
    return [{ path, kind: deriveKind(found), ...(codes !== undefined && { codes }), ...(isOfObjects && { items }) }];
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

type Spoken = Pick<Column, 'kind' | 'isLocal' | 'words' | 'items'>;

/** A value as the column has it: words in place of codes, the time of the place; of a list of objects in each of them. */
function sayValue(value: unknown, column: Spoken): unknown {
  const { kind, isLocal, words, items } = column;
  if (kind === 'instant' && isLocal === true && typeof value === 'string') return inLocalTime(value);
  if (Array.isArray(value))
    return value.map((each: unknown) =>
      isObject(each) ? sayItem(each, items) : sayValue(each, { kind: 'text', words }),
    );
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain && words !== undefined && Object.hasOwn(words, String(value)) ? words[String(value)] : value;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function sayItem(object: object, items: readonly Column[] = []): unknown {
  if (!items.some(({ words, isLocal }) => words !== undefined || isLocal === true)) return object;
  const copy = JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
  for (const item of items) {
    const holder = findValue(copy, item.path.slice(0, -1));
    const field = item.path.at(-1) ?? '';
    if (isObject(holder) && Object.hasOwn(holder, field)) holder[field] = sayValue(holder[field], item);
  }
  return copy;
}

/** What stands in the cell of a column: a list of plain values joined by `; `, a list of objects as JSON. */
export function toCell(item: unknown, column: Column): Cell {
  const value = sayValue(findValue(item, column.path), column);
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const isPlain = Array.isArray(value) && value.every((each) => each !== null && typeof each !== 'object');
  if (!isPlain) return JSON.stringify(value);
  return value.length === 0 ? null : value.join('; ');
}
