import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { findListItem, listOperations } from '../../src/kernel/openapi/operations.js';
import { makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { demonstrationScene } from '../support/scenes.js';

interface Page {
  items: Record<string, unknown>[];
  next: string | null;
  expanded?: Record<string, Record<string, { id: string }>>;
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ scene: await demonstrationScene() });
}, 300_000);
afterAll(() => app.close());

const read = async (path: string, headers: Record<string, string> = {}): Promise<Page> =>
  (await app.http.get(path).set(headers).expect(200)).body as Page;
const CONTRACTS = '/api/v1/contracts?dataset=fiction';
const idOf = (named: unknown): string => (named as { id?: string } | null)?.id ?? (named as string);

describe('the objects that the items of a list name', () => {
  it('are answered with it, each once and as its own address shows it', async () => {
    const { items, expanded = {} } = await read(`${CONTRACTS}&limit=200&expand=tender`);
    const tenders = new Set(items.map((item) => idOf(item['tender'])));
    expect(tenders.size).toBeGreaterThan(1);
    expect(Object.keys(expanded)).toEqual(['tender']);
    expect(new Set(Object.keys(expanded['tender'] ?? {}))).toEqual(tenders);
    for (const [id, shown] of Object.entries(expanded['tender'] ?? {}).slice(0, 5))
      expect((await app.http.get(`/api/v1/tenders/${id}`).expect(200)).body).toEqual(shown);
  });

  it('are left out where the caller may not read them, and nothing says whether they exist', async () => {
    const path = `${CONTRACTS}&limit=200&expand=supplier,buyer`;
    expect((await read(path)).expanded).toEqual({ supplier: {}, buyer: {} });
    const officer = await makeUser(app, 'bureau_officer');
    const { items, expanded } = await read(path, officer.auth);
    const suppliers = new Set(items.flatMap((item) => (item['supplier'] === null ? [] : [idOf(item['supplier'])])));
    expect(new Set(Object.keys(expanded?.['supplier'] ?? {}))).toEqual(suppliers);
  });

  it('come with each page, with some fields of its items, and after a cursor without them', async () => {
    const first = await read(`${CONTRACTS}&limit=1&expand=tender&fields=id`);
    expect(Object.keys(first.items[0] ?? {})).toEqual(['id']);
    expect(Object.keys(first.expanded?.['tender'] ?? {})).toHaveLength(1);
    const second = await read(first.next ?? '');
    expect(Object.keys(second.expanded?.['tender'] ?? {})).toHaveLength(1);
    const cursor = new URL(first.next ?? '', 'http://localhost').searchParams.get('cursor') ?? '';
    expect(await read(`${CONTRACTS}&limit=1&cursor=${encodeURIComponent(cursor)}`)).not.toHaveProperty('expanded');
  });

  it.each(['', 'tender,', 'lot', 'id', '__proto__', 'tender&expand=x'])('are refused as %j', async (names) => {
    const { body } = await app.http.get(`${CONTRACTS}&expand=${names}`).expect(400);
    expect(body).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '?expand', code: 'names_no_object' }],
    });
  });

  it('have no place in a table', async () => {
    const { body } = await app.http.get(`${CONTRACTS}&expand=tender&format=csv`).expect(400);
    expect(body).toMatchObject({ errors: [{ pointer: '?expand', code: 'not_in_tables' }] });
  });

  it('change the mark of a public list when they change, as its items do', async () => {
    const notices = '/api/v1/notices?dataset=study&limit=2';
    const mark = (await app.http.get(`${notices}&expand=tender`).expect(200)).headers['etag'] as string;
    await app.http.get(`${notices}&expand=tender`).set('If-None-Match', mark).expect(304);
    await app.http.get(notices).set('If-None-Match', mark).expect(200);
  });

  it('are a parameter of the lists whose items name some, and of no other', async () => {
    const document = (await app.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
    const expanding = listOperations(document)
      .filter(({ operation }) => JSON.stringify(operation.parameters ?? []).includes('parameters/Expand'))
      .map(({ path, operation }) => [path, findListItem(document, operation) !== undefined]);
    expect(expanding).toEqual(expect.arrayContaining([['/api/v1/contracts', true]]));
    expect(expanding.every(([, isList]) => isList)).toBe(true);
    const { body } = await app.http.get('/api/v1/rules?expand=tender').expect(400);
    expect(body).toMatchObject({ errors: [{ code: 'names_no_object' }] });
  });
});
