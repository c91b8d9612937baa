import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder, stated } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
const lot = { lot: 1 };
const from = (reference: string, publishedOn: string | null = null) => ({
  source: { kind: 'notice', reference, publishedOn, url: `https://www.ccgp.gov.cn/${reference}.htm` },
});

beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
  const care = await officer.tender({
    title: '横栏镇居家养老上门服务项目',
    category: 'ELDERLY_HOME_CARE',
    method: 'COMPETITIVE_CONSULTATION',
    region: '990203',
    regionText: 'N省B市K区',
    lots: [{ no: 1, name: '一标段 失能老人照护' }, { no: 2 }],
  });
  await officer
    .facts(care.id, [
      given('intention', { publishedOn: '2017-10-25' }, from('A-1', '2017-10-25')),
      given('notice', { publishedOn: '2017-11-24', deadline: '2017-12-04' }, from('A-2', '2017-11-24')),
      given('correction', { deadline: '2017-12-11T09:30:00+08:00' }, from('A-3', '2017-11-30')),
      given('award', { amount: '5.00' }, { ...lot, ...from('A-4', '2017-12-20') }),
      given('award', { amount: '6.00' }, { lot: 2, ...from('A-4', '2017-12-20') }),
      given('bid', { bidder: { name: '甲' } }, { ...lot, ...from('A-4', '2017-12-20') }),
      given('contract', { amount: '5.00' }, { ...lot, ...from('A-5', '2017-12-22') }),
    ])
    .expect(200);
  const work = await officer.tender({
    title: 'Community SOCIAL Work 100%_达标 \\ Station',
    category: 'COMMUNITY_SOCIAL_WORK',
    method: 'SINGLE_SOURCE',
    region: '990204',
  });
  await officer
    .facts(work.id, [
      given('notice', { singleSource: true, deadline: '2018-01' }, from('B-1', '2017-12')),
      given('clarification', { text: '答疑' }, from('B-2')),
      given('failure', {}, { ...lot, ...from('B-3') }),
    ])
    .expect(200);
  const secret = await officer.tender({ title: '未公告的居家养老项目' });
  await officer.facts(secret.id, [given('notice', { publishedOn: '2017-11-24' }, stated)]).expect(200);
});
afterAll(() => app.close());

const search = async (filters: Record<string, string>) => {
  const query = new URLSearchParams(filters).toString();
  const { body } = await app.http.get(`/api/v1/notices?${query}`).expect(200);
  return body.items as { reference: string; kind: string }[];
};
const found = async (filters: Record<string, string>) => (await search(filters)).map((n) => n.reference).sort();
const CARE = ['A-1', 'A-2', 'A-3', 'A-4', 'A-5'];
const WORK = ['B-1', 'B-3'];

