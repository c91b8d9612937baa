import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MediaTypeObject, OpenAPIObject } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PERMISSIONS } from '../../src/people/accounts/roles.js';
import { RouteCheck } from '../../src/kernel/access/route-check.js';
import { PROBLEMS } from '../../src/boot/refusals.js';
import type { ProblemCode } from '../../src/kernel/errors/codes.js';
import { X_CODES, X_PERMISSION } from '../../src/kernel/openapi/keys.js';
import { findShownItem } from '../../src/kernel/openapi/examples.js';
import { listOperations } from '../../src/kernel/openapi/operations.js';
import { resolve } from '../../src/kernel/openapi/schemas.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { withPartsInPlace } from '../support/document.js';
import { committedDocument, Schemas } from './schemas.js';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
/** Routes outside the API. */
const OUTSIDE = /^\/(health\/|metrics$|s$)/;

const readExample = (schema: object | undefined): unknown =>
  (schema as { examples?: unknown[] } | undefined)?.examples?.[0];

/** What the content shows: of a schema that is referenced, the example that stands there; of a page, that of its item. */
function exampleOf(document: OpenAPIObject, media: MediaTypeObject): unknown {
  if (media.schema === undefined || !('$ref' in media.schema)) return media.example;
  const schema = resolve(document, media.schema);
  const item = readExample(findShownItem(document, schema));
  return readExample(schema) ?? (item === undefined ? undefined : { items: [item], next: null });
}

/** A file of JSON is too long to be shown. */
const isFile = (type: string, { schema }: MediaTypeObject): boolean =>
  type === 'application/json' && schema !== undefined && 'format' in schema && schema.format === 'binary';
/** Bytes, which no text of the document shows. */
const NOT_SHOWN = /\*\/\*|application\/pdf|image\/png|image\/svg\+xml|text\/csv|spreadsheetml|wordprocessingml/;

