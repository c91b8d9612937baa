import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';
import { recordDeal, type Deal } from '../support/recorded.js';

const PATH = '/api/v1/statistics/awards';

describe('award statistics', () => {
  let app: TestApp;
  let officer: TestAccount;
  let bureau: string;
  beforeAll(async () => {
    app = await startTestApp({ env: { DEFAULT_DATASET: 'live' } });
    bureau = await makeBody(app);
    officer = await makeUser(app, 'bureau_officer', bureau);
    const deals: Partial<Deal>[] = [
      {
        category: 'COMMUNITY_SOCIAL_WORK',
        region: '990200',
        amount: '100000.00',
        method: 'SINGLE_SOURCE',
        supplier: '乙',
      },
      { category: 'ELDERLY_HOME_CARE', region: '990203', amount: '200000.00', method: 'OPEN_TENDER', supplier: '甲' },
      { category: 'ELDERLY_HOME_CARE', region: '990000', amount: '200000.01', method: 'OPEN_TENDER', supplier: '甲' },
      { category: 'ELDERLY_HOME_CARE', region: '430000', amount: '7.00', method: 'OPEN_TENDER', supplier: '丙' },
      { category: 'ORG_INCUBATION', region: '990300', amount: null, supplier: '丙' },
      { category: null, region: null, amount: '3.00', supplier: '丙' },
      { category: 'DISABILITY', amount: '9.00', decidedOn: '2018-01' },
      { category: 'DISABILITY', amount: '9.00', decidedOn: null },
    ];
    for (const deal of deals) await recordDeal(app, officer, { decidedOn: '2017-12', buyer: bureau, ...deal });
  });
  afterAll(() => app.close());

  const table = async (query: string, status = 200) => (await app.http.get(`${PATH}?${query}`).expect(status)).body;
  const rows = async (query: string) =>
    ((await table(query)).rows as { key: string; deals: number; amount: string; share: string }[]).map((r) => [
      r.key,
      r.deals,
      r.amount,
      r.share,
    ]);

  it('answers to the letter, without an account, in the order of the code list', async () => {
    expect(await table('year=2017&groupBy=category&region=990000')).toEqual({
      year: 2017,
      dataset: 'live',
      groupBy: 'category',
      region: '990000',
      within: null,
      category: null,
      currency: 'CNY',
      rows: [
        {
          key: 'ELDERLY_HOME_CARE',
          label: '社区老人居家养老服务',
          labelEn: 'Home care for the elderly in communities',
          deals: 2,
          amount: '400000.01',
          share: '80.0',
          amountUnknown: 0,
        },
        {
          key: 'COMMUNITY_SOCIAL_WORK',
          label: '社区社会工作服务',
          labelEn: 'Community social work',
          deals: 1,
          amount: '100000.00',
          share: '20.0',
          amountUnknown: 0,
        },
        {
          key: 'ORG_INCUBATION',
          label: '社会组织孵化基地运营服务',
          labelEn: 'Operation of incubators for social organisations',
          deals: 1,
          amount: null,
          share: null,
          amountUnknown: 1,
        },
      ],
      total: { deals: 4, amount: '500000.01', share: '100.0', amountUnknown: 1 },
      rowsLeftOut: 0,
      undated: 0,
    });
  });

  it('counts the year of the award as far as it is known, and says how many have none', async () => {
    expect(await rows('year=2018')).toEqual([['DISABILITY', 1, '9.00', '100.0']]);
    const all = await table('year=2017');
    expect([all.total.deals, all.undated]).toEqual([6, 1]);
    expect(await table('year=2019')).toMatchObject({ rows: [], total: { deals: 0, amount: '0.00', share: null } });
  });

  it('groups by region, agency and method', async () => {
    expect(await rows('year=2017&groupBy=region')).toEqual([
      ['430000', 1, '7.00', '0.0'],
      ['990000', 1, '200000.01', '40.0'],
      ['990200', 1, '100000.00', '20.0'],
      ['990203', 1, '200000.00', '40.0'],
      ['990300', 1, null, null],
      [null, 1, '3.00', '0.0'],
    ]);
    expect((await rows('year=2017&groupBy=method')).map(([key]) => key)).toEqual([
      'OPEN_TENDER',
      'SINGLE_SOURCE',
      null,
    ]);
    const agencies = (await table('year=2017&groupBy=agency')).rows as { label: string; deals: number }[];
    expect(agencies.map((a) => [a.label, a.deals])).toEqual([
      ['甲', 2],
      ['乙', 1],
      ['丙', 3],
    ]);
  });

  it('compares a region with the one it lies in', async () => {
    const { rows: shown, total } = await table('year=2017&groupBy=category&region=990200&within=990000');
    expect(
      (shown as { key: string; deals: number; withinDeals: number; dealShare: string }[]).map((r) => [
        r.key,
        r.deals,
        r.withinDeals,
        r.dealShare,
      ]),
    ).toEqual([
      ['ELDERLY_HOME_CARE', 1, 2, '50.0'],
      ['COMMUNITY_SOCIAL_WORK', 1, 1, '100.0'],
    ]);
    expect(total).toMatchObject({ deals: 2, amount: '300000.00', withinDeals: 3, dealShare: '66.7' });
    expect((await table('year=2017&region=990000&within=990000')).total).toMatchObject({ deals: 4, withinDeals: 4 });
    expect((await table('year=2017&region=990000&within=990200', 400)).errors[0].pointer).toBe('/within');
    expect((await table('year=2017&within=990200', 400)).errors[0].pointer).toBe('/region');
  });

  it('never mixes datasets, and filters by category', async () => {
    const fiction = await makeBody(app, { dataset: 'fiction' });
    const seller = await makeUser(app, 'bureau_officer', fiction);
    await recordDeal(app, seller, { buyer: fiction, dataset: 'fiction', amount: '1.00', decidedOn: '2017-06-01' });
    expect((await table('year=2017&dataset=fiction')).total.deals).toBe(1);
    expect((await table('year=2017')).total.deals).toBe(6);
    expect(await rows('year=2017&category=ORG_INCUBATION')).toEqual([['ORG_INCUBATION', 1, null, null]]);
  });

  it('a notice’s own date stands for the award it published, a statement’s does not', async () => {
    const source = (kind: string) => ({ kind, url: null, publishedOn: '2016-05-04', reference: randomUUID() });
    const deal = { buyer: bureau, amount: '5.00', decidedOn: null };
    await recordDeal(app, officer, { ...deal, source: source('notice') });
    const before = (await table('year=2017')).undated as number;
    await recordDeal(app, officer, { ...deal, source: source('statement') });
    expect((await table('year=2016')).total.deals).toBe(1);
    // Nor is a mere statement published.
    expect((await table('year=2017')).undated).toBe(before);
  });

  it.each([
    '',
    'year=x',
    'year=0',
    'year=2017&groupBy=buyer',
    'year=2017&region=99',
    'year=2017&colour=red',
    'year=2017&year=2018',
  ])('refuses %j', async (query) => {
    expect((await table(query, 400)).code).toBe('validation_failed');
  });

  it('is one statement', async () => {
    expect(await countQueries(() => table('year=2017&groupBy=agency'))).toBe(1);
  });
});
