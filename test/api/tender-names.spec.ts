import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { SavedSearches } from '../../src/desk/notifications/searches/saved-searches.service.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, makeLine, makeThreshold, startBusinessAt, type Bureau } from '../support/drafts.js';
import { fresh, startMerging } from '../support/merges.js';
import { given, type Recorder } from '../support/purchases.js';
import { listTitles, type Asked } from '../support/tender-titles.js';

let app: TestApp;
let m: Awaited<ReturnType<typeof startMerging>>;
let keeper: Recorder;
let bureau: Bureau;
let readers: Readonly<Record<string, Record<string, string>>>;
const READERS = ['everybody', 'its buyer', 'another buyer', 'whoever sees all'];

const findTitles = (asked: Asked, auth: Record<string, string> = {}) => listTitles(app, asked, auth);
/** What each kind of reader finds. */
const findAll = (q: string) => Promise.all(READERS.map((who) => findTitles({ q }, readers[who])));
const everyReader = (...titles: string[]) => READERS.map(() => titles);

async function publish(known: object, notice: object = {}): Promise<string> {
  const { id } = await keeper.tender(known);
  await keeper.facts(id, [given('notice', notice)]).expect(200);
  return id;
}
async function patch(path: string, by: TestAccount, change: object): Promise<void> {
  const { headers } = await app.http.get(`/api/v1${path}`).set(by.auth).expect(200);
  await app.http
    .patch(`/api/v1${path}`)
    .set({ ...by.auth, 'If-Match': headers.etag ?? '' })
    .send(change)
    .expect(200);
}
/** What of the names of a purchase everybody's searches look through. */
const loadNames = async (id: string): Promise<string | undefined> =>
  (await app.dataSource.query<{ names: string }[]>(`SELECT names FROM public_tender WHERE id = $1`, [id]))[0]?.names;

beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
  m = await startMerging(app);
  keeper = m.officer;
  bureau = await makeBureau(app, '990203', '临江区民政局');
  await makeThreshold(app);
  readers = {
    everybody: {},
    'its buyer': keeper.account.auth,
    'another buyer': bureau.officer.auth,
    'whoever sees all': (await makeAccount(app, { role: 'auditor', organisation: null })).auth,
  };
});
afterAll(() => app.close());

describe('words', () => {
  it('are found in the names of lots, buyer and service lines, each word in any of them', async () => {
    await patch(`/organisations/${keeper.body}`, m.admin, { name: '望湖区民政局' });
    const line = await keeper.serviceLine('康复辅具租赁');
    const lots = [
      { no: 1, name: '东片 Meals' },
      { no: 2, name: '西片100%' },
      { no: 3, name: null },
    ];
    await publish({ title: '综合服务', lots, serviceLines: [line] });
    for (const q of ['东片', 'meals', '西', '湖区民', '辅具', '综合 西片 望湖 租赁', '100%'])
      expect([q, await findAll(q)]).toEqual([q, everyReader('综合服务')]);
    for (const q of ['片M', '局东', '100%康', '租赁望', '综合 南片', '西_100'])
      expect([q, await findAll(q)]).toEqual([q, everyReader()]);
  });

  it('are found with every other filter, in both orders, page by page', async () => {
    const region = { region: '990203', category: 'DISABILITY', budget: '5000.00', lots: [{ no: 1, name: '助盲出行' }] };
    for (let i = 1; i <= 5; i++)
      await publish({ title: `出行${i}`, ...region }, { deadline: `2098-03-0${i}T09:30:00+08:00` });
    await publish({ title: '别处出行', ...region, region: '990204' }, { deadline: '2098-03-03T09:30:00+08:00' });
    await publish({ title: '别类出行', ...region, category: 'CHILD_PROTECTION' });
    await publish({ title: '贵的出行', ...region, budget: '6000.00' }, { deadline: '2098-03-03T09:30:00+08:00' });
    const asked = { q: '助盲', region: '990203', category: 'DISABILITY', amountTo: '5000' };
    const titles = ['出行1', '出行2', '出行3', '出行4', '出行5'];
    for (const auth of Object.values(readers)) {
      expect(await findTitles(asked, auth)).toEqual(titles);
      expect(await findTitles({ ...asked, sort: '-created' }, auth)).toEqual(titles.toReversed());
      expect(await findTitles({ ...asked, open: 'true', sort: 'deadline' }, auth)).toEqual(titles);
      expect(await findTitles({ ...asked, deadlineFrom: '2098-03-02', deadlineTo: '2098-03-03' }, auth)).toEqual([
        '出行2',
        '出行3',
      ]);
    }
  });

  it('are those of the last name: of a lot, a service line and a buyer', async () => {
    const line = await makeLine(app, bureau.officer, '旧线助洁');
    const external = '/tenders/by-external-id/oa/names-1';
    const put = (name: string) =>
      keeper.app.http
        .put(`/api/v1${external}`)
        .set(keeper.account.auth)
        .send({ buyer: keeper.body, title: '改名采购', lots: [{ no: 1, name }], serviceLines: [line] });
    const { body } = await put('旧包助洁').expect(200);
    await keeper.facts((body as { id: string }).id, [given('notice')]).expect(200);
    expect([await findAll('旧包助洁'), await findAll('旧线助洁')]).toEqual([
      everyReader('改名采购'),
      everyReader('改名采购'),
    ]);
    await put('新包助洁').expect(200);
    await patch(`/service-lines/${line}`, bureau.officer, { name: '新线助洁' });
    await patch(`/organisations/${keeper.body}`, m.admin, { name: '新湖区民政局' });
    for (const q of ['旧包助洁', '旧线助洁', '望湖']) expect([q, await findAll(q)]).toEqual([q, everyReader()]);
    for (const q of ['新包助洁', '新线助洁', '新湖 改名'])
      expect([q, await findAll(q)]).toEqual([q, everyReader('改名采购')]);
  });

  it('are those of the record that a merged buyer goes on in, and its own again after the merge is undone', async () => {
    const [record, into] = [await m.makeNamed(fresh()), await m.makeNamed('并入后的民政局')];
    const id = await publish({ title: '并前采购' });
    await app.dataSource.query(`UPDATE tender SET buyer_id = $2 WHERE id = $1`, [id, record.id]);
    expect(await findTitles({ q: record.name })).toEqual(['并前采购']);
    const merge = await m.merged(record.id, into.id);
    expect([await findTitles({ q: record.name }), await findTitles({ q: '并入后' })]).toEqual([[], ['并前采购']]);
    await m.undo(record.id, merge);
    expect([await findTitles({ q: record.name }), await findTitles({ q: '并入后' })]).toEqual([['并前采购'], []]);
  });
});