describe('the document', () => {
  const document = committedDocument();
  /** With shared parameters and answers in their places. */
  const operations = listOperations(withPartsInPlace(document));
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  /** Every content of requests and answers that went well, with its place. */
  const contents = () =>
    operations.flatMap(({ method, path, operation }) => {
      const place = ['paths', path, method];
      const body = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
      const answers = Object.entries(operation.responses).filter(([status]) => /^2/.test(status));
      return [
        ...Object.entries(body).map(([type, media]) => ({
          id: operation.operationId,
          type,
          media: media,
          place: [...place, 'requestBody', 'content', type, 'schema'],
        })),
        ...answers.flatMap(([status, answer]) =>
          Object.entries(answer && 'content' in answer ? (answer.content ?? {}) : {}).map(([type, media]) => ({
            id: operation.operationId,
            type,
            media: media,
            place: [...place, 'responses', status, 'content', type, 'schema'],
          })),
        ),
      ];
    });

  it('is OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(document) as never);
    expect(result).toEqual({ valid: true });
    expect(document.openapi).toBe('3.1.0');
  });

  it('is served, with the same operations', async () => {
    const { body } = await app.http.get('/openapi.json').expect(200);
    const told = (from: typeof document): unknown[] =>
      listOperations(from).map(({ method, path, operation: o }) => [
        method,
        path,
        o.operationId,
        o.summary,
        o.responses,
      ]);
    expect(told(body as typeof document).sort()).toEqual(told(document).sort());
  });

  it('has a group for each tag, each with what it is about', () => {
    const groups = (document.tags ?? []).map(({ name }) => name);
    expect(new Set(groups)).toEqual(new Set(operations.flatMap(({ operation }) => operation.tags ?? [])));
    for (const { description } of document.tags ?? []) expect(description).toMatch(/^[A-Z]\S/);
  });

  it('has each route of the application, and no other', () => {
    const routes = app.running.app
      .get(RouteCheck)
      .routes()
      // What refuses an action that an object does not have, and an address of before, are not named.
      .filter(({ handler }) => !/\.(refuseUnknownAction|actAtFormerAddress)$/.test(handler))
      .map(({ method, path, permission }) => {
        const clean = `/${path}`
          .replace(/\/+/g, '/')
          .replace(/(.)\/$/, '$1')
          .replace(/:(\w+)/g, '{$1}');
        return `${method} ${OUTSIDE.test(clean) ? clean : `/api/v1${clean}`}: ${permission ?? 'public'}`;
      });
    const named = operations.map(
      ({ method, path, operation: o }) => `${method.toUpperCase()} ${path}: ${o[X_PERMISSION]}`,
    );
    expect(routes.length).toBeGreaterThan(80);
    expect(named.sort()).toEqual(routes.sort());
  });

  it('names each operation once, with a tag and one line', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation } of operations) {
      expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
      expect(operation.tags).toEqual([expect.stringMatching(/^[a-z]+(-[a-z]+)*$/)]);
      expect(operation.summary).toMatch(/\S/);
    }
  });

  it('says who may call it, and asks for a token where somebody must', () => {
    const known = [...Object.keys(PERMISSIONS), 'public', 'signed_in'];
    for (const { path, operation } of operations) {
      expect(known).toContain(operation[X_PERMISSION]);
      const open = operation[X_PERMISSION] === 'public';
      expect(operation.security).toEqual(
        !open ? [{ bearer: [] }] : path.startsWith('/api/') ? [{}, { bearer: [] }] : [],
      );
      expect(operation.responses['401'] === undefined).toBe(!path.startsWith('/api/'));
    }
  });

  it('gives codes that exist, each under its status', () => {
    for (const { operation } of operations)
      for (const [status, response] of Object.entries(operation.responses).filter(([s]) => /^4/.test(s))) {
        const { description, [X_CODES]: codes } = response as { description: string; [X_CODES]: ProblemCode[] };
        expect(codes.map((code) => String(PROBLEMS[code].status))).toEqual(codes.map(() => status));
        expect(description.match(/`\w+`/g)).toEqual(codes.map((code) => `\`${code}\``));
      }
  });

  it('leaves no schema empty', () => {
    const empty = contents().filter(({ media }) => !media.schema || Object.keys(media.schema).length === 0);
    expect(empty.map(({ id }) => id)).toEqual([]);
    const schemas = Object.entries(document.components?.schemas ?? {});
    const unions = schemas.filter(([, s]) => 'oneOf' in s && s.oneOf?.length && s.discriminator).map(([name]) => name);
    const lists = schemas.filter(([, s]) => 'enum' in s && s.enum?.length).map(([name]) => name);
    const bare = schemas.filter(
      ([name, s]) =>
        ![...unions, ...lists].includes(name) && (!('properties' in s) || Object.keys(s.properties ?? {}).length === 0),
    );
    expect(bare.map(([name]) => name)).toEqual([]);
    const untyped = JSON.stringify(document.components?.schemas).match(/\{"type":(\["object","null"\]|"object")\}/g);
    expect(untyped).toBeNull();
  });

  it('shows an example of each request and each answer, once per schema and true to it', () => {
    const schemas = new Schemas(document);
    const shown = contents().map((content) => ({ ...content, example: exampleOf(document, content.media) }));
    const without = shown.filter(
      ({ type, media, example }) => example === undefined && !NOT_SHOWN.test(type) && !isFile(type, media),
    );
    expect(without.map(({ id }) => id)).toEqual([]);
    const wrong = shown
      .filter(({ type, media }) => type === 'application/json' && !isFile(type, media))
      .flatMap(({ id, example, place }) => schemas.faults(place, example).map((f) => `${id}: ${f}`));
    expect(wrong).toEqual([]);
    const repeated = contents().filter(({ media }) => media.example !== undefined && '$ref' in (media.schema ?? {}));
    expect(repeated.map(({ id }) => id)).toEqual([]);
  });

  it('says once what several operations have in common', () => {
    const told = (parts: readonly object[]): string[] =>
      parts.filter((part) => !('$ref' in part)).map((part) => JSON.stringify({ ...part, example: undefined }));
    const twice = (parts: readonly string[]) => parts.filter((part, i) => parts.indexOf(part) !== i);
    const all = listOperations(document).map(({ operation }) => operation);
    expect(twice(told(all.flatMap(({ parameters = [] }) => parameters)))).toEqual([]);
    const refusals = all.flatMap(({ responses }) =>
      Object.entries(responses).flatMap(([status, response]) =>
        /^4/.test(status) && response !== undefined ? [{ status, ...response }] : [],
      ),
    );
    expect(twice(told(refusals))).toEqual([]);
    for (const name of ['IfMatch', 'IdempotencyKey', 'Limit', 'Cursor', 'AcceptLanguage'])
      expect(document.components?.parameters).toHaveProperty(name);
  });

  it('has one class for each name of a schema', () => {
    const names = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.dto.ts'))
      .flatMap((file) => [...readFileSync(join(SRC, file), 'utf8').matchAll(/^(?:export )?class (\w+)/gm)])
      .map(([, name]) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});
