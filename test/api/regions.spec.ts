import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { stored } from '../support/stored.js';

const SOURCE = { kind: 'statement' };

describe('the region of a record', () => {
  let app: TestApp;
  let bureau: string;
  let admin: TestAccount;
  let officer: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app);
    admin = await makeUser(app, 'admin');
    officer = await makeUser(app, 'bureau_officer', bureau);
  });
  afterAll(() => app.close());

  const THRESHOLD = { level: 'provincial', object: 'services', amount: '1.00', source: 's', confidence: 'B' };
  const ROUTES: [string, 'officer' | 'admin', (region: string, n: number) => object][] = [
    ['organisations', 'officer', (region) => ({ name: randomUUID(), region })],
    ['communities', 'officer', (region) => ({ name: randomUUID(), region })],
    ['service-lines', 'officer', (region) => ({ name: 'x', category: 'OTHER', since: '2018-01-01', region })],
    ['programmes', 'officer', (region) => ({ name: randomUUID(), year: 2018, source: SOURCE, region })],
    ['tenders', 'officer', (region) => ({ buyer: bureau, title: 'x', region })],
    ['thresholds', 'admin', (region, n) => ({ ...THRESHOLD, effectiveFrom: `20${10 + n}-01-01`, region })],
    [
      'registrations',
      'officer',
      (region) => ({
        agencyName: 'x',
        creditCode: '52150200MJ0000018P',
        contactName: 'y',
        phone: '010-00000000',
        login: randomUUID(),
        region,
      }),
    ],
  ];

  it.each(ROUTES)('of /%s is one of GB/T 2260, in force or abolished, or invented', async (route, by, body) => {
    const send = (region: string, n: number) =>
      app.http.post(`/api/v1/${route}`).set({ officer, admin }[by].auth).send(body(region, n));
    const before = await stored(app);
    for (const region of ['110199', '160000', '100000']) {
      const refused = await send(region, 0);
      expect([refused.status, refused.body]).toMatchObject([
        400,
        { code: 'validation_failed', errors: [{ pointer: '/region', code: 'region_unknown' }] },
      ]);
    }
    expect(await stored(app)).toEqual(before);
    // Luohu; Chongwen, a district of Beijing until 2010; of the demonstration.
    for (const [n, region] of ['440303', '110103', '990299'].entries())
      expect([(await send(region, n)).status, region]).toEqual([201, region]);
  });

  it('may be a street or community of a county that is known', async () => {
    const send = (region: string) =>
      app.http.post('/api/v1/communities').set(officer.auth).send({ name: randomUUID(), region });
    for (const region of ['440303001', '440303001002']) expect((await send(region)).status).toBe(201);
    for (const [region, code] of [
      ['440399001002', 'region_unknown'],
      ['4403', 'not_a_region'],
    ])
      expect((await send(region as string)).body).toMatchObject({ errors: [{ pointer: '/region', code }] });
  });

  it('is looked at again when it is changed', async () => {
    const { body: made } = await app.http.post('/api/v1/tenders').set(officer.auth).send({ buyer: bureau, title: 'x' });
    const { id } = made as { id: string };
    const change = (region: string) =>
      app.http.patch(`/api/v1/tenders/${id}`).set(officer.auth).set('If-Match', '"1"').send({ region });
    expect((await change('110199').expect(400)).body).toMatchObject({ errors: [{ code: 'region_unknown' }] });
    expect((await change('110101').expect(200)).body).toMatchObject({ region: '110101', version: 2 });
  });

  it('asked for in a filter need not be there: nothing is found', async () => {
    const { body } = await app.http.get('/api/v1/communities?region=110199').expect(200);
    expect(body).toEqual({ items: [], next: null });
  });
});