describe('a name that changes while a purchase is published', () => {
  /** The work of a transaction that another request meets before it is committed. */
  async function meet(work: (runner: QueryRunner) => Promise<unknown>, request: () => Promise<unknown>): Promise<void> {
    const runner = app.dataSource.createQueryRunner();
    await runner.startTransaction();
    await work(runner);
    const met = request();
    await new Promise((done) => setTimeout(done, 200));
    await runner.commitTransaction();
    await runner.release();
    await met;
  }
  const rename = (body: string, name: string) => patch(`/organisations/${body}`, m.admin, { name });

  it('waits for the publication', async () => {
    const { id } = await keeper.tender({ title: '先公开' });
    await meet(
      (runner) => runner.query(`UPDATE tender SET published = true WHERE id = $1`, [id]),
      () => rename(keeper.body, '先后民政局'),
    );
    expect(await findTitles({ q: '先公开 先后' })).toEqual(['先公开']);
  });

  it('is waited for by the publication', async () => {
    await meet(
      (runner) => runner.query(`UPDATE organisation SET name = '后来民政局' WHERE id = $1`, [keeper.body]),
      () => publish({ title: '后公开' }),
    );
    expect(await findTitles({ q: '后公开 后来' })).toEqual(['后公开']);
  });
});

describe('what is not published', () => {
  it('is found by no name but by its own body, and moves nothing of what is: a draft and its lots', async () => {
    const strangers = [{}, keeper.account.auth];
    const own = bureau.officer.auth;
    const lots = (name: string) => [{ no: 1, name, ceiling: '200000.00', pricing: 'competitive' }];
    const draft = await Drafting.begin(app, bureau, { title: '托养采购', lots: lots('秘密甲包') });
    for (const q of ['秘密甲包', '托养 临江']) {
      for (const auth of strangers) expect(await findTitles({ q }, auth)).toEqual([]);
      expect(await findTitles({ q }, own)).toEqual(['托养采购']);
    }
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    for (const auth of strangers) expect(await findTitles({ q: '秘密甲包 临江' }, auth)).toEqual(['托养采购']);
    await draft.must('post', 'actions/revise', { reason: '调整分包' });
    const before = await loadNames(draft.id);
    expect(before).toContain('秘密甲包');
    await draft.must('put', 'lots', { lots: [...lots('秘密乙包'), { no: 2, name: '秘密丙包', ceiling: '1.00' }] });
    expect(await loadNames(draft.id)).toBe(before);
    for (const q of ['秘密乙包', '秘密丙包']) {
      for (const auth of strangers) expect(await findTitles({ q }, auth)).toEqual([]);
      expect(await findTitles({ q }, own)).toEqual(['托养采购']);
    }
    for (const auth of strangers) expect(await findTitles({ q: '秘密甲包' }, auth)).toEqual(['托养采购']);
    expect(await findTitles({ q: '秘密甲包' }, own)).toEqual([]);
  });

  it('is found by no name of who bids', async () => {
    const id = await publish({ title: '有人投标', lots: [{ no: 1, name: '一包' }] });
    const before = await loadNames(id);
    await keeper.facts(id, [given('bid', { bidder: { name: '某某投标社工中心' } }, { lot: 1 })]).expect(200);
    expect(await findAll('投标社工')).toEqual(everyReader());
    expect(await loadNames(id)).toBe(before);
  });
});

describe('a saved search', () => {
  it('finds what is published by the names of lots and buyer', async () => {
    const by = await makeUser(app, 'agency_worker', await makeBody(app, { kind: 'agency' }));
    const save = (q: string) =>
      app.http.post('/api/v1/saved-searches').set(by.auth).send({ name: q, filters: { q } }).expect(201);
    await save('后来 陪诊');
    const id = await publish({ title: '未言明', lots: [{ no: 1, name: '陪诊服务' }] });
    await publish({ title: '未言明', lots: [{ no: 1, name: '别的服务' }] });
    await app.running.app.get(SavedSearches).tell();
    const { body } = await app.http.get('/api/v1/me/notifications?kind=saved_search_found').set(by.auth).expect(200);
    expect((body as { items: { tender: string }[] }).items.map(({ tender }) => tender)).toEqual([id]);
  });
});
