import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendRaw } from '../support/raw.js';
import { stored } from '../support/stored.js';

interface Answer {
  status: number;
  code?: string;
  pointers: string[];
  faults: string[];
}
let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  officer = await makeUser(app, 'bureau_officer', await makeBody(app));
});
afterAll(() => app.close());

const JSON_TYPE = 'Content-Type: application/json';
/** One body, byte for byte, to a route that stores. */
async function post(body: Buffer | string, ...headers: string[]): Promise<Answer> {
  const answer = await sendRaw(
    app.url,
    ['POST /api/v1/organisations HTTP/1.1', `Authorization: Bearer ${officer.accessToken}`, ...headers],
    body,
  );
  const problem = JSON.parse(answer.body) as { code?: string; errors?: { pointer: string; code: string }[] };
  return {
    status: answer.status,
    ...(problem.code && { code: problem.code }),
    pointers: (problem.errors ?? []).map((e) => e.pointer),
    faults: (problem.errors ?? []).map((e) => e.code),
  };
}
/** The same, with proof that it left nothing behind. */
async function refused(body: Buffer | string, ...headers: string[]): Promise<Answer> {
  const before = await stored(app);
  const answer = await post(body, ...(headers.length === 0 ? [JSON_TYPE] : headers));
  expect(await stored(app)).toEqual(before);
  return answer;
}
const nested = (levels: number) => `{"name":"x","more":${'['.repeat(levels)}${']'.repeat(levels)}}`;

describe('a body that is no JSON', () => {
  it.each<[string, string | Buffer]>([
    ['half of one', '{"name":"x"'],
    ['two of them', '{"name":"x"}{"name":"y"}'],
    ['a comma too many', '{"name":"x",}'],
    ['single quotes', "{'name':'x'}"],
    ['a comment', '{"name":"x" /* why */}'],
    ['NaN', '{"name":"x","licensedWorkers":NaN}'],
    ['Infinity', '{"name":"x","licensedWorkers":-Infinity}'],
    ['a number in hexadecimal', '{"name":"x","licensedWorkers":0x10}'],
    ['a raw NUL', '{"name":"a\0b"}'],
    ['a raw line break in a text', '{"name":"a\nb"}'],
    ['a form', 'name=x&region=990203'],
    ['200 000 open brackets', '['.repeat(200_000)],
  ])('%s is 400', async (_, body) => {
    expect(await refused(body)).toMatchObject({ status: 400, code: 'malformed_json' });
  });

  it.each<[string, string]>([
    ['a list', '[]'],
    ['a list of bodies', '[{"name":"x"}]'],
    ['a text', '"name"'],
    ['a number', '5'],
    ['true', 'true'],
    ['null', 'null'],
  ])('%s is JSON, but no object', async (_, body) => {
    expect(await refused(body)).toEqual({
      status: 400,
      code: 'validation_failed',
      pointers: [''],
      faults: ['not_an_object'],
    });
  });

  it('none at all says what is missing', async () => {
    for (const body of ['', '{}'])
      expect(await refused(body)).toMatchObject({ status: 400, pointers: ['/name'], faults: ['required'] });
  });
});

describe('a text that is no Unicode', () => {
  it.each<[string, Buffer]>([
    ['a byte that begins nothing', Buffer.from([0xff])],
    ['an overlong slash', Buffer.from([0xc0, 0xaf])],
    ['half a character in UTF-8', Buffer.from([0xed, 0xa0, 0x80])],
    ['GBK', Buffer.from([0xd1, 0xf8, 0xc0, 0xcf])],
  ])('%s is 400', async (_, bytes) => {
    const body = Buffer.concat([Buffer.from('{"name":"'), bytes, Buffer.from('"}')]);
    expect(await refused(body)).toMatchObject({ status: 400, code: 'malformed_text' });
  });

  it.each<[string, string, string]>([
    ['an escaped NUL', String.raw`{"name":"a\u0000b"}`, '/name'],
    ['the first half of a character', String.raw`{"name":"\ud83d"}`, '/name'],
    ['the second half', String.raw`{"name":"\ude00 x"}`, '/name'],
    ['halves in the wrong order', String.raw`{"name":"\ude00\ud83d"}`, '/name'],
    ['NUL in the name of a field', String.raw`{"name":"x","a\u0000":1}`, ''],
    ['NUL deep inside', String.raw`{"name":"x","externalIds":[{"system":"s","id":"\u0000"}]}`, '/externalIds/0/id'],
  ])('%s is 400 with its place', async (_, body, pointer) => {
    expect(await refused(body)).toMatchObject({ status: 400, code: 'malformed_text', pointers: [pointer] });
  });

  it('a mark of byte order before it is none of the text', async () => {
    expect((await post(`\ufeff{"name":"with a mark"}`, JSON_TYPE)).status).toBe(201);
  });
});

