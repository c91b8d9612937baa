import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AccountDesk } from '../support/account-desk.js';
import { makeAccount, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { startBusinessAt } from '../support/drafts.js';
import { startMerging } from '../support/merges.js';

/** Filters by the id of a body. */
const OF_BODIES: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/account-requests': ['organisation'],
  '/api/v1/api-keys': ['organisation'],
  '/api/v1/contracts': ['buyer', 'supplier'],
  '/api/v1/programmes': ['buyer'],
  '/api/v1/ratings': ['rated'],
  '/api/v1/tenders': ['buyer'],
  '/api/v1/users': ['organisation'],
};
/** Filters by the id of something else. */
const OF_OTHERS = [
  ...[
    'community',
    'contract',
    'partOf',
    'programme',
    'purchase',
    'recipient',
    'series',
    'serviceLine',
    'tender',
    'user',
  ],
];

interface Parameter {
  in: string;
  name: string;
  schema?: { format?: string };
}

let app: TestApp;
let m: Awaited<ReturnType<typeof startMerging>>;
/** A bureau that everything is of, and a record that was merged into it. */
let bureau: string;
let merged: string;
beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2026-03-02T09:00:00+08:00');
  m = await startMerging(app);
  bureau = m.officer.body;
  merged = (await m.makeNamed()).id;
  await m.merged(merged, bureau);
});
afterAll(() => app.close());

describe('lists that are asked for by a body', () => {
  it('are these: every filter by an id is that of a body or is known to be of something else', async () => {
    const { paths, components } = (await app.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
    const resolve = (parameter: Parameter | { $ref: string }): Parameter =>
      '$ref' in parameter
        ? (components?.parameters?.[parameter.$ref.split('/').at(-1) ?? ''] as unknown as Parameter)
        : parameter;
    const found = Object.entries(paths).flatMap(([path, { get }]) =>
      ((get?.parameters ?? []) as (Parameter | { $ref: string })[])
        .map(resolve)
        .flatMap(({ in: place, name, schema }) =>
          place === 'query' && schema?.format === 'uuid' && !OF_OTHERS.includes(name) ? [`${path} ${name}`] : [],
        ),
    );
    expect(found.sort()).toEqual(
      Object.entries(OF_BODIES)
        .flatMap(([path, names]) => names.map((name) => `${path} ${name}`))
        .sort(),
    );
  });

  const makeRow: Record<string, () => Promise<unknown>> = {
    '/api/v1/account-requests organisation': async () => {
      const person = await makeUser(app, 'bureau_officer', bureau);
      const admin = await makeAccount(app, { role: 'admin', organisation: null });
      return new AccountDesk(app).act(admin, person.id, 'reset');
    },
    '/api/v1/api-keys organisation': () =>
      app.http
        .post('/api/v1/api-keys')
        .set(m.officer.account.auth)
        .send({ name: 'OA', organisation: bureau, scopes: ['line.manage'] })
        .expect(201),
    '/api/v1/contracts buyer': () => m.officer.contract({ amount: '1000.00' }),
    '/api/v1/contracts supplier': async () => {
      const [record, into] = [await m.makeNamed(), await m.makeCoded()];
      await m.recordPurchase(into);
      await m.merged(record.id, into.id);
      return { record: record.id, into: into.id };
    },
    '/api/v1/programmes buyer': () => m.officer.programme(),
    '/api/v1/ratings rated': async () => {
      const { id } = (await m.officer.tender({ lots: [{ no: 1 }] })) as { id: string };
      return app.dataSource.query(
        `INSERT INTO rating (dataset, tender_id, stage, rated_id, side, raters, points)
         SELECT 'live', $1, 'contract', $2, 'buyer', 'residents', 4 FROM generate_series(1, 5)`,
        [id, bureau],
      );
    },
    '/api/v1/tenders buyer': () => m.officer.tender(),
    '/api/v1/users organisation': () => makeUser(app, 'bureau_officer', bureau),
  };

  it.each(Object.entries(OF_BODIES).flatMap(([path, names]) => names.map((name) => [path, name] as const)))(
    '%s?%s= answers by a merged id what it answers by that of the body',
    async (path, name) => {
      const made = (await makeRow[`${path} ${name}`]?.()) as { record?: string; into?: string };
      const reader = path === '/api/v1/programmes' ? m.officer.account.auth : m.admin.auth;
      const ask = async (id: string) =>
        (await app.http.get(`${path}?${name}=${id}`).set(reader)).body as { items: unknown[] };
      const first = await ask(made.into ?? bureau);
      expect(first).toHaveProperty('items');
      const { items } = first;
      expect(items).toEqual(expect.arrayContaining([expect.anything()]));
      expect((await ask(made.record ?? merged)).items).toEqual(items);
      expect((await ask((await m.makeNamed()).id)).items).toEqual([]);
    },
  );
});
