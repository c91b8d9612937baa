import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PUBLIC } from '../../src/kernel/access/principal.js';
import { toScope } from '../../src/kernel/access/scope.js';
import type { TenderQuery } from '../../src/purchase/tenders/reads/tender.dto.js';
import { TendersQueries } from '../../src/purchase/tenders/reads/tenders.queries.js';
import { makeAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

import { Drafting, makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { given, Recorder, stated } from '../support/purchases.js';

let app: TestApp;
let keeper: Recorder;
let other: Recorder;
let bureau: Bureau;
let readers: Record<string, Record<string, string>>;
const READERS = ['everybody', 'a buyer', 'whoever sees all'];

type Asked = Readonly<Record<string, string>>;
interface Item {
  id: string;
  title: string;
  deadline: string | null;
  open: boolean | null;
  state: string | null;
}
async function search(asked: Asked, auth: Record<string, string> = {}): Promise<Item[]> {
  const items: Item[] = [];
  for (let next: string | null = `/api/v1/tenders?${new URLSearchParams({ ...asked, limit: '3' }).toString()}`; next;) {
    const { body }: { body: { items: Item[]; next: string | null } } = await app.http.get(next).set(auth).expect(200);
    items.push(...body.items);
    next = body.next;
  }
  return items;
}
const findTitles = async (asked: Asked, auth?: Record<string, string>) =>
  (await search(asked, auth)).map(({ title }) => title);

async function publish(recorder: Recorder, known: object, notice: object = {}): Promise<string> {
  const { id } = await recorder.tender({ category: 'CHILD_PROTECTION', ...known });
  await recorder.facts(id, [given('notice', notice)]).expect(200);
  return id;
}

beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
  keeper = await Recorder.of(app, '990204');
  other = await Recorder.of(app, '990203');
  bureau = await makeBureau(app);
  await makeThreshold(app);
  await publish(keeper, { title: '静安区托育服务', budget: '199999.99' }, { deadline: '2098-03-01T09:30:00+08:00' });
  await publish(other, { title: '居家养老 100%_达标', budget: '200000.00' }, { deadline: '2098-03-02' });
  await publish(keeper, { title: '老人助餐', regionText: '临汾路街道' }, { deadline: '2017-12-04T09:30:00+08:00' });
  await publish(other, { title: 'Day care B-7', projectNo: '〔2023〕养字9号', budget: '0.01' });
  const auditor = await makeAccount(app, { role: 'auditor', organisation: null });
  readers = { everybody: {}, 'a buyer': keeper.account.auth, 'whoever sees all': auditor.auth };
});
afterAll(() => app.close());

