import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { recordDeal } from '../support/recorded.js';

const PATH = '/api/v1/programmes';
const SOURCE = { kind: 'statement', url: null, publishedOn: '2018', reference: null };

interface Line {
  id: string;
  version: number;
  name: string;
  amount: string;
  committed: { deals: number; amount: string; amountUnknown: number };
  exceededBy: string | null;
}
interface Programme {
  id: string;
  version: number;
  budget: string | null;
  budgetLines: Line[];
  committed: Line['committed'];
  unassigned: Line['committed'];
  exceeded: { budgetLine: string; name: string; exceededBy: string }[];
  calendar: object | null;
}

describe('programmes and their budget lines', () => {
  let app: TestApp;
  let bureau: string;
  let officer: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app, { region: '990203' });
    officer = await makeUser(app, 'bureau_officer', bureau);
  });
  afterAll(() => app.close());

  const create = async (more: object = {}): Promise<Programme> => {
    const body = { name: '2018年度购买计划', year: 2018, region: '990203', source: SOURCE, ...more };
    const answer = await app.http.post(PATH).set(officer.auth).send(body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as Programme;
  };
  const read = async (id: string, by = officer) => (await app.http.get(`${PATH}/${id}`).set(by.auth)).body as Programme;

  it('has the calendar that it is given, and none else', async () => {
    const made = await create();
    expect(made).toMatchObject({ buyer: bureau, dataset: 'live', version: 1, state: 'draft', budget: null });
    expect(made.calendar).toBeNull();
    const calendar = {
      code: 'june_to_june',
      name: { en: 'June to June', zh: '6月至次年6月' },
      steps: [
        {
          event: 'implementation',
          name: { en: 'a', zh: 'b' },
          from: { year: 0, date: '06-01' },
          to: { year: 1, date: '05' },
        },
      ],
    };
    expect((await create({ calendar })).calendar).toEqual(calendar);
    const changed = await app.http
      .patch(`${PATH}/${made.id}`)
      .set(officer.auth)
      .set('If-Match', '"1"')
      .send({ calendar, year: 2019, region: null });
    expect([changed.status, changed.headers.etag]).toEqual([200, '"2"']);
    expect(changed.body).toMatchObject({ calendar, year: 2019, region: null });
    // The database keeps its members in an order of its own: said again it is no change.
    const same = await app.http.patch(`${PATH}/${made.id}`).set(officer.auth).set('If-Match', '"2"').send({ calendar });
    expect([same.status, same.headers.etag, same.body]).toEqual([200, '"2"', changed.body]);
    const removed = await app.http
      .patch(`${PATH}/${made.id}`)
      .set(officer.auth)
      .set('If-Match', '"2"')
      .send({ calendar: null });
    expect([removed.status, removed.body.calendar]).toEqual([200, null]);
  });

  it.each([
    [{ year: 999 }, '/year'],
    [{ year: '2018' }, '/year'],
    [{ name: 'x'.repeat(201) }, '/name'],
    [{ source: undefined }, '/source'],
    [{ calendar: { code: 'x', name: { en: 'a', zh: 'b' }, steps: [] } }, '/calendar/steps'],
    [
      {
        calendar: {
          code: 'x',
          name: { en: 'a', zh: 'b' },
          steps: [{ event: 'e', name: { en: 'a', zh: 'b' }, from: { year: 0, date: '02-30' }, to: null }],
        },
      },
      '/calendar/steps/0/from/date',
    ],
    [{ budgetLines: [{ name: 'x', amount: 200000 }] }, '/budgetLines/0/amount'],
    [{ budgetLines: [{ name: 'x', amount: '-1.00' }] }, '/budgetLines/0/amount'],
    [{ budgetLines: [{ name: 'x', amount: '1.001' }] }, '/budgetLines/0/amount'],
    [{ budgetLines: [{ name: 'x', amount: '20万元' }] }, '/budgetLines/0/amount'],
    [{ budgetLines: [{ name: 'x', amount: '1000000000000000.00' }] }, '/budgetLines/0/amount'],
    [{ budgetLines: [{ name: 'x', amount: '1.00', useBy: '2018-13' }] }, '/budgetLines/0/useBy'],
    [{ budgetLevel: 'town' }, '/budgetLevel'],
  ])('is refused where it is wrong: %#', async (more, pointer) => {
    const body = { name: 'x', year: 2018, source: SOURCE, ...more };
    const answer = await app.http.post(PATH).set(officer.auth).send(body);
    expect(answer.status).toBe(400);
    expect((answer.body.errors as { pointer: string }[]).map((e) => e.pointer)).toContain(pointer);
  });

  it('is seen by its bureau and the supervisors of its region; for all others it is not there', async () => {
    const { id } = await create({ region: null });
    const stranger = await makeUser(app, 'bureau_officer');
    const near = await makeUser(app, 'finance_authority', await makeBody(app, { region: '990200' }));
    const far = await makeUser(app, 'supervisor', await makeBody(app, { region: '990204' }));
    const status = (by: TestAccount) =>
      app.http
        .get(`${PATH}/${id}`)
        .set(by.auth)
        .then((r) => r.status);
    expect(await Promise.all([officer, near, stranger, far].map(status))).toEqual([200, 200, 404, 404]);
    const patch = await app.http.patch(`${PATH}/${id}`).set(stranger.auth).set('If-Match', '"1"').send({ name: 'x' });
    expect(patch.status).toBe(404);
    const list = await app.http.get(PATH).set(stranger.auth).expect(200);
    expect(list.body.items).toEqual([]);
    await app.http.get(`${PATH}/${id}/budget-lines`).set(stranger.auth).expect(404);
    await app.http
      .post(`${PATH}/${id}/budget-lines`)
      .set(stranger.auth)
      .send({ name: 'x', amount: '1.00' })
      .expect(404);
  });

  it('shows what each line is committed to: a contract’s amount before its award’s', async () => {
    const programme = await create({
      budgetLines: [
        {
          name: '养老',
          category: 'ELDERLY_HOME_CARE',
          amount: '400000.00',
          sourceOfFunds: '福利彩票公益金',
          useBy: '2018-12',
        },
        { name: '其他', amount: '100000' },
      ],
    });
    expect(programme.budget).toBe('500000.00');
    const deal = { buyer: bureau, programme: programme.id };
    await recordDeal(app, officer, { ...deal, category: 'ELDERLY_HOME_CARE', amount: '200000.00' });
    await recordDeal(app, officer, {
      ...deal,
      category: 'ELDERLY_HOME_CARE',
      amount: '180000.00',
      contract: '180000.00',
    });
    await recordDeal(app, officer, { ...deal, category: 'DISABILITY', amount: '30000.00' });
    await recordDeal(app, officer, { ...deal, category: null, amount: null });
    const { budgetLines, committed, unassigned, exceeded } = await read(programme.id);
    expect(budgetLines.map((l) => [l.name, l.amount, l.committed, l.exceededBy])).toEqual([
      ['养老', '400000.00', { deals: 2, amount: '380000.00', amountUnknown: 0 }, null],
      ['其他', '100000.00', { deals: 2, amount: '30000.00', amountUnknown: 1 }, null],
    ]);
    expect([committed, unassigned.deals, exceeded]).toEqual([
      { deals: 4, amount: '410000.00', amountUnknown: 1 },
      0,
      [],
    ]);
  });

  it('a cut below what is committed is listed, not refused', async () => {
    const programme = await create();
    const path = `${PATH}/${programme.id}/budget-lines`;
    const added = await app.http.post(path).set(officer.auth).send({ name: '养老', amount: '200000.00' }).expect(201);
    const line = added.body as Line;
    expect([line.version, added.headers.etag]).toEqual([2, '"2"']);
    await recordDeal(app, officer, { buyer: bureau, programme: programme.id, category: 'OTHER', amount: '150000.00' });
    const patch = (match: string | null, body: object) => {
      const request = app.http.patch(`${path}/${line.id}`).set(officer.auth);
      return (match === null ? request : request.set('If-Match', match)).send(body);
    };
    expect((await patch(null, { amount: '100000.00' })).status).toBe(428);
    expect((await patch('"1"', { amount: '100000.00' })).status).toBe(412);
    const cut = await patch('"2"', { amount: '100000.00', note: '调减' });
    expect(cut.status).toBe(200);
    expect(cut.body).toMatchObject({ amount: '100000.00', note: '调减', exceededBy: '50000.00', version: 3 });
    expect((await read(programme.id)).exceeded).toEqual([
      {
        budgetLine: line.id,
        name: '养老',
        exceededBy: '50000.00',
        purchases: [expect.objectContaining({ kind: 'award', lot: 1, amount: '150000.00' })],
      },
    ]);
    const list = await app.http.get(path).set(officer.auth).expect(200);
    expect((list.body.items as Line[]).map((l) => l.exceededBy)).toEqual(['50000.00']);
    expect((await patch('"3"', { amount: 5 })).body.errors[0].pointer).toBe('/amount');
    const other = await create();
    await app.http
      .patch(`${PATH}/${other.id}/budget-lines/${line.id}`)
      .set(officer.auth)
      .set('If-Match', '"1"')
      .send({ note: 'x' })
      .expect(404);
    await app.http.post(path).set(officer.auth).set('If-Match', '"1"').send({ name: 'x', amount: '1' }).expect(412);
  });

  it('tells its history to whom it concerns, oldest first, page by page', async () => {
    const programme = await create();
    await app.http
      .patch(`${PATH}/${programme.id}`)
      .set(officer.auth)
      .set('If-Match', '"1"')
      .send({ name: '改名' })
      .expect(200);
    const first = await app.http.get(`/api/v1/history?subject=programme:${programme.id}&limit=1`).set(officer.auth);
    expect(first.status).toBe(200);
    expect(first.body.items[0]).toMatchObject({
      seq: 1,
      action: 'recorded',
      to: 'draft',
      actor: { kind: 'user', id: officer.id },
    });
    const second = await app.http.get(first.body.next as string).set(officer.auth);
    expect(second.body.items[0]).toMatchObject({
      seq: 2,
      action: 'changed',
      data: { changed: { name: { from: '2018年度购买计划', to: '改名' } } },
    });
    expect([second.body.items.length, second.body.next]).toEqual([1, null]);
    const stranger = await makeUser(app, 'bureau_officer');
    await app.http.get(`/api/v1/history?subject=programme:${programme.id}`).set(stranger.auth).expect(404);
    await app.http.get(`/api/v1/history?subject=programme`).set(officer.auth).expect(400);
    await app.http.get(`/api/v1/history?subject=programme:${programme.id}`).expect(401);
  });
});
