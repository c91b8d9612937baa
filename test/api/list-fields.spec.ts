import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { listColumns } from '../../src/kernel/http/tables/columns.js';
import { findListItem, listOperations } from '../../src/kernel/openapi/operations.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { demonstrationScene } from '../support/scenes.js';

interface Page {
  items: Record<string, unknown>[];
  next: string | null;
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ scene: await demonstrationScene() });
}, 300_000);
afterAll(() => app.close());

const get = async (path: string): Promise<Page> => (await app.http.get(path).expect(200)).body as Page;
const TENDERS = '/api/v1/tenders?dataset=study';

describe('the fields of a list', () => {
  it('are those that are asked for, on each of its pages, with what they are in the whole', async () => {
    const whole = await get(`${TENDERS}&limit=4`);
    const first = await get(`${TENDERS}&limit=2&fields=id,window`);
    expect(first.next).toContain('fields=');
    const second = await get(first.next ?? '');
    expect([...first.items, ...second.items]).toEqual(whole.items.map(({ id, window }) => ({ id, window })));
  });

  it('may be named one by one, and a cursor goes on with others', async () => {
    const first = await get(`${TENDERS}&limit=1&fields=id&fields=title`);
    expect(Object.keys(first.items[0] ?? {}).sort()).toEqual(['id', 'title']);
    const cursor = new URL(first.next ?? '', 'http://localhost').searchParams.get('cursor') ?? '';
    const { items } = await get(`${TENDERS}&limit=1&fields=state&cursor=${encodeURIComponent(cursor)}`);
    expect(items.map((item) => Object.keys(item))).toEqual([['state']]);
  });

  it('are the columns of a table', async () => {
    const { text } = await app.http.get(`${TENDERS}&format=csv&fields=window,id&limit=1`).expect(200);
    const [head, row] = text.slice(1).split('\r\n');
    expect(head?.split(',')).toHaveLength(3);
    expect(row).toMatch(/^[0-9a-f-]{36},\d{4}/);
  });

  it.each(['', 'id,', 'nothing', 'id,window.start', '__proto__', 'id&fields=x'])(
    'are refused as %j',
    async (fields) => {
      const { body } = await app.http.get(`${TENDERS}&fields=${fields}`).expect(400);
      expect(body).toMatchObject({
        code: 'validation_failed',
        errors: [{ pointer: '?fields', code: 'no_such_field' }],
      });
    },
  );

  it('are no parameter of an address that answers no list', async () => {
    const [first] = (await get(`${TENDERS}&limit=1`)).items;
    const { body } = await app.http.get(`/api/v1/tenders/${String(first?.['id'])}?fields=id`).expect(400);
    expect(body).toMatchObject({ errors: [{ code: 'unknown_field' }] });
  });

  it('tell no less of a permission: who may not read a list may not read one field of it', async () => {
    await app.http.get('/api/v1/me/tasks?fields=id').expect(401);
  });

  it('are a parameter of every list of the document', async () => {
    const document = (await app.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
    const lists = listOperations(document).filter(
      ({ method, operation }) => method === 'get' && findListItem(document, operation) !== undefined,
    );
    expect(lists.length).toBeGreaterThan(60);
    for (const { path, operation } of lists) {
      expect([path, JSON.stringify(operation.parameters)]).toEqual([
        path,
        expect.stringContaining('parameters/Fields'),
      ]);
      expect(listColumns(document, findListItem(document, operation)).length).toBeGreaterThan(0);
    }
  });

  it('leave a list that has not changed as it is: 304 by the mark of the same fields, not by another', async () => {
    const rules = '/api/v1/rules?fields=id';
    const mark = (await app.http.get(rules).expect(200)).headers['etag'] as string;
    await app.http.get(rules).set('If-None-Match', mark).expect(304);
    await app.http.get('/api/v1/rules').set('If-None-Match', mark).expect(200);
  });
});
