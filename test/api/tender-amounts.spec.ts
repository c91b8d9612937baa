import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SavedSearches } from '../../src/desk/notifications/searches/saved-searches.service.js';
import { makeAccount, makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, makeThreshold, startBusinessAt, type Bureau } from '../support/drafts.js';
import { given, Recorder } from '../support/purchases.js';
import { listTitles, type Asked } from '../support/tender-titles.js';

let app: TestApp;
let keeper: Recorder;
let bureau: Bureau;
let readers: Readonly<Record<string, Record<string, string>>>;
const READERS = ['everybody', 'its buyer', 'whoever sees all'];

const findTitles = (asked: Asked, auth: Record<string, string> = {}) => listTitles(app, asked, auth);
const publish = async (known: object): Promise<string> => {
  const { id } = await keeper.tender({ category: 'DISABILITY', ...known });
  await keeper.facts(id, [given('notice')]).expect(200);
  return id;
};

beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
  keeper = await Recorder.of(app);
  bureau = await makeBureau(app);
  await makeThreshold(app);
  readers = {
    everybody: {},
    'its buyer': keeper.account.auth,
    'whoever sees all': (await makeAccount(app, { role: 'auditor', organisation: null })).auth,
  };
  const lots = [
    { no: 1, ceiling: '100000.00' },
    { no: 2, budget: '400000.00', ceiling: '300000.00' },
  ];
  await publish({ title: '两包', budget: '900000.00', lots });
  await publish({ title: '无总额', lots: [{ no: 1, ceiling: '100000.00' }] });
  await publish({ title: '一包', budget: '400000.00', lots: [{ no: 1, ceiling: '400000.00' }] });
  await publish({ title: '未知', lots: [{ no: 1 }] });
});
afterAll(() => app.close());

describe('money', () => {
  it.each(READERS)('finds by one amount in the range: the budget, or what one lot may cost, for %s', async (who) => {
    const found: [Asked, string[]][] = [
      [{ amountFrom: '100000', amountTo: '100000' }, ['两包', '无总额']],
      [{ amountFrom: '300000', amountTo: '400000' }, ['两包', '一包']],
      [{ amountFrom: '300000.01', amountTo: '399999.99' }, []],
      [{ amountFrom: '400000.01', amountTo: '899999.99' }, []],
      [{ amountFrom: '400000.01' }, ['两包']],
      [{ amountTo: '399999.99' }, ['两包', '无总额']],
      [{ amountFrom: '0' }, ['两包', '无总额', '一包']],
      [{ amountTo: '99999.99' }, []],
      [{ amountFrom: '0', q: '无', sort: '-created' }, ['无总额']],
    ];
    for (const [asked, titles] of found)
      expect([asked, await findTitles({ category: 'DISABILITY', ...asked }, readers[who])]).toEqual([asked, titles]);
  });

  it('is that of the lots as they are: one that is corrected is found by its new price alone', async () => {
    const put = (ceiling: string) =>
      app.http
        .put('/api/v1/tenders/by-external-id/oa/amounts-1')
        .set(keeper.account.auth)
        .send({ buyer: keeper.body, title: '改价', category: 'CHILD_PROTECTION', lots: [{ no: 1, ceiling }] })
        .expect(200);
    const { body } = await put('710000.00');
    await keeper.facts((body as { id: string }).id, [given('notice')]).expect(200);
    const findAt = (amount: string) => findTitles({ amountFrom: amount, amountTo: amount });
    expect([await findAt('710000'), await findAt('720000')]).toEqual([['改价'], []]);
    await put('720000.00');
    expect([await findAt('710000'), await findAt('720000')]).toEqual([[], ['改价']]);
  });

  it('of a draft is told by no half of a range: what its lots cost since its intent', async () => {
    const own = bureau.officer.auth;
    const lots = (ceiling: string) => ({ lots: [{ no: 1, name: '托养', ceiling, pricing: 'competitive' }] });
    const findAt = (amount: string, auth = {}) => findTitles({ amountFrom: amount, amountTo: amount }, auth);
    const draft = await Drafting.begin(app, bureau, { title: '有价草案', ...lots('160001.00') });
    for (const auth of [{}, keeper.account.auth]) expect(await findAt('160001', auth)).toEqual([]);
    expect(await findAt('160001', own)).toEqual(['有价草案']);
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    await draft.must('post', 'actions/revise', { reason: '预算调整' });
    await draft.must('put', 'lots', lots('170001.00'));
    for (const auth of [{}, keeper.account.auth])
      expect([await findAt('160001', auth), await findAt('170001', auth)]).toEqual([['有价草案'], []]);
    expect([await findAt('160001', own), await findAt('170001', own)]).toEqual([[], ['有价草案']]);
  });
});

describe('a saved search', () => {
  it('finds by the money of a lot, and not between two amounts', async () => {
    const by = await makeUser(app, 'agency_worker', await makeBody(app, { kind: 'agency' }));
    const save = (filters: object) =>
      app.http.post('/api/v1/saved-searches').set(by.auth).send({ name: '金额', filters }).expect(201);
    await save({ amountFrom: '55000', amountTo: '65000' });
    await save({ amountTo: '1000' });
    // One that was kept with its ends the wrong way round finds nothing, and stops no other.
    const turned = await save({ amountFrom: '1', amountTo: '2' });
    await app.dataSource.query(
      `UPDATE saved_search SET filters = '{"amountFrom": "999999", "amountTo": "1"}' WHERE id = $1`,
      [(turned.body as { id: string }).id],
    );
    const id = await publish({ title: '甲', budget: '500000.00', lots: [{ no: 1, ceiling: '60000.00' }] });
    const low = await publish({ title: '乙', lots: [{ no: 1, budget: '1000.00' }] });
    await publish({ title: '丙', budget: '66000.00', lots: [{ no: 1, ceiling: '54000.00' }] });
    await publish({ title: '丁' });
    await app.running.app.get(SavedSearches).tell();
    const { body } = await app.http.get('/api/v1/me/notifications?kind=saved_search_found').set(by.auth).expect(200);
    expect((body as { items: { tender: string }[] }).items.map(({ tender }) => tender).sort()).toEqual(
      [id, low].sort(),
    );
  });
});
