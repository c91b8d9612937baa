import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestApp, type TestApp } from '../support/app.js';
import { issueTender } from '../support/bidding.js';
import { makeBureau, makeThreshold, setBusinessTime, type Bureau, type Drafting } from '../support/drafts.js';

const BASE = 'https://example.org/notices';
interface PublicNotice {
  id: string;
  tender: string;
  url: string | null;
  publishedOn: string;
}
interface Said {
  kind: string;
  replacedBy: string | null;
  data: { publishedOn: string };
  source: { url: string | null; publishedOn: string };
}

describe('the notices of several corrections of issued documents', () => {
  let app: TestApp;
  let bureau: Bureau;
  let draft: Drafting;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    ({ draft } = await issueTender(app, bureau, { plan: { deadlineAt: '2025-12-05T09:30:00+08:00' } }));
    await setBusinessTime(app, '2025-11-04T09:00:00+08:00');
    const corrections = [
      { terms: { requirement: '上门服务须由持证人员提供' } },
      { plan: { deadlineAt: '2025-12-08T09:30:00+08:00' } },
      { terms: { siteVisit: '11 月 20 日，示例社区' } },
      { terms: { handingIn: '示例路 1 号开标室' } },
    ];
    for (const [i, correction] of corrections.entries())
      await draft.must('post', 'actions/correct', { reason: `第 ${i + 1} 次更正`, correction });
  });
  afterAll(() => app.close());

  const read = (path: string) => app.http.get(`/api/v1/tenders/${draft.id}/notices/${path}`).set(bureau.officer.auth);
  const record = (body: object) =>
    app.http
      .post(`/api/v1/tenders/${draft.id}/notices`)
      .set(bureau.officer.auth)
      .send({ kind: 'correction', publishedOn: '2025-11-05', ...body });
  const listPublic = async (): Promise<PublicNotice[]> => {
    const { body } = await app.http.get('/api/v1/notices?kind=correction&dataset=live').expect(200);
    return (body as { items: PublicNotice[] }).items.filter(({ tender }) => tender === draft.id);
  };
  const countAddresses = async (): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const { url, publishedOn } of await listPublic()) {
      const shown = `${publishedOn} ${url ?? 'none'}`;
      counts[shown] = (counts[shown] ?? 0) + 1;
    }
    return counts;
  };
  /** Address and day of each correction in force, the first one first. */
  const listAddresses = async (): Promise<string[]> => {
    const { body } = await app.http.get(`/api/v1/tenders/${draft.id}`).set(bureau.officer.auth).expect(200);
    return (body as { facts: Said[] }).facts
      .filter(({ kind, replacedBy }) => kind === 'correction' && replacedBy === null)
      .map(({ source, data }) => `${data.publishedOn} ${source.url ?? 'none'}`)
      .toSorted();
  };

  it('each have a text of their own, chosen by the revision; without it the newest is given', async () => {
    const said: Record<number, string> = {};
    for (const revision of [2, 3, 4, 5])
      said[revision] = (await read(`correction/text?revision=${revision}`).expect(200)).text;
    expect(said[2]).toContain('更正原因：第 1 次更正');
    expect(said[2]).toContain('采购需求：原为');
    expect(said[2]).not.toContain('更正后提交截止时间');
    expect(said[3]).toContain('更正后提交截止时间：2025-12-08 09:30（北京时间）');
    expect(said[3]).not.toContain('采购需求：原为');
    expect(said[4]).toContain('现更正为“11 月 20 日，示例社区”');
    expect(said[5]).toContain('现更正为“示例路 1 号开标室”');
    expect((await read('correction/text').expect(200)).text).toBe(said[5]);
    expect((await read('correction?revision=2').expect(200)).body.text).toBe(said[2]);
  });

  it('are not found by a revision that is none, nor notices of another kind by one', async () => {
    const statuses = [];
    for (const path of ['correction/text?revision=6', 'tender/text?revision=2', 'correction?revision=9'])
      statuses.push((await read(path)).status);
    expect(statuses).toEqual([404, 404, 404]);
    for (const revision of ['1', 'x'])
      expect((await read(`correction/text?revision=${revision}`)).body).toMatchObject({
        status: 400,
        errors: [{ pointer: '/revision' }],
      });
    for (const body of [{ revision: 6 }, { kind: 'tender', revision: 2 }]) {
      const refused = await record({ url: `${BASE}/none`, publishedOn: '2025-11-04', ...body });
      expect([refused.status, refused.body.errors[0].pointer]).toEqual([404, '/revision']);
    }
    expect((await record({ url: `${BASE}/none`, revision: 1 })).status).toBe(400);
  });

  it('stand in the public list each by itself, also those of one day', async () => {
    expect(await countAddresses()).toEqual({ '2025-11-04 none': 4 });
  });

  it('whose deadline a later one moved again get one of an earlier day than that one, for it would bring the deadline back', async () => {
    const plan = { deadlineAt: '2025-12-05T09:30:00+08:00', documentsTo: '2025-11-14', noticeTo: '2025-11-10' };
    const own = await issueTender(app, bureau, { plan });
    for (const day of ['08', '12'])
      await own.draft.must('post', 'actions/correct', {
        reason: `截止时间延至 12 月 ${day} 日`,
        correction: { plan: { deadlineAt: `2025-12-${day}T09:30:00+08:00` } },
      });
    const say = (revision: number, publishedOn = '2025-11-04') =>
      app.http
        .post(`/api/v1/tenders/${own.draft.id}/notices`)
        .set({ ...bureau.officer.auth, 'Accept-Language': 'en' })
        .send({ kind: 'correction', publishedOn, url: `${BASE}/d${revision}`, revision });
    const mustStand = async () => {
      const { body } = await app.http.get(`/api/v1/tenders/${own.draft.id}`).set(bureau.officer.auth).expect(200);
      expect(JSON.stringify(body.deadlines)).toContain('2025-12-12');
      expect(JSON.stringify(body.deadlines)).not.toContain('2025-12-08');
    };
    const refused = await say(2);
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
    expect(refused.body.detail).toContain('record the address of that one first');
    expect((await say(3)).status).toBe(200);
    await mustStand();
    expect((await say(2)).status).toBe(409);
    // The official site had the later one a day later: then the earlier one has a day before it.
    await setBusinessTime(app, '2025-11-05T09:00:00+08:00');
    expect((await say(3, '2025-11-05')).status).toBe(200);
    expect((await say(2, '2025-11-05')).status).toBe(409);
    expect((await say(2)).status).toBe(200);
    await mustStand();
    await setBusinessTime(app, '2025-11-04T09:00:00+08:00');
  });

  it('each get an address and a day, and keep them when another one gets its own', async () => {
    await setBusinessTime(app, '2025-11-06T09:00:00+08:00');
    const before = (await listPublic()).map(({ id }) => id);
    expect((await record({ url: `${BASE}/c2`, revision: 2 })).status).toBe(200);
    const after = (await listPublic()).filter(({ url }) => url === null).map(({ id }) => id);
    expect(before).toEqual(expect.arrayContaining(after));
    expect(after).toHaveLength(3);
    // Without a revision it is the newest.
    expect((await record({ url: `${BASE}/c5` })).status).toBe(200);
    expect(await listAddresses()).toEqual([
      '2025-11-04 none',
      '2025-11-04 none',
      `2025-11-05 ${BASE}/c2`,
      `2025-11-05 ${BASE}/c5`,
    ]);
    expect((await read('correction/text?revision=2').expect(200)).text).toContain('更正日期：2025-11-05');
    expect((await read('correction/text?revision=3').expect(200)).text).toContain('更正日期：2025-11-04');
    expect((await record({ url: `${BASE}/c3`, revision: 3, publishedOn: '2025-11-06' })).status).toBe(200);
    expect(await countAddresses()).toEqual({
      '2025-11-04 none': 1,
      [`2025-11-05 ${BASE}/c2`]: 1,
      [`2025-11-06 ${BASE}/c3`]: 1,
      [`2025-11-05 ${BASE}/c5`]: 1,
    });
  });

  it('keep their public notices where a later one came first to the address that both have', async () => {
    const plan = { deadlineAt: '2025-12-19T09:30:00+08:00', documentsTo: '2025-11-21', noticeTo: '2025-11-14' };
    const own = await issueTender(app, bureau, { plan });
    for (const correction of [
      { plan: { deadlineAt: '2025-12-22T09:30:00+08:00' } },
      { terms: { requirement: '上门服务须由持证人员提供' } },
    ])
      await own.draft.must('post', 'actions/correct', { reason: '更正', correction });
    const give = (revision: number) =>
      app.http
        .post(`/api/v1/tenders/${own.draft.id}/notices`)
        .set(bureau.officer.auth)
        .send({ kind: 'correction', publishedOn: '2025-11-06', url: `${BASE}/both`, revision });
    const shown = async (): Promise<Record<string, string | null>> => {
      const { body } = await app.http.get('/api/v1/notices?kind=correction&dataset=live').expect(200);
      const listed = (body as { items: (PublicNotice & { deadline: string | null })[] }).items;
      return Object.fromEntries(
        listed
          .filter(({ tender, url }) => tender === own.draft.id && url !== null)
          .map(({ id, deadline }) => [id, deadline]),
      );
    };
    expect((await give(3)).status).toBe(200);
    const first = await shown();
    expect(Object.values(first)).toEqual([null]);
    expect((await give(2)).status).toBe(200);
    const both = await shown();
    expect(Object.keys(both)).toHaveLength(2);
    expect(both).toMatchObject(first);
    const audited = await app.dataSource.query<{ entry: string }[]>(
      `SELECT convert_from(canonical, 'UTF8') AS entry FROM audit_entry
       WHERE aggregate_id = $1 AND action = 'notice_recorded' ORDER BY seq`,
      [own.draft.id],
    );
    expect(audited.map(({ entry }) => /revision\W+(\d)/.exec(entry)?.[1])).toEqual(['3', '2']);
  });

  it('are amended where the same one is given another address, and told as nothing new where it is given the same', async () => {
    expect((await record({ url: `${BASE}/c5b` })).status).toBe(200);
    expect((await record({ url: `${BASE}/c2b`, revision: 2 })).status).toBe(200);
    expect((await record({ url: `${BASE}/c2b`, revision: 2 })).status).toBe(404);
    // Two that appeared at one address stay two.
    expect((await record({ url: `${BASE}/c2b`, revision: 4 })).status).toBe(200);
    expect(await countAddresses()).toEqual({
      [`2025-11-05 ${BASE}/c2b`]: 2,
      [`2025-11-06 ${BASE}/c3`]: 1,
      [`2025-11-05 ${BASE}/c5b`]: 1,
    });
  });

  it('say of an instalment which milestone it waits for, and of a mixed price that it is a share of the fixed part', async () => {
    const plan = { deadlineAt: '2025-12-19T09:30:00+08:00', documentsTo: '2025-11-21', noticeTo: '2025-11-14' };
    const visit = { no: 1, unit: '人次', unitPrice: '40.00', quantity: 2000, measure: { of: 'visits', form: 'visit' } };
    const price = { kind: 'mixed', fixed: '60000.00', items: [visit] };
    const lot = { no: 1, name: '站点运营与上门服务', ceiling: '150000.00', pricing: 'competitive' };
    const priced = (payments: object[]) => ({ ...lot, terms: { price, payments } });
    const signing = { no: 1, trigger: 'signing', share: 4000 };
    const milestone = { no: 2, trigger: 'milestone', share: 6000, of: 1 };
    const own = await issueTender(app, bureau, { plan, lots: [priced([signing, milestone])] });
    const correctPayments = async (payments: object[]): Promise<string> => {
      const correction = { lots: [priced(payments)] };
      await own.draft.must('post', 'actions/correct', { reason: '更正付款安排', correction });
      const address = `/api/v1/tenders/${own.draft.id}/notices/correction/text`;
      return (await app.http.get(address).set(bureau.officer.auth).expect(200)).text;
    };
    expect(await correctPayments([signing, { ...milestone, of: 2 }])).toContain(
      '付款第 2 期付款条件：原为“第1项阶段性目标验收合格”，现更正为“第2项阶段性目标验收合格”',
    );
    const last = { no: 3, trigger: 'acceptance', share: 2000 };
    expect(await correctPayments([signing, { ...milestone, of: 2, share: 4000 }, last])).toContain(
      '付款第 3 期：新增“验收合格后支付固定部分的 20%”',
    );
  });
});

describe('corrections of a purchase that is recorded from its notices', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-10T09:00:00+08:00');
  });
  afterAll(() => app.close());

  it('are one notice where they were read from one publication', async () => {
    const bureau = await makeBureau(app);
    const source = { kind: 'notice', publishedOn: '2025-11-04' };
    const facts = [{ deadline: '2025-12-08' }, { documentsTo: '2025-11-12' }].map((data) => ({
      kind: 'correction',
      data,
      source,
    }));
    const made = await app.http
      .post('/api/v1/tenders')
      .set(bureau.officer.auth)
      .send({ title: '社区助餐服务', buyer: bureau.id })
      .expect(201);
    const { id } = made.body as { id: string };
    const recorded = await app.http
      .post(`/api/v1/tenders/${id}/facts`)
      .set(bureau.officer.auth)
      .set('Idempotency-Key', randomUUID())
      .send({ facts });
    expect([recorded.status, recorded.body.code]).toEqual([200, undefined]);
    const { body } = await app.http.get('/api/v1/notices?kind=correction&dataset=live').expect(200);
    expect((body as { items: PublicNotice[] }).items.filter(({ tender }) => tender === id)).toHaveLength(1);
  });
});
