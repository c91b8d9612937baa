import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, setBusinessTime, type Bureau } from '../support/drafts.js';

const SITE = 'https://example.org/notices/2025-11-03';

describe('the notices of a purchase conducted here', () => {
  let app: TestApp;
  let bureau: Bureau;
  let draft: Drafting;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    const admin = await makeUser(app, 'admin');
    await app.http
      .post('/api/v1/thresholds')
      .set(admin.auth)
      .send({
        region: '990203',
        level: 'below_provincial',
        object: 'services',
        amount: '2000000.00',
        effectiveFrom: '2020-01-01',
        source: '示例目录',
        confidence: 'B',
      })
      .expect(201);
    draft = await Drafting.begin(app, bureau);
    await draft.must('patch', 'terms', { requirement: '为老人提供上门服务', qualifications: ['依法登记'] });
  });
  afterAll(() => app.close());

  const text = (kind: string, by = bureau.officer) =>
    app.http.get(`/api/v1/tenders/${draft.id}/notices/${kind}/text`).set(by.auth);
  const record = (body: object, by = bureau.officer) =>
    app.http.post(`/api/v1/tenders/${draft.id}/notices`).set(by.auth).send(body);
  const address = { kind: 'tender', url: SITE, publishedOn: '2025-11-03', reference: 'K-2025-118' };

  it('have no text before they are published, and none of another kind', async () => {
    for (const kind of ['intent', 'tender', 'correction', 'result', 'contract', 'acceptance', 'rumour'])
      expect([kind, (await text(kind)).status]).toEqual([kind, 404]);
    const early = await record(address);
    expect([early.status, early.body.errors[0].pointer]).toEqual([404, '/kind']);
  });

  it('say in Chinese what is on record, the budget always, and leave a blank for what the rules ask and is not known', async () => {
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    await draft.must('post', 'actions/issue', { reason: '急需' });
    const intent = await text('intent').expect(200);
    expect(intent.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(intent.text).toContain('预算金额：200000.00 元');
    const tender = await text('tender').expect(200);
    expect(tender.text.split('\n')).toEqual([
      '社区老人居家养老服务采购公告',
      '',
      '项目编号：＿＿＿＿',
      expect.stringMatching(/^采购人：/),
      '采购方式：竞争性磋商',
      '预算金额：200000.00 元',
      '项目名称：社区老人居家养老服务',
      '采购包：',
      '  1. 第 1 包，第一包，最高限价 200000.00 元',
      '采购需求：为老人提供上门服务',
      '服务期限：2026-01-01 至 2026-12-31',
      '供应商资格要求：',
      '  1. 依法登记',
      '是否接受联合体：否',
      '评审办法：综合评分法',
      '评审因素：',
      '  1. 报价（20 分）',
      '  2. 服务方案（50 分）',
      '  3. 专业人员（30 分）',
      '采购文件提供期限：2025-11-03 至 2025-11-10',
      '采购文件的获取地点、方式和售价：＿＿＿＿',
      '响应文件提交截止时间：2025-11-14 09:30（北京时间）',
      '开启时间：2025-11-14 09:30（北京时间）',
      '响应文件提交和开启地点：＿＿＿＿',
      '公告期限：2025-11-03 至 2025-11-06',
      '公告日期：2025-11-03',
      '采购人地址：＿＿＿＿',
      '采购人联系方式：＿＿＿＿',
      '项目联系人：＿＿＿＿',
      '项目联系电话：＿＿＿＿',
      '',
    ]);
    expect((await text('result')).status).toBe(404);
    expect(intent.text).toContain('预计采购时间：2025年11月');
    const { body } = await app.http
      .get(`/api/v1/tenders/${draft.id}/notices/tender`)
      .set(bureau.officer.auth)
      .expect(200);
    expect(body).toEqual({
      kind: 'tender',
      text: tender.text,
      missing: [
        '项目编号',
        '采购文件的获取地点、方式和售价',
        '响应文件提交和开启地点',
        '采购人地址',
        '采购人联系方式',
        '项目联系人',
        '项目联系电话',
      ],
    });
    expect((await app.http.get(`/api/v1/tenders/${draft.id}/notices/result`).set(bureau.officer.auth)).status).toBe(
      404,
    );
  });

  it('say whom to ask, as the register of bodies has it', async () => {
    const path = `/api/v1/organisations/${bureau.id}`;
    const admin = await makeUser(app, 'admin');
    const read = await app.http.get(path).set(admin.auth).expect(200);
    const contact = { address: '示例市示例路 1 号', contactName: '测试联系人', contactPhone: '010-55550000' };
    const changed = await app.http
      .patch(path)
      .set(admin.auth)
      .set('If-Match', read.headers.etag as string)
      .send(contact)
      .expect(200);
    expect(changed.body).toMatchObject(contact);
    const { body } = await app.http.get(`/api/v1/tenders/${draft.id}/notices/tender`).set(bureau.officer.auth);
    expect(body.text).toContain(
      '采购人地址：示例市示例路 1 号\n采购人联系方式：010-55550000\n项目联系人：测试联系人\n项目联系电话：010-55550000\n',
    );
    expect(body.missing).toEqual(['项目编号', '采购文件的获取地点、方式和售价', '响应文件提交和开启地点']);
  });

  it('of a correction name what stood there and what stands there now', async () => {
    await draft.must('post', 'actions/correct', {
      reason: '笔误',
      correction: { plan: { deadlineAt: '2025-11-17T09:30:00+08:00' } },
    });
    const { text: said } = await text('correction').expect(200);
    expect(said).toContain('更正原因：笔误');
    expect(said).toContain(
      '  1. 提交截止时间：原为“2025-11-14 09:30（北京时间）”，现更正为“2025-11-17 09:30（北京时间）”',
    );
    expect(said).toContain('首次公告日期：2025-11-03\n更正事项：采购公告、采购文件\n');
    // The notice of the tender says what is in force, and since when it stands.
    const { text: now } = await text('tender').expect(200);
    expect(now).toContain('响应文件提交截止时间：2025-11-17 09:30（北京时间）\n开启时间：2025-11-17 09:30（北京时间）');
    expect(now).not.toContain('2025-11-14');
    expect(now).toContain('公告日期：2025-11-03\n');
  });

  it('say where documents are had and bids are handed in, once the documents do', async () => {
    const terms = { obtaining: '线上免费获取', handingIn: '示例路 1 号开标室' };
    await draft.must('post', 'actions/correct', { reason: '补充', correction: { terms } });
    const { text: said } = await text('correction').expect(200);
    expect(said).toMatch(/采购文件的获取地点、方式和售价.*线上免费获取/);
    expect(said).toContain('更正事项：采购公告、采购文件\n');
    const { text: now } = await text('tender').expect(200);
    expect(now).toContain('采购文件的获取地点、方式和售价：线上免费获取\n');
    expect(now).toContain('响应文件提交和开启地点：示例路 1 号开标室\n');
  });

  it('of results and contracts name the supplier and the amount', async () => {
    const agency = await makeBody(app, { kind: 'agency' });
    await app.dataSource.query(
      `INSERT INTO fact (subject_type, subject_id, kind, lot, data, source, recorded_at) VALUES
         ('tender', $1, 'award', 1, $2, '{"kind":"notice","publishedOn":"2025-11-20"}', business_now())`,
      [draft.id, { supplier: { organisation: agency }, amount: '189000.00', publishedOn: '2025-11-20' }],
    );
    const { text: said } = await text('result').expect(200);
    expect(said).toContain('第 1 包 成交金额：189000.00 元');
    expect(said).toMatch(/第 1 包 成交供应商：\S+/);
    expect(said).not.toContain('undefined');
  });

  it('are found at the official address once it is recorded', async () => {
    const before = await draft.read();
    const backdated = await record({ ...address, publishedOn: '2025-11-02' });
    expect([backdated.status, backdated.body.code, backdated.body.errors[0].pointer]).toEqual([
      422,
      'notice_backdated',
      '/publishedOn',
    ]);
    const answer = await record(address).expect(200);
    const facts = answer.body.facts as {
      kind: string;
      source: object;
      replaces: string | null;
      replacedBy: string | null;
    }[];
    const [old, now] = facts.filter((fact) => fact.kind === 'notice');
    expect([old?.replacedBy, now?.replaces]).toEqual([expect.any(String), expect.any(String)]);
    expect(now?.source).toEqual({ kind: 'notice', url: SITE, publishedOn: '2025-11-03', reference: 'K-2025-118' });
    expect(answer.body.version).toBe(before.version + 1);
    const { body } = await app.http.get('/api/v1/notices?kind=tender').expect(200);
    const found = (body as { items: { tender: string }[] }).items.filter((n) => n.tender === draft.id);
    expect(found).toEqual([expect.objectContaining({ url: SITE, reference: 'K-2025-118' })]);
    // Once more says nothing new.
    expect((await record(address)).status).toBe(404);
  });

  it('by who may write them, on a day that has come, of a purchase conducted here', async () => {
    expect((await record(address, bureau.approver)).status).toBe(403);
    const ahead = await record({ ...address, kind: 'correction', publishedOn: '2025-12-03' });
    expect([ahead.status, ahead.body.code]).toEqual([422, 'dated_in_future']);
    const bad = await record({ ...address, url: 'javascript:alert(1)' });
    expect([bad.status, bad.body.errors[0].pointer]).toEqual([400, '/url']);
    const recorded = await app.http
      .post('/api/v1/tenders')
      .set(bureau.officer.auth)
      .send({ title: 'x', buyer: bureau.id })
      .expect(201);
    const elsewhere = await app.http
      .post(`/api/v1/tenders/${(recorded.body as { id: string }).id}/notices`)
      .set(bureau.officer.auth)
      .send(address);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'conducted_elsewhere']);
  });
});
