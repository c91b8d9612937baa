import type { MediaTypeObject, OpenAPIObject, ParameterObject, SchemaObject } from '@nestjs/swagger';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { List } from '../http/lists/list.js';
import { isReference, listOperations } from './operations.js';
import { findPageItem, resolve } from './schemas.js';

const JSON_TYPE = 'application/json';

/** One request to an operation and its answer, as `test/contract/openapi-examples.spec.ts` recorded it. */
export interface Example {
  request: {
    path?: Record<string, string>;
    query?: Record<string, string>;
    headers?: Record<string, string>;
    /** Media type, where it is not JSON. */
    type?: string;
    body?: unknown;
  };
  response: {
    status: number;
    type?: string;
    body?: unknown;
    /** How the same answer begins in other forms, by media type. */
    forms?: Record<string, string>;
  };
}

/** Every example of a folder by the id of its operation. */
export function readExamples(folder: string): Map<string, Example> {
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [
        name.slice(0, -'.json'.length),
        JSON.parse(readFileSync(join(folder, name), 'utf8')) as Example,
      ]),
  );
}

/** The text of a query parameter as its schema types it. */
function parseParameter(parameter: ParameterObject, text: string): unknown {
  const type = parameter.schema && 'type' in parameter.schema ? parameter.schema.type : undefined;
  if (type === 'integer') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
}

/** Members of a page that say nothing of its form. */
const OF_A_PAGE: readonly string[] = ['items', 'next', 'expanded'];

/** The schema that shows a page: that of its items, where it holds nothing else. */
export function findShownItem(document: OpenAPIObject, page: SchemaObject): SchemaObject | undefined {
  const item = Object.keys(page.properties ?? {}).every((name) => OF_A_PAGE.includes(name)) ? findPageItem(page) : undefined;
  return item && isReference(item) ? resolve(document, item) : undefined;
}

/** A longer text of an answer is shown by its beginning. */
const LONGEST_TEXT = 200;
const SHOWN_OF_TEXT = 100;

/** Answers show one item of each list, and of a long text how it begins: more would say nothing of their form. */
function shortenAnswer(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `${value.slice(0, SHOWN_OF_TEXT)}…` : value;
  if (Array.isArray(value)) return value.slice(0, 1).map(shortenAnswer);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortenAnswer(item)]));
}

/** Bytes of an example, beyond which a shorter one of the same schema says as much of its form. */
const LONGEST_EXAMPLE = 2500;
const rankExample = (length: number): number => (length > LONGEST_EXAMPLE ? -length : length);

/**
 * Examples of JSON stand once at the schema that they show; of several the fullest, which says most of its form, but no more than is
 * read at a glance.
 */
class SchemaExamples {
  private readonly lengths = new Map<SchemaObject, number>();

  constructor(private readonly document: OpenAPIObject) {}

  /** `replace`: an example that says more takes the place of the one that stands there. */
  add(content: MediaTypeObject, example: unknown, replace: boolean): void {
    const schema = content.schema && '$ref' in content.schema ? resolve(this.document, content.schema) : undefined;
    if (schema === undefined) {
      content.example = example;
      return;
    }
    const itemSchema = findShownItem(this.document, schema);
    const [item] = itemSchema ? (example as List<unknown>).items : [];
    // A page is shown by its item.
    if (itemSchema && item !== undefined) this.put(itemSchema, item, replace);
    else if (!itemSchema) this.put(schema, example, replace);
  }

  private put(schema: SchemaObject, example: unknown, replace: boolean): void {
    const length = JSON.stringify(example).length;
    const before = this.lengths.get(schema);
    if (before !== undefined && (!replace || rankExample(length) <= rankExample(before))) return;
    this.lengths.set(schema, length);
    Object.assign(schema, { examples: [example] });
  }
}

/** Puts each example where a reader of the document looks for it. */
export function addExamples(document: OpenAPIObject, examples: ReadonlyMap<string, Example>): void {
  const ofSchemas = new SchemaExamples(document);
  for (const { operation } of listOperations(document)) {
    const example = examples.get(operation.operationId ?? '');
    if (example === undefined) continue;
    const { path, query, headers, type = JSON_TYPE, body } = example.request;
    for (const parameter of operation.parameters ?? []) {
      if (isReference(parameter)) continue;
      const given = { path, query, header: headers, cookie: undefined }[parameter.in]?.[parameter.name];
      if (given !== undefined) parameter.example = parseParameter(parameter, given);
    }
    const request = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content[type] : undefined;
    if (request && body !== undefined) ofSchemas.add(request, body, false);
    const response = operation.responses[String(example.response.status)];
    const content = response && 'content' in response ? response.content : undefined;
    const answer = content?.[example.response.type ?? JSON_TYPE];
    if (answer && example.response.body !== undefined) ofSchemas.add(answer, shortenAnswer(example.response.body), true);
    for (const [form, text] of Object.entries(example.response.forms ?? {})) {
      const other = content?.[form];
      if (other) other.example = text;
    }
  }
}