describe('a body out of proportion', () => {
  it('may be 32 levels deep and no deeper', async () => {
    expect(await refused(nested(31))).toMatchObject({ code: 'validation_failed', pointers: ['/more'] });
    expect(await refused(nested(32))).toMatchObject({ status: 400, code: 'too_deep' });
    expect(await refused(nested(100_000))).toMatchObject({ status: 400, code: 'too_deep' });
  });

  it('may be a megabyte and no larger', async () => {
    const sized = (bytes: number) => `{"name":"${'x'.repeat(bytes - 11)}"}`;
    expect(await refused(sized(1024 * 1024))).toMatchObject({ status: 400, faults: ['too_long'] });
    expect(await refused(sized(1024 * 1024 + 1))).toMatchObject({ status: 413, code: 'payload_too_large' });
    expect(await refused(sized(10_000_000))).toMatchObject({ status: 413, code: 'payload_too_large' });
    const chunks = ['A00000', 'x'.repeat(0xa00000), '0', '', ''].join('\r\n');
    const chunked = await refused(chunks, JSON_TYPE, 'Transfer-Encoding: chunked');
    expect(chunked).toMatchObject({ status: 413, code: 'payload_too_large' });
  });

  it('names a hundred of its faults and not all', async () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`f${i}`, 1]));
    const answer = await refused(JSON.stringify({ name: 'x', ...many }));
    expect([answer.code, answer.pointers.length]).toEqual(['validation_failed', 100]);
  });

  it('is measured unpacked or not at all', async () => {
    const packed = gzipSync(Buffer.from('{"name":"x"}'));
    const answer = await refused(packed, JSON_TYPE, 'Content-Encoding: gzip');
    expect(answer).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });
});

describe('another content type', () => {
  it.each([
    'Content-Type: text/plain',
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Type: multipart/form-data; boundary=x',
    'Content-Type: application/xml',
    'Content-Type: application/jsonp',
    'Content-Type: json',
    'Content-Type: ',
    'X-None: at-all',
  ])('%s is 415', async (header) => {
    expect(await refused('{"name":"x"}', header)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/merge-patch+json'])(
    '%s is JSON',
    async (type) => {
      expect((await post(`{"name":"${type}"}`, `Content-Type: ${type}`)).status).toBe(201);
    },
  );
});

describe('a field', () => {
  it.each<[string, string, string, string]>([
    ['that nobody knows', '{"name":"x","colour":"red"}', '/colour', 'unknown_field'],
    ['named as the prototype', '{"name":"x","__proto__":{"kind":"bureau"}}', '/__proto__', 'unknown_field'],
    ['named as a method of every object', '{"name":"x","toString":1}', '/toString', 'unknown_field'],
    ['named as the class', '{"name":"x","constructor":{"prototype":{}}}', '/constructor', 'unknown_field'],
    [
      'unknown deep inside',
      '{"name":"x","externalIds":[{"system":"s","id":"1","x":1}]}',
      '/externalIds/0/x',
      'unknown_field',
    ],
    ['that stands twice', '{"name":"x","name":"y"}', '/name', 'repeated_field'],
    ['that stands twice in other letters', String.raw`{"name":"x","n\u0061me":"y"}`, '/name', 'repeated_field'],
    [
      'that stands twice deep inside',
      '{"name":"x","externalIds":[{},{"id":"1","id":"2"}]}',
      '/externalIds/1/id',
      'repeated_field',
    ],
    ['beyond every number', '{"name":"x","licensedWorkers":1e400}', '/licensedWorkers', 'number_out_of_range'],
    [
      'beyond every number downwards',
      '{"name":"x","licensedWorkers":-1e999999}',
      '/licensedWorkers',
      'number_out_of_range',
    ],
    ['larger than it may be', '{"name":"x","licensedWorkers":99999999999999999999}', '/licensedWorkers', 'too_large'],
    ['with a part of a number', '{"name":"x","licensedWorkers":1.5}', '/licensedWorkers', 'not_an_integer'],
    ['with a number as text', '{"name":"x","licensedWorkers":"15"}', '/licensedWorkers', 'not_an_integer'],
    ['with NaN as text', '{"name":"x","licensedWorkers":"NaN"}', '/licensedWorkers', 'not_an_integer'],
    ['with true for a number', '{"name":"x","licensedWorkers":true}', '/licensedWorkers', 'not_an_integer'],
    ['with a number for a text', '{"name":5}', '/name', 'not_text'],
    ['with a list for a text', '{"name":["x"]}', '/name', 'not_text'],
    ['with an object for a text', '{"name":{"toString":"x"}}', '/name/toString', 'unknown_field'],
    ['with null for a text that must be', '{"name":null}', '/name', 'not_text'],
    ['with an object for a list', '{"name":"x","categories":{"0":"OTHER","length":1}}', '/categories', 'not_a_list'],
    ['with a day that does not exist', '{"name":"x","registeredOn":"2017-02-29"}', '/registeredOn', 'not_a_date'],
    ['with the year 0', '{"name":"x","registeredOn":"0000"}', '/registeredOn', 'not_a_date'],
    ['with a tilde and a slash in its name', '{"name":"x","a/b~c":1}', '/a~1b~0c', 'unknown_field'],
    ['without a name', '{"name":"x","":1}', '/', 'unknown_field'],
  ])('%s is 400 with its place', async (_, body, pointer, fault) => {
    const answer = await refused(body);
    expect(answer).toMatchObject({ status: 400, code: 'validation_failed' });
    expect(answer.pointers.map((p, i) => [p, answer.faults[i]])).toContainEqual([pointer, fault]);
  });

  it('that stands in two objects, or as its own value, stands once in each', async () => {
    const body = String.raw`{"name":"name","externalIds":[{"system":"a","id":"\"id\":{["},{"id":"\\","system":"a"}]}`;
    expect((await post(body, JSON_TYPE)).status).toBe(201);
  });

  it('of the prototype has changed nobody’s', () => {
    expect(({} as { kind?: unknown }).kind).toBeUndefined();
  });
});

it('a body with a GET changes nothing of the answer', async () => {
  const ask = (...headers: string[]) =>
    sendRaw(app.url, ['GET /api/v1/tenders HTTP/1.1', ...headers], headers.length > 0 ? '{"limit":1}' : '');
  expect((await ask(JSON_TYPE)).body).toBe((await ask()).body);
  expect((await ask('Content-Type: text/plain')).status).toBe(200);
});
