import type { OpenAPIObject, ParameterObject } from '@nestjs/swagger';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operationsOf } from './operations.js';

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
function typed(parameter: ParameterObject, text: string): unknown {
  const type = parameter.schema && 'type' in parameter.schema ? parameter.schema.type : undefined;
  if (type === 'integer') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
}

/** Puts each example where a reader of the document looks for it. */
export function addExamples(document: OpenAPIObject, examples: ReadonlyMap<string, Example>): void {
  for (const { operation } of operationsOf(document)) {
    const example = examples.get(operation.operationId ?? '');
    if (example === undefined) continue;
    const { path, query, headers, type = 'application/json', body } = example.request;
    for (const parameter of operation.parameters ?? []) {
      if (!('in' in parameter)) continue;
      const given = { path, query, header: headers, cookie: undefined }[parameter.in]?.[parameter.name];
      if (given !== undefined) parameter.example = typed(parameter, given);
    }
    const request = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content[type] : undefined;
    if (request && body !== undefined) request.example = body;
    const response = operation.responses[String(example.response.status)];
    const content = response && 'content' in response ? response.content : undefined;
    const answer = content?.[example.response.type ?? 'application/json'];
    if (answer && example.response.body !== undefined) answer.example = example.response.body;
    for (const [form, text] of Object.entries(example.response.forms ?? {})) {
      const other = content?.[form];
      if (other) other.example = text;
    }
  }
}
