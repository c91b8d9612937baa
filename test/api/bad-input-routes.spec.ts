import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestApp, type TestApp } from '../support/app.js';
import { VALID_BODIES, VALID_QUERIES } from '../support/bodies.js';
import { readOperations, type Operation, type Schema } from '../support/operations.js';
import { PlainRequests } from '../support/plain-requests.js';
import { isFullRun } from '../support/rounds.js';
import { stored } from '../support/stored.js';

interface Answer {
  status: number;
  code: string;
  errors: { pointer: string; code: string; text: string }[];
}
let app: TestApp;
let every: Operation[];
/** Those that take a body. */
let operations: Operation[];
let resolve: (schema: Schema) => Schema;
let requests: PlainRequests;
/** What is stored when a test begins: nothing comes to it between one and the next. */
let before: object;
beforeAll(async () => {
  app = await startTestApp();
  ({ operations: every, resolve } = await readOperations(app));
  operations = every.filter((o) => o.body !== null);
  requests = new PlainRequests(app.url);
  before = await kept();
});
afterAll(async () => {
  requests.close();
  await app.close();
});

async function send(operation: Operation, body: string, type = 'application/json'): Promise<Answer> {
  const { status, body: problem } = await requests.send(
    operation.verb,
    operation.url,
    {
      ...operation.headers,
      ...(operation.needsKey && { 'Idempotency-Key': randomUUID() }),
      'Accept-Language': 'zh',
      'Content-Type': type,
    },
    body,
  );
  return { errors: [], ...(problem as { code: string }), status };
}

/** Runs the same on every operation, and proves that none of it left anything behind. */
async function everywhere(work: (operation: Operation) => Promise<void>): Promise<void> {
  for (const operation of operations) await work(operation);
  await expectNothingKept();
}

async function expectNothingKept(): Promise<void> {
  const [earlier, now] = [before, await kept()];
  before = now;
  expect(now).toEqual(earlier);
}

/** What is stored. A refusal under a key that must be sent is remembered, too: that is what the key is for. */
async function kept(): Promise<object> {
  const { idempotent_request: _, ...tables } = await stored(app);
  return tables;
}

const WHOLE: [string, string, string | undefined, number, string][] = [
  ['another content type', '{}', 'text/plain', 415, 'unsupported_media_type'],
  ['a form', 'a=1', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
  ['more than a megabyte', `{"x":"${'x'.repeat(1_100_000)}"}`, undefined, 413, 'payload_too_large'],
  ['half of an object', '{"a":', undefined, 400, 'malformed_json'],
  ['NaN', '{"a":NaN}', undefined, 400, 'malformed_json'],
  ['a NUL', String.raw`{"a":"\u0000"}`, undefined, 400, 'malformed_text'],
  ['half a character', String.raw`{"a":"\ud800"}`, undefined, 400, 'malformed_text'],
  ['33 levels', `{"a":${'['.repeat(32)}${']'.repeat(32)}}`, undefined, 400, 'too_deep'],
  ['a number beyond all numbers', '{"a":1e400}', undefined, 400, 'validation_failed'],
  ['a field twice', '{"a":1,"a":2}', undefined, 400, 'validation_failed'],
  ['a list', '[]', undefined, 400, 'validation_failed'],
  ['null', 'null', undefined, 400, 'validation_failed'],
  ['a field nobody knows', '{"nobodyKnows":1}', undefined, 400, 'validation_failed'],
  ['a field named as the prototype', '{"__proto__":{"state":"confirmed"}}', undefined, 400, 'validation_failed'],
];

describe('every route that takes a body', () => {
  it('is found in the document', () => {
    expect(operations.length).toBeGreaterThanOrEqual(30);
  });

  it.each(WHOLE)('refuses %s', async (_, body, type, status, code) => {
    await everywhere(async (operation) => {
      const answer = await send(operation, body, type);
      expect([operation.id, answer.status, answer.code]).toEqual([operation.id, status, code]);
    });
  });

  it('names the field it does not know, and says so in Chinese', async () => {
    await everywhere(async (operation) => {
      const { errors } = await send(operation, '{"nobodyKnows":1}');
      expect([operation.id, errors]).toEqual([
        operation.id,
        expect.arrayContaining([{ pointer: '/nobodyKnows', code: 'unknown_field', text: '未知字段' }]),
      ]);
    });
  });
});

/** What is of another type than a field asks for. */
const WRONG: Record<string, unknown[]> = {
  string: [5, true, {}, [], ['x']],
  integer: ['5', 'x', 1.5, true, {}, []],
  number: ['5', 'x', true, {}, []],
  boolean: ['true', 'x', 2, {}, []],
  array: ['x', 5, true, {}],
  object: ['x', 5, true],
};
const MAX_DEPTH = 5;
/**
 * What stands below has a result of its own beside those of others, or is read once the rest is right: other suites ask each of
 * its fields (`service-records.spec.ts`, `recording-bad-input.spec.ts`).
 */
const OF_ITS_OWN: Record<string, string> = {
  recordServices: '/records/0/',
  recordTenderFacts: '/facts/0/data/',
  recordContractFacts: '/facts/0/data/',
};

/** Every field of a schema: where it stands, and how a body is built that holds a value there and nothing else. */
function fieldsOf(schema: Schema, depth = 0): { pointer: string; type: string; around: (value: unknown) => unknown }[] {
  const own = resolve(schema);
  if (depth >= MAX_DEPTH || own.oneOf || own.anyOf) return [];
  if (own.items) {
    const item = resolve(own.items);
    const here = { pointer: '/0', type: typeOf(item), around: (value: unknown) => [value] };
    return [
      here,
      ...fieldsOf(item, depth + 1).map((f) => ({
        ...f,
        pointer: `/0${f.pointer}`,
        around: (v: unknown) => [f.around(v)],
      })),
    ];
  }
  return Object.entries(own.properties ?? {}).flatMap(([name, property]) => {
    const inner = resolve(property);
    const here = { pointer: `/${name}`, type: typeOf(inner), around: (value: unknown) => ({ [name]: value }) };
    const below = fieldsOf(inner, depth + 1).map((f) => ({
      ...f,
      pointer: `/${name}${f.pointer}`,
      around: (value: unknown) => ({ [name]: f.around(value) }),
    }));
    return [here, ...below];
  });
}

function typeOf(schema: Schema): string {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type ?? '']).filter((type) => type !== 'null');
  return types.length === 1 ? (types[0] as string) : '';
}

