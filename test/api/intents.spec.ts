import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LotsOfIntents1800000000253 } from '../../migrations/1800000000253-lots-of-intents.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

import {
  type Bureau,
  Drafting,
  makeBureau,
  makeLine,
  makeProgramme,
  startBusinessAt,
  makeThreshold,
} from '../support/drafts.js';

const TENDERS = '/api/v1/tenders';
interface Refusal {
  status: number;
  body: { code: string; rule?: string; errors?: { pointer: string }[] };
}
const said = ({ status, body }: Refusal) => [status, body.code, body.rule ?? null, body.errors?.map((e) => e.pointer)];

describe('a draft whose intent is published', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());
  const begin = () => Drafting.begin(app, bureau);
  /** The intents that a tender published, as if on that day. */
  const setIntents = async (tender: string, on: string) => {
    await app.dataSource.query(`ALTER TABLE fact DISABLE TRIGGER fact_is_kept`);
    await app.dataSource.query(
      `UPDATE fact SET data = jsonb_build_object('publishedOn', $2::text) WHERE subject_id = $1 AND kind = 'intention'`,
      [tender, on],
    );
    await app.dataSource.query(`ALTER TABLE fact ENABLE TRIGGER fact_is_kept`);
  };

  it('is issued after its intent was published long enough before, without a word', async () => {
    const draft = await begin();
    await draft.plan();
    const published = await draft.must('post', 'actions/publish-intent', {});
    expect(published.state).toBe('intent_published');
    expect((await draft.act('issue')).body.code).toBe('intent_unexplained');
    await setIntents(draft.id, '2025-10-04');
    expect((await draft.act('issue')).body.state).toBe('open');
  });

  it('is issued after its own intent: that of an earlier draft is none, and stays what everybody sees of it', async () => {
    const draft = await begin();
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    await draft.must('post', 'actions/revise', { reason: '增加一个包' });
    await draft.must('patch', '', { title: '另一个项目', budget: '390000.00', category: 'DISABILITY' });
    const serviceLines = [await makeLine(app, bureau.officer, '第二包的服务')];
    await draft.must('put', 'lots', {
      lots: [
        {
          no: 1,
          name: '第一包（改）',
          ceiling: '190000.00',
          budget: '180000.00',
          pricing: 'competitive',
          serviceLines: [bureau.line],
        },
        { no: 2, name: '第二包', ceiling: '200000.00', pricing: 'competitive', serviceLines },
      ],
    });
    const url = `${TENDERS}/${draft.id}`;
    const seen = (await app.http.get(url).expect(200)).body;
    expect(seen).toMatchObject({
      title: '社区老人居家养老服务',
      budget: null,
      category: 'ELDERLY_HOME_CARE',
      state: 'intent_published',
      lots: [{ no: 1, name: '第一包', ceiling: '200000.00', budget: null }],
      here: { draft: null, intendedDraft: null },
    });
    expect((await draft.read()) as unknown).toMatchObject({ here: { draft: 2, intendedDraft: 1 } });
    const list = (await app.http.get(`${TENDERS}?buyer=${bureau.id}&limit=200`).expect(200)).body;
    const listed = (list.items as { id: string; title: string }[]).find(({ id }) => id === draft.id);
    expect(listed).toMatchObject({ title: '社区老人居家养老服务', state: 'intent_published' });
    // Nor is it found by what it is to become.
    const byCategory = async (category: string) =>
      (
        (await app.http.get(`${TENDERS}?category=${category}&limit=200`).expect(200)).body as {
          items: { id: string }[];
        }
      ).items.map(({ id }) => id);
    expect([await byCategory('DISABILITY'), await byCategory('ELDERLY_HOME_CARE')]).toEqual([
      [],
      expect.arrayContaining([draft.id]),
    ]);
    expect(await draft.read()).toMatchObject({ title: '另一个项目', state: 'draft' });

    await draft.plan();
    await setIntents(draft.id, '2025-10-04');
    const refused = await draft.act('issue');
    expect(said(refused)).toEqual([422, 'intent_unexplained', 'INTENT-30D', ['/reason']]);
    expect(refused.text).toContain('earlier draft');
    await draft.must('post', 'actions/publish-intent', {});
    expect((await app.http.get(url)).body).toMatchObject({ title: '另一个项目' });
    expect((await draft.read()) as unknown).toMatchObject({ here: { draft: 2, intendedDraft: 2 } });
    // The thirty days begin anew with it.
    expect((await draft.act('issue')).body.code).toBe('intent_unexplained');
    await setIntents(draft.id, '2025-10-04');
    await draft.must('post', 'actions/revise', { reason: '改名' });
    await draft.must('patch', '', { title: '改名后的项目' });
    await draft.plan();
    expect((await draft.act('issue', bureau.officer, { reason: '仅改名称' })).body.state).toBe('open');
    const issued = (await app.http.get(`/api/v1/notices?q=${encodeURI('改名后的项目')}`).expect(200)).body;
    expect((issued as { items: { kind: string }[] }).items.map(({ kind }) => kind).sort()).toEqual([
      'intent',
      'tender',
    ]);
  });

  it('names its agent to nobody else before its documents are out, also in the words of its intent', async () => {
    const name = '示例招标代理有限公司';
    const agent = await makeBody(app, { kind: 'agent', name });
    const draft = await begin();
    await draft.must('put', 'mandate', { agent });
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    const stranger = await makeUser(app, 'bureau_officer', await makeBody(app));
    const read = async (by: TestAccount) => {
      const get = (path: string) => app.http.get(`${TENDERS}/${draft.id}${path}`).set(by.auth).expect(200);
      const { here } = (await get('')).body as { here: { agent: string | null } };
      return [here.agent, (await get('/notices/intent/text')).text.includes(name)];
    };
    expect([await read(stranger), await read(bureau.officer)]).toEqual([
      [null, false],
      [agent, true],
    ]);
    await setIntents(draft.id, '2025-10-04');
    expect((await draft.act('issue')).body.state).toBe('open');
    expect((await read(stranger))[0]).toBe(agent);
  });

  it('has notices that say and are found by what its intent said, until its documents are out', async () => {
    const told = {
      title: '养老意向甲',
      regionText: '意向区',
      lots: [{ no: 1, name: '意向包', ceiling: '200000.00', pricing: 'competitive' }],
    };
    const draft = await Drafting.begin(app, bureau, told);
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    await draft.must('post', 'actions/revise', { reason: '改变安排' });
    const became = {
      title: '助残草案乙',
      regionText: '草案区',
      category: 'DISABILITY',
      region: '990200',
      method: 'OPEN_TENDER',
    };
    await draft.must('patch', '', became);
    const lots = [{ no: 1, name: '草案包', ceiling: '200000.00', pricing: 'competitive', serviceLines: [bureau.line] }];
    await draft.must('put', 'lots', { lots });
    const find = async (query: string) => {
      const { body } = await app.http.get(`/api/v1/notices?${query}&limit=200`).expect(200);
      return (body as { items: { tender: string; kind: string }[] }).items.filter(({ tender }) => tender === draft.id);
    };
    const findAll = async (queries: string[]) =>
      Promise.all(queries.map(async (query) => (await find(query)).map(({ kind }) => kind).sort()));
    const said = [
      'q=养老意向甲',
      'q=意向区',
      'q=意向包',
      'category=ELDERLY_HOME_CARE',
      'method=COMPETITIVE_CONSULTATION',
    ].map(encodeURI);
    const unsaid = ['q=助残草案乙', 'q=草案区', 'q=草案包', 'category=DISABILITY', 'method=OPEN_TENDER'].map(encodeURI);
    const url = 'https://www.ccgp.gov.cn/intent.htm';
    await draft.must('post', 'notices', { kind: 'intent', url, publishedOn: '2025-11-03' });
    expect(await findAll([...said, ...unsaid])).toEqual([...said.map(() => ['intent']), ...unsaid.map(() => [])]);
    const shown = { category: 'ELDERLY_HOME_CARE', region: '990203', method: 'COMPETITIVE_CONSULTATION' };
    expect(await find('')).toMatchObject([{ title: '养老意向甲', url, regionText: '意向区', ...shown }]);

    // The next intent on the same day says what the draft is by then.
    await draft.must('patch', '', {
      title: '养老意向丙',
      category: 'ELDERLY_HOME_CARE',
      region: '990203',
      method: 'COMPETITIVE_CONSULTATION',
    });
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    expect(await find('')).toMatchObject([
      { title: '养老意向丙', ...shown },
      { title: '养老意向丙', ...shown },
    ]);
    await draft.must('post', 'actions/revise', { reason: '改变安排' });
    await draft.must('patch', '', became);
    await draft.must('post', 'actions/cancel', { reason: '不再采购' });
    const since = ['q=助残草案乙', 'category=DISABILITY', 'method=OPEN_TENDER'].map(encodeURI);
    expect(await findAll(since)).toEqual(since.map(() => []));
    expect((await find('')).map(({ kind }) => kind)).toContain('failure');
  });

  it('has the deadlines of what its intent said, also where the draft has no lot any more', async () => {
    const draft = await begin();
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    const read = async () =>
      (await app.http.get(`${TENDERS}/${draft.id}`).expect(200)).body as { deadlines: { lot: number | null }[] };
    const { deadlines } = await read();
    expect(deadlines).toMatchObject([{ lot: null, rule: 'INTENT-30D' }]);
    await draft.must('post', 'actions/revise', { reason: '改变安排' });
    await draft.must('put', 'lots', { lots: [] });
    expect((await read()).deadlines).toEqual(deadlines);
  });

  it('is shown and found as its intent said, and not as the draft that was revised since', async () => {
    const line = await app.http
      .post('/api/v1/service-lines')
      .set(bureau.officer.auth)
      .send({ name: '另一条服务线', category: 'ELDERLY_HOME_CARE', since: '2018-01-01', region: '990203' })
      .expect(201);
    const other = (line.body as { id: string }).id;
    const [first, second] = [bureau.programme, await makeProgramme(app, bureau.id, bureau.officer)];
    const draft = await begin();
    const before = { programme: first, termText: '一年', regionText: '示例区', projectNo: 'SL-2026-1' };
    const after = { programme: second, termText: '三年', regionText: '另一区', projectNo: 'SL-2026-2' };
    await draft.must('patch', '', before);
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    await draft.must('post', 'actions/revise', { reason: '改变安排' });
    await draft.must('patch', '', after);
    await draft.must('put', 'service-lines', { serviceLines: [other] });
    const read = async (by: TestAccount | null) =>
      (
        await app.http
          .get(`${TENDERS}/${draft.id}`)
          .set(by?.auth ?? {})
          .expect(200)
      ).body as Record<string, unknown>;
    expect(await read(null)).toMatchObject({ ...before, serviceLines: [bureau.line], completeness: [] });
    expect(await read(bureau.officer)).toMatchObject({ ...after, serviceLines: [other] });
    const finds = async (query: string, by: TestAccount | null = null): Promise<boolean> => {
      const { body } = await app.http
        .get(`${TENDERS}?${query}&limit=200`)
        .set(by?.auth ?? {})
        .expect(200);
      return (body as { items: { id: string }[] }).items.some(({ id }) => id === draft.id);
    };
    for (const [name, was, is] of [
      ['programme', first, second],
      ['serviceLine', bureau.line, other],
    ] as const) {
      expect([name, await finds(`${name}=${was}`), await finds(`${name}=${is}`)]).toEqual([name, true, false]);
      const own = [await finds(`${name}=${was}`, bureau.officer), await finds(`${name}=${is}`, bureau.officer)];
      expect([name, ...own]).toEqual([name, false, true]);
    }
  });

  it('shows each lot as its intent said, also one that was taken out of the draft since, or written anew', async () => {
    const pricing = 'competitive';
    const other = await makeLine(app, bureau.officer, '另一条服务线');
    const lots = [
      { no: 1, name: '第一包', ceiling: '150000.00', pricing, serviceLines: [bureau.line] },
      { no: 2, name: '第二包', ceiling: '50000.00', pricing, termText: '两年', serviceLines: [other] },
    ];
    const draft = await Drafting.begin(app, bureau, { lots, serviceLines: [bureau.line, other] });
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    const read = async (path = `${TENDERS}/${draft.id}`) => (await app.http.get(path).expect(200)).body as unknown;
    const readLots = async () => ((await read()) as { lots: unknown[] }).lots;
    const said = await readLots();
    expect(said).toMatchObject(lots.map(({ no, name, ceiling }) => ({ no, name, ceiling })));
    const exported = async () => {
      const { releases } = (await read(`/api/v1/ocds/releases/ocds-demo00-${draft.id}`)) as {
        releases: { tender: object }[];
      };
      return releases[0]?.tender;
    };
    const release = await exported();

    await draft.must('post', 'actions/revise', { reason: '改变安排' });
    await draft.must('put', 'lots', { lots: lots.slice(0, 1) });
    expect([await readLots(), await exported()]).toEqual([said, release]);
    expect(((await draft.read()) as unknown as { lots: unknown[] }).lots).toHaveLength(1);
    await draft.must('put', 'lots', { lots: [lots[0], { ...lots[1], name: '另一第二包' }] });
    expect([await readLots(), await exported()]).toEqual([said, release]);
    await draft.must('put', 'lots', { lots: [] });
    expect([await readLots(), await exported()]).toEqual([said, release]);

    // An intent of the release before kept no ids of its lots: what is gone has a new one from its migration on.
    await app.dataSource.query(
      `UPDATE tender SET intended = jsonb_set(intended, '{lots}', (SELECT jsonb_agg(lot - 'id') FROM jsonb_array_elements(intended -> 'lots') lot))
       WHERE id = $1`,
      [draft.id],
    );
    const runner = app.dataSource.createQueryRunner();
    await new LotsOfIntents1800000000253().up(runner);
    await runner.release();
    const renewed = (await readLots()) as { id: string }[];
    expect(new Set(renewed.map(({ id }) => id)).size).toBe(2);
    const withoutIds = (all: unknown[]) => (all as { id: string }[]).map(({ id: _, ...lot }) => lot);
    expect(withoutIds(renewed)).toEqual(withoutIds(said));

    await draft.must('post', 'actions/cancel', { reason: '不再采购' });
    expect(await readLots()).toMatchObject(renewed.map(({ id }) => ({ id, state: 'cancelled' })));
  });

  it('tells outsiders the version and instant of its publication, whatever is edited since', async () => {
    const draft = await begin();
    await draft.plan();
    const { version } = await draft.must('post', 'actions/publish-intent', {});
    const seen = async () => {
      const { body, headers } = await app.http.get(`${TENDERS}/${draft.id}`).expect(200);
      const { items } = (await app.http.get(`${TENDERS}?buyer=${bureau.id}&limit=200`).expect(200)).body as {
        items: { id: string }[];
      };
      const select = (row: object | undefined) => {
        const { version, createdAt, updatedAt } = row as Record<string, unknown>;
        return { version, createdAt, updatedAt };
      };
      return {
        etag: headers['etag'],
        one: select(body as object),
        listed: select(items.find(({ id }) => id === draft.id)),
      };
    };
    const before = await seen();
    expect(before).toMatchObject({ etag: `"${version}"`, one: { version }, listed: before.one });
    await draft.must('post', 'actions/revise', { reason: '改变安排' });
    await draft.must('patch', '', { title: '改名后的项目' });
    await draft.must('put', 'lots', { lots: [] });
    expect(await seen()).toEqual(before);
    expect((await draft.read()).version).toBe(version + 3);

    const ended = await draft.must('post', 'actions/cancel', { reason: '不再采购' });
    expect(await seen()).toMatchObject({ etag: `"${ended.version}"`, one: { version: ended.version } });
  });
});