describe('words', () => {
  it.each(READERS)(
    'are found wherever they stand in title, project number and place, all of them, for %s',
    async (who) => {
      const found: [string, string[]][] = [
        ['托育', ['静安区托育服务']],
        ['老', ['居家养老 100%_达标', '老人助餐']],
        ['养老 居家', ['居家养老 100%_达标']],
        ['　养老　居家　养老　', ['居家养老 100%_达标']],
        ['居家 助餐', []],
        ['day CARE', ['Day care B-7']],
        ['汾路', ['老人助餐']],
        ['2023〕养字', ['Day care B-7']],
        ['餐老', []],
      ];
      for (const [q, titles] of found) expect([q, await findTitles({ q }, readers[who])]).toEqual([q, titles]);
    },
  );

  it.each(READERS)('stand for themselves: no character is a pattern, for %s', async (who) => {
    for (const q of ['%', '_', '100%_', "'", '\\', '.*', '"', '$1', '&', '老%'])
      expect([q, await findTitles({ q }, readers[who])]).toEqual([
        q,
        ['%', '_', '100%_'].includes(q) ? ['居家养老 100%_达标'] : [],
      ]);
  });

  it('that are none, too many, twice given or hold what no text holds are refused by name', async () => {
    for (const q of ['q=', 'q=%20%E3%80%80', 'q=%E2%80%8B', `q=${'a'.repeat(101)}`, 'q=a&q=b', 'q[]=a', 'q=%00']) {
      const { status, body } = await app.http.get(`/api/v1/tenders?${q}`);
      expect([q, status, body.code]).toEqual([q, 400, expect.any(String)]);
    }
    expect(await findTitles({ q: 'a'.repeat(100) })).toEqual([]);
    expect(
      await findTitles({ q: Array.from({ length: 50 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join(' ') }),
    ).toEqual([]);
  });
});

describe('money', () => {
  it.each(READERS)('finds by the budget, both ends with it, and nothing that states none, for %s', async (who) => {
    const found: [Asked, string[]][] = [
      [{ amountFrom: '200000' }, ['居家养老 100%_达标']],
      [{ amountFrom: '199999.99', amountTo: '200000.00' }, ['静安区托育服务', '居家养老 100%_达标']],
      [{ amountTo: '0.01' }, ['Day care B-7']],
      [{ amountFrom: '0' }, ['静安区托育服务', '居家养老 100%_达标', 'Day care B-7']],
      [{ amountFrom: '999999999999999.99' }, []],
    ];
    for (const [asked, titles] of found)
      expect([asked, await findTitles({ category: 'CHILD_PROTECTION', ...asked }, readers[who])]).toEqual([
        asked,
        titles,
      ]);
  });

  it('that is none is refused, and so is a range turned round', async () => {
    for (const amount of ['-1', '1e5', '1,000', '0.001', '9999999999999999', '', '20万', 'NaN'])
      expect(
        (await app.http.get('/api/v1/tenders').query({ amountFrom: amount }).expect(400)).body.errors,
      ).toMatchObject([{ pointer: '/amountFrom' }]);
    const { body } = await app.http.get('/api/v1/tenders?amountFrom=10.01&amountTo=10').expect(400);
    expect(body.errors).toMatchObject([{ pointer: '/amountFrom', code: 'range_reversed' }]);
  });
});

describe('deadlines', () => {
  it.each(READERS)('are a range of days in their order, for %s', async (who) => {
    const found: [Asked, string[]][] = [
      [{ deadlineFrom: '2017-12-04' }, ['老人助餐', '静安区托育服务', '居家养老 100%_达标']],
      [{ deadlineFrom: '2017-12-05', deadlineTo: '2098-03-01' }, ['静安区托育服务']],
      [{ deadlineFrom: '2098-03-02' }, ['居家养老 100%_达标']],
      [{ deadlineTo: '2098-03-02', sort: 'deadline' }, ['老人助餐', '静安区托育服务', '居家养老 100%_达标']],
      [{ deadlineFrom: '2098-03-03' }, []],
      [{ deadlineTo: '2017-12-03' }, []],
    ];
    for (const [asked, titles] of found)
      expect([asked, await findTitles({ category: 'CHILD_PROTECTION', ...asked }, readers[who])]).toEqual([
        asked,
        titles,
      ]);
  });

  it('that are no days, turned round or in another order are refused', async () => {
    for (const [asked, pointer] of [
      ['deadlineFrom=2025-02-30', '/deadlineFrom'],
      ['deadlineTo=tomorrow', '/deadlineTo'],
      ['deadlineFrom=2025-01-02&deadlineTo=2025-01-01', '/deadlineFrom'],
      ['deadlineFrom=2025-01-02&sort=-created', '/sort'],
      ['open=false', '/open'],
    ])
      expect((await app.http.get(`/api/v1/tenders?${asked}`).expect(400)).body.errors).toMatchObject([{ pointer }]);
  });
});

describe('open', () => {
  it.each(READERS)(
    'means that the deadline is known and ahead, and unknown is shown as unknown, for %s',
    async (who) => {
      const category = 'CHILD_PROTECTION';
      expect(await findTitles({ category, open: 'true' }, readers[who])).toEqual([
        '静安区托育服务',
        '居家养老 100%_达标',
      ]);
      expect(await findTitles({ category, open: 'true', sort: '-created' }, readers[who])).toEqual([
        '居家养老 100%_达标',
        '静安区托育服务',
      ]);
      expect(await findTitles({ category, open: 'true', sort: 'deadline', q: '养' }, readers[who])).toEqual([
        '居家养老 100%_达标',
      ]);
      expect(await findTitles({ category, open: 'unknown' }, readers[who])).toEqual(['Day care B-7']);
      const shown = (await search({ category }, readers[who])).map(({ deadline, open, state }) => [
        deadline,
        open,
        state,
      ]);
      expect(shown).toEqual([
        ['2098-03-01T01:30:00.000Z', true, 'open'],
        ['2098-03-02T16:00:00.000Z', true, 'open'],
        ['2017-12-04T01:30:00.000Z', false, 'closed'],
        [null, null, 'open'],
      ]);
    },
  );

  it('is what is issued here, from the issue to the deadline', async () => {
    const draft = await Drafting.begin(app, bureau, { title: '此处采购' });
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    expect(await findTitles({ q: '此处采购', open: 'true' })).toEqual([]);
    await draft.must('post', 'actions/issue', { reason: '情况紧急' });
    expect(await search({ q: '此处采购', open: 'true' })).toMatchObject([
      { id: draft.id, open: true, deadline: '2025-11-14T01:30:00.000Z' },
    ]);
    expect((await app.http.get(`/api/v1/tenders/${draft.id}`)).body).toMatchObject({ open: true });
  });
});

describe('what is not published', () => {
  it('is found by its own body alone: a draft', async () => {
    const draft = await Drafting.begin(app, bureau, { title: '未公开的托养', budget: '123456.78' });
    const unpublished: Asked[] = [{ q: '未公开' }, { amountFrom: '123456.78', amountTo: '123456.78' }];
    for (const asked of unpublished) {
      expect(await search(asked)).toEqual([]);
      expect(await search(asked, keeper.account.auth)).toEqual([]);
      expect(await search(asked, bureau.officer.auth)).toMatchObject([{ id: draft.id }]);
    }
  });

  it('is told by no half of a range: what a draft became after its intent, with its words and its money', async () => {
    const draft = await Drafting.begin(app, bureau, { title: '意向托养', budget: '310000.00' });
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    await draft.must('post', 'actions/revise', { reason: '预算调整' });
    await draft.must('patch', '', { title: '改后托养', budget: '390000.00' });
    for (const auth of [{}, keeper.account.auth]) {
      let [low, high] = [0, 100_000_000];
      while (low < high) {
        const half = Math.ceil((low + high) / 2);
        const found = await search({ q: '托养', amountFrom: (half / 100).toFixed(2) }, auth);
        if (found.length > 0) low = half;
        else high = half - 1;
      }
      expect(low).toBe(31_000_000);
      expect(await findTitles({ q: '改后' }, auth)).toEqual([]);
      expect(await findTitles({ q: '意向托养' }, auth)).toEqual(['意向托养']);
    }
    expect(await findTitles({ q: '改后', amountFrom: '390000' }, bureau.officer.auth)).toEqual(['改后托养']);
    expect(await findTitles({ q: '意向托养' }, bureau.officer.auth)).toEqual([]);
  });

  it('is neither found nor ordered by a deadline that its keeper was only told of', async () => {
    const id = await publish(keeper, { title: '电话告知', category: 'DISABILITY' }, { deadline: '2097-01-10' });
    await keeper.facts(id, [given('correction', { deadline: '2097-02-20' }, stated)]).expect(200);
    const silent = await publish(keeper, { title: '未公布截止', category: 'DISABILITY' });
    await keeper.facts(silent, [given('correction', { deadline: '2097-03-20' }, stated)]).expect(200);
    const category = 'DISABILITY';
    for (const auth of [{}, other.account.auth]) {
      expect(await search({ category }, auth)).toMatchObject([
        { title: '电话告知', deadline: '2097-01-10T16:00:00.000Z', open: true },
        { title: '未公布截止', deadline: null, open: null },
      ]);
      expect(await findTitles({ category, deadlineFrom: '2097-01-11' }, auth)).toEqual([]);
      expect(await findTitles({ category, open: 'true' }, auth)).toEqual(['电话告知']);
      expect(await findTitles({ category, state: 'open', sort: 'deadline' }, auth)).toEqual(['电话告知', '未公布截止']);
      const { body } = await app.http.get(`/api/v1/tenders/${id}`).set(auth).expect(200);
      expect(body).toMatchObject({ deadline: '2097-01-10T16:00:00.000Z', open: true });
    }
    expect(await findTitles({ category, deadlineFrom: '2097-01-11' }, keeper.account.auth)).toEqual([
      '电话告知',
      '未公布截止',
    ]);
    expect(await app.dataSource.query(`SELECT state_until::text FROM public_tender WHERE id = $1`, [silent])).toEqual([
      { state_until: 'infinity' },
    ]);
  });
});

/** Rows that the nodes of a plan read and did not pass on, and how they reach the public rows. */
interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Node[];
  [measure: string]: unknown;
}
const countRemoved = (node: Node): number =>
  ['Rows Removed by Filter', 'Rows Removed by Index Recheck', 'Rows Removed by Join Filter']
    .map((name) => Number(node[name] ?? 0) * Number(node['Actual Loops'] ?? 1))
    .concat((node.Plans ?? []).map(countRemoved))
    .reduce((a, b) => a + b, 0);
const listScans = (node: Node): string[] => [
  ...(node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'public_tender' ? ['public_tender'] : []),
  ...(node.Plans ?? []).flatMap(listScans),
];

describe('among many purchases', () => {
  const MANY = 20_000;
  beforeAll(async () => {
    await app.dataSource.query(`ALTER TABLE tender DISABLE TRIGGER tell_row`);
    await app.dataSource.query(
      `INSERT INTO tender (dataset, ocid, purchase_id, conducted, buyer_id, title, category, region, budget, state, published_state, deadline_at,
         published, created_at)
       SELECT 'import:many', 'many-' || n, gen_random_uuid(), 'elsewhere', $2, CASE WHEN n % 1000 = 7 THEN '山区巡回医疗 ' ELSE '社区服务采购 ' END || n,
         'COMMUNITY_SOCIAL_WORK', '990203', n * 100, 'open', 'open',
         CASE WHEN n % 10 > 0 THEN timestamptz '2015-01-01' + n * interval '5 hours' END, false, timestamptz '2015-01-01' + n * interval '5 hours'
       FROM generate_series(1, $1::int) n`,
      [MANY, other.body],
    );
    await app.dataSource.query(
      `INSERT INTO lot (tender_id, no, name, ceiling) SELECT id, 1, CASE WHEN title LIKE '%777' THEN '流动图书车' ELSE '社区活动' END,
           CASE WHEN title LIKE '%777' THEN 90000000 + budget ELSE budget END FROM tender WHERE dataset = 'import:many'`,
    );
    await app.dataSource.query(`UPDATE tender SET published = true WHERE dataset = 'import:many'`);
    await app.dataSource.query(`ALTER TABLE tender ENABLE TRIGGER tell_row`);
    await app.dataSource.query(`ANALYZE tender, public_tender`);
  });

  it.each<[string, TenderQuery]>([
    ['words that few have', { q: '巡回' }],
    ['words that all have', { q: '社区' }],
    ['words of few lots', { q: '图书' }],
    ['words of all lots', { q: '活动' }],
    ['words of title, lot and buyer', { q: '777 图书 body' }],
    ['one character', { q: '医' }],
    ['words that nobody has', { q: '航天' }],
    ['words of two kinds', { q: '社区 山区' }],
    ['a narrow range of money', { amountFrom: '15000', amountTo: '15010' }],
    ['all money', { amountFrom: '0' }],
    ['money of few lots', { amountFrom: '910000', amountTo: '915000' }],
    ['money from which few lots are', { amountFrom: '900000' }],
    ['more money than there is', { amountFrom: '900000000' }],
    ['the last deadlines', { deadlineFrom: '2026-05-01' }],
    ['one day', { deadlineFrom: '2020-05-01', deadlineTo: '2020-05-01' }],
    ['open', { open: 'true' }],
    ['open, the newest', { open: 'true', sort: '-created' }],
    ['open, by deadline', { open: 'true', sort: 'deadline' }],
    ['open, nobody knows until when', { open: 'unknown' }],
    ['open after a day', { open: 'true', deadlineFrom: '2026-05-01' }],
    ['words, open', { q: '巡回', open: 'true', sort: '-created' }],
  ])('%s: an index finds them, and a filter removes few', async (_, query) => {
    const asked: [string, unknown[]][] = [];
    const reader = {
      query: (text: string, values: unknown[]) => {
        asked.push([text, values]);
        return Promise.resolve([]);
      },
    };
    await new TendersQueries({ reader } as never, {} as never, {} as never).list(
      toScope(PUBLIC),
      query,
      '/api/v1/tenders',
    );
    const [[text, values] = ['', []]] = asked;
    const [row] = await app.dataSource.query<{ 'QUERY PLAN': { Plan: Node }[] }[]>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      values,
    );
    const plan = row?.['QUERY PLAN'][0]?.Plan as Node;
    expect({ scans: listScans(plan), removed: countRemoved(plan) <= 1000 ? 'few' : plan }).toEqual({
      scans: [],
      removed: 'few',
    });
  });
});
