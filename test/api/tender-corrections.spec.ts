import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { ownTasks } from '../support/own-tasks.js';
import { CRITERIA, Drafting, makeBureau, setBusinessTime, type Bureau } from '../support/drafts.js';

interface Refusal {
  status: number;
  body: { code: string; rule?: string; errors?: { pointer: string }[] };
}
const said = ({ status, body }: Refusal) => [status, body.code, body.rule ?? null, body.errors?.map((e) => e.pointer)];

describe('issued documents', () => {
  let app: TestApp;
  let bureau: Bureau;
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
  });
  afterAll(() => app.close());
  const today = (at: string) => setBusinessTime(app, at);

  async function issued(more: object = {}): Promise<Drafting> {
    await today('2025-11-03T09:00:00+08:00');
    const draft = await Drafting.begin(app, bureau, more);
    await draft.must('patch', 'terms', { qualifications: ['依法登记'], requirement: '上门服务' });
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    return draft;
  }
  const correct = (draft: Drafting, correction: object, by?: TestAccount) =>
    draft.act('correct', by, { reason: '更正错误', correction });

  describe('are corrected', () => {
    const rules: [string, object, object, unknown[]][] = [
      [
        'without another object',
        { category: 'OTHER', terms: { requirement: '每周两次上门服务' } },
        { terms: { requirement: '每周两次上门服务' } },
        [422, 'correction_changes_object', null, ['/correction/category']],
      ],
      [
        'without other lots',
        { lots: [{ no: 1, name: '别的包', ceiling: '200000.00', pricing: 'competitive' }] },
        { lots: [{ no: 1, name: '第一包', ceiling: '190000.00', pricing: 'competitive' }] },
        [422, 'correction_changes_object', null, ['/correction/lots/0/name']],
      ],
      [
        'without other qualifications',
        { terms: { qualifications: ['依法登记', '本地注册'] } },
        { terms: { standards: [{ no: 1, text: '上门服务', target: 9600, unit: '人次' }] } },
        [422, 'correction_changes_qualification', null, ['/correction/terms/qualifications/1']],
      ],
      [
        'never to an earlier deadline',
        { plan: { deadlineAt: '2025-11-14T09:29:59+08:00' } },
        { plan: { deadlineAt: '2025-11-14T09:30:00+08:00', documentsTo: '2025-11-11' } },
        [422, 'deadline_moved_forward', null, ['/correction/plan/deadlineAt']],
      ],
      [
        'to criteria that are as lawful as those of a draft',
        { criteria: [CRITERIA[0], CRITERIA[1], { ...CRITERIA[2], levels: null }] },
        { criteria: [CRITERIA[0], CRITERIA[1], { ...CRITERIA[2], levels: '每名持证社工 5 分' }] },
        [422, 'criterion_unquantified', 'SCORE-QUANTIFIED', ['/correction/criteria/2/levels']],
      ],
      [
        'to lots that still say what they must',
        { lots: [{ no: 1, name: '第一包', ceiling: '0.00', pricing: 'competitive' }] },
        { lots: [{ no: 1, name: '第一包', ceiling: '195000.00', pricing: 'competitive' }] },
        [422, 'lots_incomplete', 'BUDGET-DISCLOSED', ['/correction/lots/0/ceiling']],
      ],
      [
        'to criteria of 100 points',
        { criteria: [CRITERIA[0], CRITERIA[1]] },
        { criteria: [CRITERIA[0], CRITERIA[1], { ...CRITERIA[2], levels: '每名持证社工 6 分' }] },
        [422, 'criteria_incomplete', null, ['/correction/criteria']],
      ],
      [
        'to criteria without points for one place',
        { criteria: [CRITERIA[0], CRITERIA[1], { ...CRITERIA[2], limitedTo: 'region' }] },
        { criteria: [CRITERIA[0], CRITERIA[1], { ...CRITERIA[2], limitedTo: null, levels: '每名 5 分' }] },
        [422, 'criterion_forbidden', 'NO-REGION-SCORE', ['/correction/criteria/2/limitedTo']],
      ],
      [
        'to a bid bond of two percent at most',
        { terms: { bidBond: '4000.01' } },
        { terms: { bidBond: '4000.00' } },
        [422, 'bid_bond_too_high', 'BID-BOND-2PCT', ['/correction/terms/bidBond']],
      ],
      [
        'to a share of the price that is lawful',
        {
          criteria: [
            { ...CRITERIA[0], points: '31' },
            { ...CRITERIA[1], points: '69' },
          ],
        },
        {
          criteria: [
            { ...CRITERIA[0], points: '30' },
            { ...CRITERIA[1], points: '70' },
          ],
        },
        [422, 'price_weight_unlawful', 'PRICE-WEIGHT-CONSULT', ['/correction/criteria']],
      ],
    ];
    it('says until when by the clock of the place', async () => {
      const draft = await issued();
      const { body } = await correct(draft, { plan: { deadlineAt: '2025-11-14T09:29:59+08:00' } });
      expect((body as { errors: { text: string }[] }).errors[0]?.text).toBe(
        'Not before 2025-11-14 09:30 (Beijing time)',
      );
    });

    it('names a minute that is taken, where the deadline has seconds', async () => {
      const draft = await issued();
      const move = (time: string) => correct(draft, { plan: { deadlineAt: `2025-11-14T${time}+08:00` } });
      expect((await move('09:30:30')).status).toBe(200);
      const { body } = await move('09:30:00');
      expect((body as { errors: { text: string }[] }).errors[0]?.text).toBe(
        'Not before 2025-11-14 09:31 (Beijing time)',
      );
      expect((await move('09:31:00')).status).toBe(200);
    });

    it.each(rules)('%s', async (_, wrong, right, refusal) => {
      const draft = await issued();
      const { version } = await draft.read();
      expect(said(await correct(draft, wrong))).toEqual(refusal);
      expect((await draft.read()).version).toBe(version);
      const answer = await correct(draft, right);
      expect([answer.status, answer.body.state, answer.body.here.revision]).toEqual([200, 'open', 2]);
    });

    it('at no higher price than their method was approved for, which the tender says', async () => {
      await today('2025-11-03T09:00:00+08:00');
      const lot = (ceiling: string) => ({ no: 1, name: '第一包', ceiling, pricing: 'competitive' });
      const draft = await Drafting.begin(app, bureau, { lots: [lot('2000000.00')] });
      await draft.plan();
      await draft.must('post', 'actions/request-method-approval', { reason: '政府购买服务' });
      await draft.must('post', 'actions/grant-method-approval', {}, bureau.finance);
      const issued = await draft.must('post', 'actions/issue', { reason: '急需' });
      expect(issued.here.methodApproval).toMatchObject({ state: 'granted', amount: '2000000.00' });
      const to = (ceiling: string) => correct(draft, { lots: [lot(ceiling)] });
      expect(said(await to('2000000.01')).slice(0, 3)).toEqual([422, 'method_approval_missing', 'METHOD-APPROVAL']);
      for (const ceiling of ['1900000.00', '2000000.00']) expect((await to(ceiling)).status).toBe(200);
      expect((await to('2000000.01')).body.code).toBe('method_approval_missing');
    });

    it('early enough that bidders can follow, or with a later deadline', async () => {
      const draft = await issued();
      const change = { terms: { requirement: '每周三次上门服务' } };
      await today('2025-11-10T10:00:00+08:00');
      expect(said(await correct(draft, change))).toEqual([
        422,
        'clarification_too_late',
        'CONSULT-CLARIFY-5D',
        ['/correction/plan/deadlineAt'],
      ]);
      // The fifth day is a Saturday; it ends on the Monday.
      const moved = (day: string) => ({ ...change, plan: { deadlineAt: `${day}T09:30:00+08:00` } });
      expect(said(await correct(draft, moved('2025-11-14')))[1]).toBe('clarification_too_late');
      const answer = await correct(draft, moved('2025-11-17'));
      expect([answer.status, answer.body.here.plan.deadlineAt]).toEqual([200, '2025-11-17T09:30:00+08:00']);
      expect((await draft.read()).state).toBe('open');
      const { body } = await app.http.get('/api/v1/notices?kind=correction').expect(200);
      expect(JSON.stringify(body)).toContain(draft.id);
      await today('2025-11-15T10:00:00+08:00');
      expect((await draft.read()).state).toBe('open');
    });

    it('fifteen days before the deadline of an open tender', async () => {
      await today('2025-11-03T09:00:00+08:00');
      const draft = await Drafting.begin(app, bureau, { method: 'OPEN_TENDER' });
      await draft.must('patch', 'plan', {
        documentsTo: '2025-11-10',
        noticeTo: '2025-11-10',
        deadlineAt: '2025-11-24T09:30:00+08:00',
      });
      await draft.plan();
      await draft.must('post', 'actions/issue', { reason: '急需' });
      const change = { terms: { tieRule: '抽签' } };
      await today('2025-11-10T10:00:00+08:00');
      expect(said(await correct(draft, change)).slice(1, 3)).toEqual(['clarification_too_late', 'TENDER-CLARIFY-15D']);
      // Whoever says that it affects no bid says so on the record.
      expect((await correct(draft, { ...change, affectsPreparation: false })).status).toBe(200);
      const [row] = await app.dataSource.query<{ entry: string }[]>(
        `SELECT convert_from(canonical, 'UTF8') AS entry FROM audit_entry WHERE aggregate_id = $1 AND action = 'correct'`,
        [draft.id],
      );
      expect(JSON.parse(row?.entry ?? '')).toMatchObject({
        data: { revision: 2, affectsPreparation: false, changed: ['/terms/tieRule'] },
      });
    });

    it('with a reason and a change, while bids are taken, by whoever may write them', async () => {
      const draft = await issued();
      const none = await draft.act('correct', undefined, { reason: 'x' });
      expect([none.status, none.body.errors[0].pointer]).toEqual([400, '/correction']);
      expect((await correct(draft, { terms: { requirement: '上门服务' } })).status).toBe(400);
      expect((await draft.act('correct', undefined, { correction: {} })).body.errors[0].pointer).toBe('/reason');
      expect((await correct(draft, {}, bureau.approver)).body.code).toBe('not_permitted');
      const misplaced = await draft.act('fail', undefined, { reason: 'x', ground: 'unlawful_acts', correction: {} });
      expect([misplaced.status, misplaced.body.errors[0].pointer]).toEqual([400, '/correction']);
      await today('2025-11-14T09:30:00+08:00');
      expect((await correct(draft, { terms: { requirement: '晚了' } })).body.code).toBe('wrong_state');
      expect((await draft.read()).here.revision).toBe(1);
    });

    it('one after the other: of two corrections of one version one is told to look again', async () => {
      const draft = await issued();
      const { version } = await draft.read();
      const answers = await Promise.all(
        ['甲', '乙', '丙'].map((text) =>
          app.http
            .post(`/api/v1/tenders/${draft.id}/actions/correct`)
            .set(bureau.officer.auth)
            .set('If-Match', `"${version}"`)
            .send({ reason: '更正', correction: { terms: { requirement: text } } }),
        ),
      );
      expect(answers.map((a) => a.status).sort()).toEqual([200, 412, 412]);
      expect((await draft.read()).here.revision).toBe(2);
    });
  });

  describe('are asked about', () => {
    let agency: TestAccount;
    let rival: TestAccount;
    let bidder: string;
    beforeAll(async () => {
      bidder = await makeBody(app, { kind: 'agency' });
      agency = await makeUser(app, 'agency_manager', bidder);
      rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    });
    const get = async (draft: Drafting, what: string, by: TestAccount | null) =>
      (
        await app.http
          .get(`/api/v1/tenders/${draft.id}/${what}`)
          .set(by?.auth ?? {})
          .expect(200)
      ).body as { items: Record<string, unknown>[] };
    const post = (draft: Drafting, path: string, body: object, by: TestAccount) =>
      app.http.post(`/api/v1/tenders/${draft.id}/${path}`).set(by.auth).send(body);

    it('by a body whose name nobody learns, and answered to everybody', async () => {
      const draft = await issued();
      const before = await draft.read();
      await post(draft, 'clarifications', { question: '是否含周末？' }, agency).expect(200);
      expect((await draft.read()).version).toBe(before.version);
      expect((await get(draft, 'clarifications', null)).items).toEqual([]);
      expect((await get(draft, 'clarifications', rival)).items).toEqual([]);
      const [own] = (await get(draft, 'clarifications', agency)).items;
      expect(own).toMatchObject({ question: '是否含周末？', answer: null, own: true });
      const [waiting] = (await get(draft, 'clarifications', bureau.officer)).items;
      expect(waiting).toEqual({ ...own, own: false });
      const answer = { answer: '含周末。', affectsPreparation: false };
      expect((await post(draft, `clarifications/${own?.id as string}/answer`, answer, agency)).status).toBe(403);
      await post(draft, `clarifications/${own?.id as string}/answer`, answer, bureau.officer).expect(200);
      const again = await post(draft, `clarifications/${own?.id as string}/answer`, answer, bureau.officer);
      expect([again.status, again.body.code]).toEqual([409, 'wrong_state']);
      const { items } = await get(draft, 'clarifications', null);
      expect(items).toEqual([expect.objectContaining({ answer: '含周末。', own: false })]);
      const traces = await app.dataSource.query<unknown[]>(
        `SELECT 1 FROM audit_entry WHERE aggregate_id = $1 AND (actor_id = $2 OR convert_from(canonical, 'UTF8') LIKE '%' || $3 || '%')`,
        [draft.id, agency.id, bidder],
      );
      expect(traces).toEqual([]);
    });

    it('and answered late only where the answer affects no bid', async () => {
      const draft = await issued();
      await post(draft, 'clarifications', { question: '报价含税吗？' }, agency).expect(200);
      const [own] = (await get(draft, 'clarifications', agency)).items;
      await today('2025-11-12T10:00:00+08:00');
      const path = `clarifications/${own?.id as string}/answer`;
      const late = await post(draft, path, { answer: '含税。', affectsPreparation: true }, bureau.officer);
      expect(said(late as Refusal).slice(0, 3)).toEqual([422, 'clarification_too_late', 'CONSULT-CLARIFY-5D']);
      // That it affects nothing is not believed of an answer that changes what bids are prepared by.
      const changing = { answer: '含税。评分标准中专业人员由30分调整为20分。', affectsPreparation: false };
      const denied = await post(draft, path, changing, bureau.officer);
      expect(said(denied as Refusal).slice(0, 3)).toEqual([422, 'clarification_too_late', 'CONSULT-CLARIFY-5D']);
      expect(denied.body.errors).toMatchObject([{ pointer: '/answer' }]);
      expect((await correct(draft, { plan: { deadlineAt: '2025-11-18T09:30:00+08:00' } })).status).toBe(200);
      await post(draft, path, changing, bureau.officer).expect(200);
      expect((await get(draft, 'clarifications', null)).items).toEqual([
        expect.objectContaining({ affectsPreparation: true }),
      ]);
    });

    it('and answered at any time that nothing is changed', async () => {
      const draft = await issued();
      const ask = async (question: string) => {
        await post(draft, 'clarifications', { question }, agency).expect(200);
        const { items } = await get(draft, 'clarifications', agency);
        return `clarifications/${items.find((item) => item.question === question)?.id as string}/answer`;
      };
      const [first, second] = [await ask('资格要求调整吗？'), await ask('评分标准修改吗？')];
      const say = (path: string, answer: string) =>
        post(draft, path, { answer, affectsPreparation: false }, bureau.officer);
      await today('2025-11-12T10:00:00+08:00');
      expect((await say(first, '资格要求不作调整，按采购文件执行。')).status).toBe(200);
      await today('2025-11-14T10:00:00+08:00');
      expect((await say(second, '评分标准调整为百分制。')).status).toBe(409);
      expect((await say(second, '评分标准不作修改，按采购文件执行。')).status).toBe(200);
      expect(await ownTasks(app, bureau.officer, 'question', draft.id)).toEqual([]);
    });

    it('and asked for, which stays between a body and the system until the opening', async () => {
      const draft = await issued();
      const before = JSON.stringify(await draft.read());
      const [first] = (await post(draft, 'document-requests', {}, agency).expect(200)).body.items as { id: string }[];
      await post(draft, 'document-requests', {}, rival).expect(200);
      const again = await post(draft, 'document-requests', {}, agency).expect(200);
      expect(again.body.items).toEqual([expect.objectContaining({ id: first?.id, organisation: bidder })]);
      for (const insider of [bureau.officer, bureau.approver, bureau.finance])
        expect((await get(draft, 'document-requests', insider)).items).toEqual([]);
      expect(JSON.stringify(await draft.read())).toBe(before);
      await app.dataSource.query(
        `INSERT INTO fact (subject_type, subject_id, kind, data, source, recorded_at)
         VALUES ('tender', $1, 'opening', '{"heldAt":"2025-11-14"}', '{"kind":"statement"}', business_now())`,
        [draft.id],
      );
      expect((await get(draft, 'document-requests', bureau.officer)).items).toHaveLength(2);
      expect((await get(draft, 'document-requests', rival)).items).toHaveLength(1);
    });

    it('only while bids are taken and the documents are given out', async () => {
      const draft = await issued();
      await today('2025-11-11T00:00:00+08:00');
      const late = await post(draft, 'document-requests', {}, agency);
      expect([late.status, late.body.code, late.body.facts.documentsTo]).toEqual([409, 'wrong_state', '2025-11-10']);
      await today('2025-11-14T09:30:00+08:00');
      expect((await post(draft, 'clarifications', { question: 'x' }, agency)).body.code).toBe('wrong_state');
      const unknown = await post(draft, 'clarifications', { question: ' ' }, agency);
      expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([400, '/question']);
      expect((await post(draft, 'clarifications', { question: 'x' }, bureau.officer)).status).toBe(403);
    });
  });
});