/** One field with something in it that is of another type. */
interface Wrong {
  pointer: string;
  where: string;
  body: unknown;
}

/** Whether an answer says that something is wrong there: of a list or an object perhaps of what it holds, of a plain item by its list. */
function isNamed({ errors }: Answer, pointer: string): boolean {
  const list = pointer.replace(/\/0$/, '');
  return errors.some((e) => e.pointer === list || e.pointer.startsWith(`${pointer}/`) || e.pointer === pointer);
}

/** One body that holds what both hold, at places of which none lies in another. */
function joinBodies(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [joinBodies(one[0], other[0])];
  if (!isObject(one) || !isObject(other)) return other ?? one;
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(names.map((name) => [name, joinBodies(one[name], other[name])]));
}
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that may be wrong in one request: as deep as each other, and fewer than an answer names. */
function listSets(wrongs: readonly Wrong[]): Wrong[][] {
  const sets = new Map<string, Wrong[]>();
  for (const wrong of wrongs) {
    // Of each field what is wrong with it in its first way, its second, …: no field stands twice in a request.
    const nth = wrongs.filter(({ pointer }) => pointer === wrong.pointer).indexOf(wrong);
    const name = `${wrong.pointer.split('/').length} ${nth}`;
    sets.set(name, [...(sets.get(name) ?? []), wrong]);
  }
  return [...sets.values()].flatMap((set) =>
    Array.from({ length: Math.ceil(set.length / TOGETHER) }, (_, i) => set.slice(i * TOGETHER, (i + 1) * TOGETHER)),
  );
}
const TOGETHER = 20;

describe('every field of every route', () => {
  async function sendWrong(operation: Operation, where: string, body: unknown): Promise<Answer> {
    const answer = await send(operation, JSON.stringify(body));
    expect([where, answer.status, answer.code]).toEqual([where, 400, 'validation_failed']);
    for (const { pointer, code, text } of answer.errors) {
      expect([where, pointer, code]).toEqual([where, pointer, expect.stringMatching(/^[a-z][a-z_]+$/)]);
      expect([where, code, text]).toEqual([where, code, expect.stringMatching(/[\u4e00-\u9fff]/)]);
    }
    return answer;
  }
  async function refuseAlone(operation: Operation, { pointer, where, body }: Wrong): Promise<void> {
    expect([where, isNamed(await sendWrong(operation, where, body), pointer)]).toEqual([where, true]);
  }

  it('refuses another type, with its place and a reason in both languages', async () => {
    let fields = 0;
    await everywhere(async (operation) => {
      const others: Wrong[] = [];
      for (const { pointer, type, around } of fieldsOf(operation.body as Schema)) {
        if (pointer.startsWith(OF_ITS_OWN[operation.id] ?? 'nothing')) continue;
        fields++;
        const wrongs = (WRONG[type] ?? []).map((wrong) => ({
          ...{ pointer, where: `${operation.id} ${pointer} = ${JSON.stringify(wrong)}`, body: around(wrong) },
        }));
        const alone = isFullRun ? wrongs : wrongs.slice(0, 1);
        for (const wrong of alone) await refuseAlone(operation, wrong);
        others.push(...wrongs.slice(alone.length));
      }
      for (const set of listSets(others)) {
        const where = set.map((wrong) => wrong.where).join(', ');
        const answer = await sendWrong(operation, where, set.map(({ body }) => body).reduce(joinBodies));
        // A route that says less of several faults is asked of each.
        for (const wrong of set) if (!isNamed(answer, wrong.pointer)) await refuseAlone(operation, wrong);
      }
    });
    expect(fields).toBeGreaterThan(150);
  });
});

describe('an id that was guessed', () => {
  it('is 404 wherever a route names an object', async () => {
    const found = every.filter((o) => /\{(id|line)\}/.test(o.path));
    expect(found.length).toBeGreaterThan(20);
    const outcomes: unknown[] = [];
    for (const operation of found) {
      const query = new URLSearchParams(VALID_QUERIES[operation.id] ?? {}).toString();
      const answer = await requests.send(
        operation.verb,
        `${operation.url}${query && `?${query}`}`,
        { ...operation.headers, ...(operation.needsKey && { 'Idempotency-Key': randomUUID() }) },
        operation.body ? (VALID_BODIES[operation.id] ?? {}) : undefined,
      );
      outcomes.push([
        operation.id,
        answer.status,
        (answer.body as { code?: string }).code,
        answer.status === 404 ? '' : answer.text,
      ]);
    }
    expect(outcomes).toEqual(found.map((o) => [o.id, 404, 'not_found', '']));
    await expectNothingKept();
  });
});