describe('the public search of notices', () => {
  it('shows one notice for each publication, as what it was published', async () => {
    const kinds = (await search({})).map((n) => [n.reference, n.kind]);
    expect(kinds.sort()).toEqual([
      ['A-1', 'intent'],
      ['A-2', 'tender'],
      ['A-3', 'correction'],
      ['A-4', 'result'],
      ['A-5', 'contract'],
      ['B-1', 'single_source'],
      ['B-3', 'failure'],
    ]);
  });

  it('says what was published, and no more', async () => {
    const [notice] = await search({ q: '横栏镇', kind: 'tender' });
    expect(notice).toEqual({
      id: expect.any(String),
      dataset: 'live',
      tender: expect.any(String),
      contract: null,
      kind: 'tender',
      title: '横栏镇居家养老上门服务项目',
      publishedOn: '2017-11-24',
      url: 'https://www.ccgp.gov.cn/A-2.htm',
      reference: 'A-2',
      deadline: '2017-12-04',
      region: '990203',
      regionText: 'N省B市K区',
      category: 'ELDERLY_HOME_CARE',
      method: 'COMPETITIVE_CONSULTATION',
      buyerName: expect.any(String),
    });
  });

  it.each([
    ['a word of the title', '居家养老', CARE],
    ['one character', '栏', CARE],
    ['two words with what stands between', '镇居家', CARE],
    ['the region as it is written', 'B市K区', CARE],
    ['the name of a lot', '失能老人', CARE],
    ['words that stand apart are not one word', '横栏养老', []],
    ['Latin in small letters', 'community social work', WORK],
    ['Latin in capitals', 'COMMUNITY', WORK],
    ['Latin and Chinese together', '100%_达标', WORK],
    ['blanks around', '  养老  ', CARE],
    ['more blanks than there are', 'community   social', WORK],
    ['what is nowhere', '不存在的词', []],
  ])('%s: %s', async (_, q, expected) => {
    expect(await found({ q })).toEqual(expected);
  });

  it.each([
    ['%', WORK],
    ['_', WORK],
    ['100%', WORK],
    ['\\', WORK],
    ['%养老', []],
    ['养_', []],
    ['.*', []],
    ["'; DROP TABLE notice; --", []],
  ])('%s means itself', async (q, expected) => {
    expect(await found({ q })).toEqual(expected);
  });

  it('a buyer is found by its name', async () => {
    const [notice] = (await search({ q: '横栏镇' })) as unknown as { buyerName: string }[];
    expect(await found({ q: notice?.buyerName ?? '' })).toEqual([...CARE, ...WORK]);
  });

  it.each([
    [{ kind: 'result' }, ['A-4']],
    [{ kind: 'failure' }, ['B-3']],
    [{ region: '990203' }, CARE],
    [{ region: '990200' }, [...CARE, ...WORK]],
    [{ region: '990204' }, WORK],
    [{ category: 'COMMUNITY_SOCIAL_WORK' }, WORK],
    [{ method: 'SINGLE_SOURCE' }, WORK],
    [{ dataset: 'live' }, [...CARE, ...WORK]],
    [{ dataset: 'study' }, []],
    [{ q: '养老', kind: 'tender', region: '990200', category: 'ELDERLY_HOME_CARE' }, ['A-2']],
    [{ q: '养老', kind: 'failure' }, []],
  ])('by %j', async (filters, expected) => {
    expect(await found(filters as Record<string, string>)).toEqual(expected);
  });

  it('by what is still open after a day: a day, a time, a month, each as late as it may mean', async () => {
    const after = (deadlineAfter: string) => found({ deadlineAfter });
    expect(await after('2017-12-03')).toEqual(['A-2', 'A-3', 'B-1']);
    expect(await after('2017-12-04')).toEqual(['A-3', 'B-1']);
    expect(await after('2017-12-10')).toEqual(['A-3', 'B-1']);
    expect(await after('2017-12-11')).toEqual(['B-1']);
    expect(await after('2018-01-30')).toEqual(['B-1']);
    expect(await after('2018-01-31')).toEqual([]);
  });

  it('what was changed since is seen', async () => {
    expect(await found({ updatedSince: '2000-01-01T00:00:00Z' })).toHaveLength(7);
    expect(await found({ updatedSince: '2999-01-01T00:00:00Z' })).toEqual([]);
  });

  it('pages', async () => {
    const seen: string[] = [];
    let next: string | null = '/api/v1/notices?limit=3';
    while (next) {
      const { body }: { body: { items: { reference: string }[]; next: string | null } } = await app.http
        .get(next)
        .expect(200);
      seen.push(...body.items.map((n) => n.reference));
      next = body.next;
    }
    expect(seen.sort()).toEqual([...CARE, ...WORK]);
  });

  it.each([
    ['q=', '/q'],
    ['q=%20%20', '/q'],
    [`q=${'x'.repeat(101)}`, '/q'],
    ['kind=rumour', '/kind'],
    ['region=B市', '/region'],
    ['category=CARE', '/category'],
    ['method=AUCTION', '/method'],
    ['deadlineAfter=2017-02-30', '/deadlineAfter'],
    ['deadlineAfter=2017-12', '/deadlineAfter'],
    ['colour=red', '/colour'],
  ])('%s is refused with its place', async (query, pointer) => {
    const { body } = await app.http.get(`/api/v1/notices?${encodeURI(query).replaceAll('%25', '%')}`).expect(400);
    expect(body.errors[0].pointer).toBe(pointer);
  });
});
