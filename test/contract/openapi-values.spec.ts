import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { fileURLToPath } from 'node:url';
import { NAMED_LISTS } from '../../src/boot/docs/named-lists.js';
import { readExamples } from '../../src/kernel/openapi/examples.js';
import { listOperations } from '../../src/kernel/openapi/operations.js';
import { TEXT_WITHOUT_FORMAT, WORD_WITHOUT_LIST } from './open-texts.list.js';
import { unportable } from './portable-pattern.js';
import { committedDocument } from './schemas.js';

/** As much of a schema as is looked at here. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}
/** A place that holds a text, and the values that recorded examples have there. */
interface Place {
  schema: Schema;
  values: Set<string>;
}

const document: OpenAPIObject = committedDocument();
const schemas = (document.components?.schemas ?? {}) as unknown as Record<string, Schema & { description?: string }>;
const nameOf = ($ref: string): string => $ref.slice('#/components/schemas/'.length);

const KINDS: readonly [format: string, pattern: RegExp][] = [
  ['uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
  ['date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d/],
  ['date', /^\d{4}-\d\d-\d\d$/],
];
/** What a closed list is made of: `in_review`, `OPEN_TENDER`. */
const WORD = /^([a-z]+(_[a-z]+)*|[A-Z]+(_[A-Z]+)*)$/;

/** Every text of every component, by its path: `TenderDto.window.start`, `NeedDto.documents[]`. */
function textPlaces(): Map<string, Place> {
  const places = new Map<string, Place>();
  const visit = (path: string, schema: Schema): void => {
    for (const part of schema.anyOf ?? schema.oneOf ?? []) visit(path, part);
    const types = [schema.type ?? []].flat();
    if (types.includes('string')) places.set(path, { schema, values: new Set() });
    if (schema.items) visit(`${path}[]`, schema.items);
    for (const [name, property] of Object.entries(schema.properties ?? {})) visit(`${path}.${name}`, property);
  };
  for (const [name, schema] of Object.entries(schemas)) visit(name, schema);
  return places;
}

/** Fills in what the recorded requests and answers have at each place. */
function withRecordedValues(places: Map<string, Place>): Map<string, Place> {
  const visit = (path: string, schema: Schema | undefined, value: unknown): void => {
    if (schema === undefined || value === null || value === undefined) return;
    if (schema.$ref !== undefined) return visit(nameOf(schema.$ref), schemas[nameOf(schema.$ref)], value);
    for (const part of schema.anyOf ?? schema.oneOf ?? []) visit(path, part, value);
    if (typeof value === 'string') places.get(path)?.values.add(value);
    else if (Array.isArray(value)) for (const item of value) visit(`${path}[]`, schema.items, item);
    else if (typeof value === 'object')
      for (const [name, item] of Object.entries(value)) visit(`${path}.${name}`, schema.properties?.[name], item);
  };
  const examples = readExamples(fileURLToPath(new URL('../../openapi/examples', import.meta.url)));
  for (const { operation } of listOperations(document)) {
    const example = examples.get(operation.operationId ?? '');
    const id = operation.operationId ?? '';
    const { requestBody: body, responses } = operation;
    const sent = body && 'content' in body ? body.content['application/json']?.schema : undefined;
    const answer = responses[String(example?.response.status)];
    const got = answer && 'content' in answer ? answer.content?.['application/json']?.schema : undefined;
    visit(id, sent, example?.request.body);
    visit(id, got, example?.response.body);
  }
  return places;
}

const places = [...withRecordedValues(textPlaces())];
const isBare = ({ format, pattern, enum: values }: Schema): boolean => !format && !pattern && !values;
const lastName = (path: string): string => path.replace(/\[\]$/, '').split('.').at(-1) ?? '';

describe('the texts of the document', () => {
  it('say their format where they are ids, instants or days', () => {
    const formless = places
      .filter(([, { schema, values }]) => isBare(schema) && values.size > 0)
      .filter(([, { values }]) => KINDS.some(([, pattern]) => [...values].every((value) => pattern.test(value))))
      .map(([path]) => path);
    expect(formless.filter((path) => !(path in TEXT_WITHOUT_FORMAT))).toEqual([]);
  });

  it('say the format that their names promise', () => {
    const promised = (path: string): string | undefined => {
      const name = lastName(path);
      if (name === 'id') return 'uuid';
      if (/At$/.test(name)) return 'date-time';
      return /On$/.test(name) ? 'date' : undefined;
    };
    const broken = places
      .filter(([path, { schema }]) => promised(path) !== undefined && isBare(schema))
      .map(([path]) => path);
    expect(broken.filter((path) => !(path in TEXT_WITHOUT_FORMAT))).toEqual([]);
  });

  it('hold in every recorded example what their format says', () => {
    const broken = places.flatMap(([path, { schema, values }]) => {
      const pattern = KINDS.find(([format]) => format === schema.format)?.[1];
      return pattern === undefined
        ? []
        : [...values].filter((value) => !pattern.test(value)).map((v) => `${path}: ${v}`);
    });
    expect(broken).toEqual([]);
  });

  it('are an enumeration where they come from a closed list', () => {
    const open = places
      .filter(([, { schema, values }]) => isBare(schema) && values.size > 0)
      .filter(([, { values }]) => [...values].every((value) => WORD.test(value)))
      .map(([path]) => path);
    const isExcused = (path: string) => path in WORD_WITHOUT_LIST || `*.${lastName(path)}` in WORD_WITHOUT_LIST;
    expect(open.filter((path) => !isExcused(path))).toEqual([]);
  });

  it('are excused one by one, and none that needs no excuse any more', () => {
    const bare = places.filter(([, { schema }]) => isBare(schema)).map(([path]) => path);
    const isThere = (path: string) => bare.some((each) => each === path || `*.${lastName(each)}` === path);
    const excused = [...Object.keys(TEXT_WITHOUT_FORMAT), ...Object.keys(WORD_WITHOUT_LIST)];
    expect(excused.filter((path) => !isThere(path))).toEqual([]);
  });
});

describe('the patterns of the document', () => {
  const patterns = new Set<string>();
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, item] of Object.entries(value))
      if (key === 'pattern' && typeof item === 'string') patterns.add(item);
      else if (key !== 'examples' && key !== 'example') visit(item);
  };
  visit(document);

  it('compile in Java and Python as they do here', () => {
    expect(patterns.size).toBeGreaterThan(15);
    expect([...patterns].flatMap((pattern) => unportable(pattern).map((part) => `${pattern}: ${part}`))).toEqual([]);
    for (const pattern of patterns) expect(() => new RegExp(pattern)).not.toThrow();
  });

  it.each([
    '\\p{L}',
    '[^\\0]',
    '(?<year>\\d)',
    '(?!0)',
    '(?<=a)b',
    '\\u4e00',
    'a{,3}',
    'x}',
    '[a[b]]',
    '[]a]',
    '\\cA',
    '\\k<y>',
  ])('may not be %s', (pattern) => {
    expect(unportable(pattern)).not.toEqual([]);
  });

  it.each(['^[1-9]\\d{3}(-\\d{2})?$', '^(?:a|b)+$', '\\S', '[\\s\\S]{1,200}', '^"\\d{1,9}"$', '[^\\]a-z]', '（转）'])(
    'may be %s',
    (pattern) => {
      expect(unportable(pattern)).toEqual([]);
    },
  );
});

describe('the schemas of the document', () => {
  it.each(Object.keys(NAMED_LISTS))('and parameters refer to the list %s, which stands once', (name) => {
    // Parameters too: neither there is the list a second time.
    const text = JSON.stringify(document);
    expect(text.split(`"#/components/schemas/${name}"`).length).toBeGreaterThan(2);
    expect(text.split(JSON.stringify((schemas[name] as Schema).enum)).length).toBe(2);
  });

  it('each say what they are', () => {
    const silent = Object.entries(schemas).filter(([, { description }]) => !/^\S.*[.)。）]$/s.test(description ?? ''));
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});
