import type { OpenAPIObject } from '@nestjs/swagger';
import type { TestApp } from './app.js';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** What a reference of the document names; anything else as it is. */
function target(document: Json, value: unknown): unknown {
  if (!isObject(value) || typeof value.$ref !== 'string') return value;
  return value.$ref
    .split('/')
    .slice(1)
    .reduce<unknown>((place, step) => (isObject(place) ? place[step] : undefined), document);
}

/** One operation with its parameters and answers in it, as a reader of one operation wants them. */
function whole(document: Json, operation: unknown): unknown {
  if (!isObject(operation)) return operation;
  const { parameters, responses } = operation;
  return {
    ...operation,
    ...(Array.isArray(parameters) && { parameters: parameters.map((parameter) => target(document, parameter)) }),
    ...(isObject(responses) && {
      responses: Object.fromEntries(
        Object.entries(responses).map(([status, response]) => [status, target(document, response)]),
      ),
    }),
  };
}

/** The document with every parameter and every answer at its operation, not by reference. Schemas stay references. */
export function withPartsInPlace<T extends object>(given: T): T {
  const document = given as unknown as Json;
  const paths = Object.entries(document.paths as Record<string, Json>).map(([path, item]) => [
    path,
    Object.fromEntries(Object.entries(item).map(([method, operation]) => [method, whole(document, operation)])),
  ]);
  return { ...given, paths: Object.fromEntries(paths) as unknown };
}

let document: Promise<object> | undefined;

async function fetchDocument(app: TestApp): Promise<object> {
  const { body } = await app.http.get('/openapi.json').expect(200);
  return withPartsInPlace(body as object);
}

/**
 * The document of a running application, its parts in place. `T`: as much of it as the caller reads. Every application of one
 * version has the same, and making it takes each a second: the first that is asked is asked for all in this process.
 */
export async function readDocument<T extends object = OpenAPIObject>(app: TestApp): Promise<T> {
  document ??= fetchDocument(app).catch((error: unknown) => {
    document = undefined; // the next one is asked
    throw error;
  });
  return (await document) as T;
}
