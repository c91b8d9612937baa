import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { OPEN_TENDER } from '../support/bidding.js';
import { CRITERIA, Drafting, makeBureau, setBusinessTime, startBusinessAt, type Bureau } from '../support/drafts.js';

const TENDERS = '/api/v1/tenders';
interface Refusal {
  status: number;
  body: { code: string; rule?: string; errors?: { pointer: string }[] };
}
const said = ({ status, body }: Refusal) => [status, body.code, body.rule ?? null, body.errors?.map((e) => e.pointer)];

describe('a draft of a tender that is conducted here', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
  });
  afterAll(() => app.close());
  const begin = (more: object = {}, bare = false) => Drafting.begin(app, bureau, more, bare);

  it('is written by its buyer alone and seen by nobody else until it is published', async () => {
    const draft = await begin();
    const tender = await draft.read();
    expect(tender).toMatchObject({ state: 'draft', allowedActions: [{ action: 'submit' }, { action: 'cancel' }] });
    const stranger = await makeUser(app, 'bureau_officer');
    expect((await app.http.get(`${TENDERS}/${draft.id}`).set(stranger.auth)).status).toBe(404);
    expect((await app.http.get(`${TENDERS}/${draft.id}`)).status).toBe(404);
    const worker = await makeUser(app, 'agency_manager');
    const by = await app.http.post(TENDERS).set(worker.auth).send({ conducted: 'here', title: 'x', buyer: bureau.id });
    expect(by.status).toBe(403);
    const facts = await app.http
      .post(`${TENDERS}/${draft.id}/facts`)
      .set(bureau.officer.auth)
      .set('Idempotency-Key', 'x1')
      .send({ facts: [{ kind: 'opening', data: { heldAt: '2025-11-01' }, source: { kind: 'statement' } }] });
    expect([facts.status, facts.body.code]).toEqual([422, 'conducted_here']);
  });

  it('keeps a recorded purchase a recorded one', async () => {
    const recorded = await app.http
      .post(TENDERS)
      .set(bureau.officer.auth)
      .send({ title: '代理机构执行的采购', buyer: bureau.id });
    const { id } = recorded.body as { id: string };
    const put = await app.http
      .put(`${TENDERS}/${id}/lots`)
      .set(bureau.officer.auth)
      .set('If-Match', '"1"')
      .send({ lots: [] });
    expect([put.status, put.body.code]).toEqual([422, 'conducted_elsewhere']);
  });

  describe('is submitted once it says what it must', () => {
    const rules: [string, object, (draft: Drafting) => Promise<unknown>, unknown[]][] = [
      [
        'a method that is conducted here',
        { method: 'INQUIRY' },
        async (d) => {
          await d.must('patch', 'plan', OPEN_TENDER.plan);
          await d.must('patch', '', { method: 'OPEN_TENDER' });
        },
        [422, 'method_not_conducted', 'INQ-NOT-FOR-SERVICE', ['/method']],
      ],
      [
        'lots with a ceiling and a word on the price',
        { lots: [{ no: 1 }] },
        (d) => d.must('put', 'lots', { lots: [{ no: 1, ceiling: '100.00', pricing: 'competitive' }] }),
        [422, 'lots_incomplete', 'BUDGET-DISCLOSED', ['/lots/0/ceiling', '/lots/0/pricing']],
      ],
      [
        'the first and last day of the service',
        { window: { start: '2026-01', end: '2026-12-31' } },
        (d) => d.must('patch', '', { window: { start: '2026-01-01' } }),
        [422, 'window_missing', null, ['/window']],
      ],
      [
        'a service line, where residents receive it',
        { serviceLines: [] },
        (d) => d.must('put', 'service-lines', { serviceLines: [d.bureau.line] }),
        [422, 'service_lines_missing', null, ['/serviceLines']],
      ],
    ];
    it.each(rules)('%s', async (_, more, mend, refusal) => {
      const draft = await begin(more);
      expect(said(await draft.act('submit'))).toEqual(refusal);
      expect((await draft.read()).state).toBe('draft');
      await mend(draft);
      expect((await draft.act('submit')).body.state).toBe('in_review');
    });

    const criteria: [string, object[], unknown[]][] = [
      [
        'criteria of 100 points',
        [CRITERIA[0] as object, CRITERIA[1] as object],
        [422, 'criteria_incomplete', null, ['/criteria']],
      ],
      [
        'no points for the deeds of one place',
        [CRITERIA[0] as object, CRITERIA[1] as object, { ...CRITERIA[2], limitedTo: 'region' }],
        [422, 'criterion_forbidden', 'NO-REGION-SCORE', ['/criteria/2/limitedTo']],
      ],
      [
        'points that follow from what can be counted',
        [CRITERIA[0] as object, CRITERIA[1] as object, { ...CRITERIA[2], levels: null }],
        [422, 'criterion_unquantified', 'SCORE-QUANTIFIED', ['/criteria/2/levels']],
      ],
    ];
    it.each(criteria)('%s', async (_, given, refusal) => {
      const draft = await begin();
      await draft.must('put', 'criteria', { criteria: given });
      expect(said(await draft.act('submit'))).toEqual(refusal);
      await draft.must('put', 'criteria', { criteria: CRITERIA });
      expect((await draft.act('submit')).status).toBe(200);
    });

    it('a bid bond of two percent at most', async () => {
      const draft = await begin();
      await draft.must('patch', 'terms', { bidBond: '4000.01' });
      expect(said(await draft.act('submit'))).toEqual([422, 'bid_bond_too_high', 'BID-BOND-2PCT', ['/bidBond']]);
      await draft.must('patch', 'terms', { bidBond: '4000.00' });
      expect((await draft.act('submit')).status).toBe(200);
    });

    it('a buyer that may buy services', async () => {
      const draft = await begin();
      await app.dataSource.query(`UPDATE organisation SET kind = 'enterprise' WHERE id = $1`, [bureau.id]);
      expect(said(await draft.act('submit')).slice(0, 3)).toEqual([422, 'buyer_not_eligible', 'GPS-BUYER']);
      await app.dataSource.query(`UPDATE organisation SET kind = 'bureau' WHERE id = $1`, [bureau.id]);
      const coded = (prefix: string | null) =>
        app.dataSource.query(`UPDATE organisation SET credit_code = $2 || right(id::text, 16) WHERE id = $1`, [
          bureau.id,
          prefix,
        ]);
      for (const prefix of ['51', '52', '53', '91', '92']) {
        await coded(prefix);
        expect([prefix, (await draft.act('submit')).body.code]).toEqual([prefix, 'buyer_not_eligible']);
      }
      // An institution may carry out functions of the administration: the code does not say.
      await coded('12');
      expect((await draft.act('submit')).status).toBe(200);
      await coded(null);
    });

    it('money that its programme has, also where two are submitted at once', async () => {
      const programme = await app.http
        .post('/api/v1/programmes')
        .set(bureau.officer.auth)
        .send({
          name: '2026',
          year: 2025,
          buyer: bureau.id,
          source: { kind: 'statement' },
          budgetLines: [{ name: '养老', category: 'ELDERLY_HOME_CARE', amount: '300000.00' }],
        });
      const { id } = programme.body as { id: string };
      const drafts = [await begin({ programme: id }), await begin({ programme: id })] as const;
      const both = await Promise.all(drafts.map((d) => d.act('submit')));
      expect(both.map((a) => a.status).sort()).toEqual([200, 422]);
      const late = both[0]?.status === 422 ? drafts[0] : drafts[1];
      const refused = both.find((a) => a.status === 422);
      expect(refused?.body).toMatchObject({
        code: 'budget_exceeded',
        facts: { exceeded: expect.arrayContaining([expect.objectContaining({ exceededBy: '100000.00' })]) },
      });
      await late.must('put', 'lots', { lots: [{ no: 1, ceiling: '100000.00', pricing: 'competitive' }] });
      expect((await late.act('submit')).status).toBe(200);
    });
  });

  it('does not change while it is looked at', async () => {
    const draft = await begin();
    await draft.must('post', 'actions/submit', {});
    for (const [verb, path, body] of [
      ['put', 'lots', { lots: [] }],
      ['put', 'criteria', { criteria: [] }],
      ['patch', 'plan', { issueOn: null }],
      ['patch', 'terms', { requirement: 'x' }],
      ['patch', '', { title: 'x' }],
    ] as const) {
      const answer = await draft.send(verb, path, body);
      expect([path, answer.status, answer.body.code]).toEqual([path, 409, 'wrong_state']);
    }
    const returned = await draft.act('return', bureau.approver);
    expect(returned.body.errors[0].pointer).toBe('/reason');
    await draft.must('post', 'actions/return', { reason: '请补充标准' }, bureau.approver);
    expect((await draft.must('patch', '', { title: '改' })).state).toBe('draft');
  });

  it('refuses lots, criteria and terms that are none, and stores nothing of them', async () => {
    const draft = await begin();
    const { version } = await draft.read();
    const bad: [Parameters<Drafting['send']>[0], string, object, string][] = [
      ['put', 'lots', { lots: [{ no: 1 }, { no: 1 }] }, '/lots'],
      ['put', 'lots', { lots: [{ no: 1, ceiling: 200000 }] }, '/lots/0/ceiling'],
      ['put', 'criteria', { criteria: [CRITERIA[0], CRITERIA[0]] }, '/criteria'],
      ['put', 'criteria', { criteria: [{ ...CRITERIA[0], points: '100.50' }] }, '/criteria/0/points'],
      ['put', 'criteria', { criteria: [{ ...CRITERIA[0], points: 20 }] }, '/criteria/0/points'],
      ['patch', 'terms', { payments: [{ no: 1, trigger: 'signing', share: 10_001 }] }, '/payments/0/share'],
      ['patch', 'terms', { scoring: 'beauty' }, '/scoring'],
      ['patch', 'plan', { deadlineAt: '2025-11-14' }, '/deadlineAt'],
      ['patch', 'plan', { issueOn: '2025-11-31' }, '/issueOn'],
    ];
    for (const [verb, path, body, pointer] of bad) {
      const answer = await draft.send(verb, path, body);
      expect([path, answer.status, answer.body.errors?.[0]?.pointer]).toEqual([path, 400, pointer]);
    }
    expect((await draft.read()).version).toBe(version);
  });

  describe('is approved', () => {
    it('by another than who wrote it', async () => {
      const draft = await begin();
      const both = await makeUser(app, 'bureau_approver', bureau.id);
      await app.dataSource.query(`UPDATE tender SET written_by = array_append(written_by, $2::uuid) WHERE id = $1`, [
        draft.id,
        both.id,
      ]);
      await draft.must('post', 'actions/submit', {});
      expect(said(await draft.act('approve', both)).slice(0, 2)).toEqual([422, 'author_approves']);
      expect((await draft.act('approve', bureau.officer)).body.code).toBe('not_permitted');
    });

    it('once the public was asked, where residents receive it', async () => {
      const draft = await Drafting.unheard(app, bureau);
      await draft.must('post', 'actions/submit', {});
      expect(said(await draft.act('approve', bureau.approver))).toEqual([
        422,
        'opinion_missing',
        'DEMAND-PUBLIC-OPINION',
        ['/opinions'],
      ]);
      await draft.opinion();
      expect((await draft.act('approve', bureau.approver)).body.state).toBe('planned');
      expect((await draft.send('patch', '', { title: '改' })).body.allowedActions).toContain('revise');
    });

    it('in spite of what the rules say, with a reason for each', async () => {
      const draft = await begin({ window: { start: '2026-01-01', end: '2026-05-31' } });
      await draft.must('post', 'actions/submit', {});
      const { here } = await draft.read();
      const w01 = here.findings.find((f) => f.indicator === 'W01');
      expect(w01).toMatchObject({ state: 'triggered', severity: 'risk', reason: null });
      const silent = await draft.act('approve', bureau.approver);
      expect([silent.status, silent.body.code, silent.body.facts.indicators]).toEqual([
        422,
        'risk_unexplained',
        expect.arrayContaining(['W01']),
      ]);
      const reason = '资金须在六月底前支付';
      const findings = (silent.body.facts.indicators as string[]).map((indicator) => ({ indicator, reason }));
      const mistyped = { findings: [...findings, { indicator: 'Z99', reason: '误写' }] };
      const refused = await draft.act('approve', bureau.approver, mistyped);
      const pointer = `/findings/${findings.length}/indicator`;
      expect(refused.body.errors).toMatchObject([{ pointer, code: 'unknown_reference' }]);
      const twice = { findings: [...findings, ...findings] };
      expect((await draft.act('approve', bureau.approver, twice)).body.errors[0].code).toBe('not_unique');
      const approved = await draft.must('post', 'actions/approve', { findings }, bureau.approver);
      expect(approved.state).toBe('planned');
      expect(approved.here.findings.find((f) => f.indicator === 'W01')?.reason).toBe(reason);
    });
  });

  describe('is issued', () => {
    const threshold = async (amount: string) => {
      const admin = await makeUser(app, 'admin');
      const answer = await app.http.post('/api/v1/thresholds').set(admin.auth).send({
        region: '990203',
        level: 'below_provincial',
        object: 'services',
        amount,
        effectiveFrom: '2020-01-01',
        source: '示例目录',
        confidence: 'B',
      });
      if (answer.status !== 201) throw new Error(answer.text);
    };

    it('only where it is known whether the method needs an approval', async () => {
      const draft = await begin();
      await draft.plan();
      const unknown = await draft.act('issue', bureau.officer, { reason: '急需' });
      expect([unknown.status, unknown.body.code, unknown.body.rule, unknown.body.facts.missing]).toEqual([
        422,
        'insufficient_data',
        'OPEN-THRESHOLD',
        ['openTenderThreshold'],
      ]);
      const stated = { by: 'system_admin', method: 'POST', href: '/api/v1/thresholds', kind: 'open_tender' };
      expect(unknown.body.facts.stated).toEqual({ ...stated, region: '990203', level: 'below_provincial' });
      await threshold('2000000.00');
      const needless = await draft.act('request-method-approval', bureau.officer, { reason: '磋商' });
      expect(said(needless).slice(0, 2)).toEqual([422, 'method_approval_needless']);
      const intent = await draft.act('issue');
      expect(said(intent)).toEqual([422, 'intent_unexplained', 'INTENT-30D', ['/reason']]);
      const issued = await draft.must('post', 'actions/issue', { reason: '因不可预见的原因急需开展' });
      expect(issued).toMatchObject({ state: 'open', lots: [{ state: 'open' }], here: { revision: 1 } });
      const seen = await app.http.get(`${TENDERS}/${draft.id}`).expect(200);
      expect(seen.body.here).toMatchObject({ revision: 1, opinions: [], findings: [] });
      expect(seen.body.facts).toEqual([expect.objectContaining({ kind: 'notice' })]);
      const found = await app.http.get('/api/v1/notices?kind=tender').expect(200);
      expect(JSON.stringify(found.body)).toContain(draft.id);
    });

    it('above the threshold with the finance authority’s grant, which a revision lets lapse', async () => {
      const draft = await begin({ lots: [{ no: 1, ceiling: '2000000.00', pricing: 'competitive' }] });
      await draft.plan();
      const issue = () => draft.act('issue', bureau.officer, { reason: '急需' });
      expect(said(await issue()).slice(0, 3)).toEqual([422, 'method_approval_missing', 'METHOD-APPROVAL']);
      expect((await draft.act('grant-method-approval', bureau.finance)).body.code).toBe('method_approval_not_asked');
      const nothing = await draft.act('refuse-method-approval', bureau.finance, { reason: '应公开招标' });
      expect(nothing.body.code).toBe('method_approval_not_asked');
      await draft.must('post', 'actions/request-method-approval', { reason: '政府购买服务' });
      expect((await draft.act('request-method-approval', bureau.officer, { reason: '再' })).body.code).toBe(
        'method_approval_pending',
      );
      const county = await makeUser(
        app,
        'finance_authority',
        await makeBody(app, { kind: 'finance_authority', region: '990203' }),
      );
      expect((await draft.act('grant-method-approval', county)).body.code).toBe('authority_level_too_low');
      expect((await draft.act('grant-method-approval', bureau.officer)).body.code).toBe('not_permitted');
      await draft.must('post', 'actions/grant-method-approval', {}, bureau.finance);
      await draft.must('post', 'actions/revise', { reason: '预算调整' });
      await draft.plan();
      expect((await issue()).body.code).toBe('method_approval_missing');
      await draft.must('post', 'actions/request-method-approval', { reason: '政府购买服务' });
      await draft.must('post', 'actions/refuse-method-approval', { reason: '应公开招标' }, bureau.finance);
      expect((await draft.act('request-method-approval', bureau.officer, { reason: '再' })).body.code).toBe(
        'method_approval_refused',
      );
      await draft.must('post', 'actions/revise', { reason: '改' });
      await draft.plan();
      await draft.must('post', 'actions/request-method-approval', { reason: '政府购买服务' });
      await draft.must('post', 'actions/grant-method-approval', {}, bureau.finance);
      expect((await issue()).body.state).toBe('open');
    });

    const dates: [string, object, object, string, string][] = [
      [
        'not a day before the time to prepare is over',
        { deadlineAt: '2025-11-12T09:30:00+08:00' },
        { deadlineAt: '2025-11-13T09:30:00+08:00' },
        'preparation_too_short',
        'CONSULT-PREP-10D',
      ],
      [
        'with documents given out for five working days',
        { documentsTo: '2025-11-09' },
        { documentsTo: '2025-11-10' },
        'documents_too_short',
        'CONSULT-DOC-5WD',
      ],
      [
        'with a notice of three working days',
        { noticeTo: '2025-11-05' },
        { noticeTo: '2025-11-06' },
        'notice_too_short',
        'CONSULT-NOTICE-3WD',
      ],
    ];
    it.each(dates)('%s', async (_, early, lawful, code, rule) => {
      const draft = await begin();
      await draft.must('patch', 'plan', early);
      expect(said(await draft.act('submit')).slice(0, 3)).toEqual([422, code, rule]);
      await draft.must('patch', 'plan', lawful);
      await draft.plan();
      expect((await draft.act('issue', bureau.officer, { reason: '急需' })).body.state).toBe('open');
    });

    it('on a day from which its deadline is far enough, later than it was planned or not', async () => {
      const draft = await begin();
      await draft.must('patch', 'plan', { deadlineAt: '2025-11-13T09:30:00+08:00' });
      await draft.plan();
      const issue = () => draft.act('issue', bureau.officer, { reason: '急需' });
      await setBusinessTime(app, '2025-11-04T09:00:00+08:00');
      expect(said(await issue()).slice(0, 3)).toEqual([422, 'preparation_too_short', 'CONSULT-PREP-10D']);
      await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
      expect((await issue()).body.state).toBe('open');
    });

    it('with a price that counts between 10 and 30 points in a consultation', async () => {
      const draft = await begin();
      const weights = (price: string, plan: string) => ({
        criteria: [
          { ...CRITERIA[0], points: price },
          { ...CRITERIA[1], points: plan },
        ],
      });
      await draft.must('put', 'criteria', weights('31', '69'));
      expect(said(await draft.act('submit'))).toEqual([
        422,
        'price_weight_unlawful',
        'PRICE-WEIGHT-CONSULT',
        ['/criteria'],
      ]);
      await draft.must('put', 'criteria', weights('30', '70'));
      await draft.plan();
      expect((await draft.act('issue', bureau.officer, { reason: '急需' })).status).toBe(200);
    });

    it('with money that is decided', async () => {
      const programme = await app.http
        .post('/api/v1/programmes')
        .set(bureau.officer.auth)
        .send({
          name: '2026',
          year: 2025,
          buyer: bureau.id,
          state: 'draft',
          source: { kind: 'statement' },
          budgetLines: [{ name: '养老', category: 'ELDERLY_HOME_CARE', amount: '300000.00' }],
        });
      const { id } = programme.body as { id: string };
      const draft = await begin({ programme: id });
      await draft.plan();
      const refusal = async (of: Drafting) => said(await of.act('issue', bureau.officer, { reason: '急需' }));
      expect(await refusal(draft)).toEqual([422, 'programme_not_approved', 'GPS-CATALOG', []]);
      const unpaid = await begin({ programme: null });
      expect(said(await unpaid.act('submit'))).toEqual([422, 'programme_not_approved', 'GPS-CATALOG', ['/programme']]);
      await app.http
        .post(`/api/v1/programmes/${id}/actions/approve`)
        .set(bureau.approver.auth)
        .set('If-Match', '"1"')
        .send({})
        .expect(200);
      expect((await draft.act('issue', bureau.officer, { reason: '急需' })).status).toBe(200);
      const close = () =>
        app.http
          .post(`/api/v1/programmes/${id}/actions/close`)
          .set(bureau.approver.auth)
          .set('If-Match', '"2"')
          .send({});
      expect((await close()).body.code).toBe('tenders_unfinished');
      expect((await draft.act('cancel', bureau.officer, { reason: '任务取消' })).body.code).toBe(
        'cancel_ground_missing',
      );
      await draft.must('post', 'actions/cancel', {
        reason: '任务取消',
        ground: 'unforeseen_change',
        reference: '财监〔2025〕7号',
      });
      expect((await close()).body.state).toBe('closed');
    });

    it('by an agent only while it is mandated', async () => {
      const body = await makeBody(app, { kind: 'agent' });
      const agent = await makeUser(app, 'procurement_agent', body);
      const draft = await begin();
      await draft.plan();
      expect((await draft.act('issue', agent, { reason: '急需' })).status).toBe(404);
      expect((await draft.send('put', 'mandate', { agent: bureau.id })).body.errors[0].pointer).toBe('/agent');
      await draft.must('put', 'mandate', { agent: body });
      expect((await draft.act('issue', agent, { reason: '急需' })).body.state).toBe('open');
    });

    it('and fails as a whole on a legal ground only', async () => {
      const draft = await begin();
      await draft.plan();
      await draft.must('post', 'actions/issue', { reason: '急需' });
      expect((await draft.act('fail', bureau.officer, { reason: '不想做了' })).body.code).toBe('fail_ground_missing');
      const failed = await draft.must('post', 'actions/fail', {
        reason: '发现违法',
        ground: 'unlawful_acts',
        reference: '财监〔2025〕7号',
      });
      expect(failed).toMatchObject({ state: 'failed', lots: [{ state: 'failed' }], allowedActions: [] });
    });
  });

  it('is closed by the clock, whether or not anybody touched it', async () => {
    const draft = await begin();
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    await app.dataSource.query(`UPDATE tender SET deadline_at = business_now() WHERE id = $1`, [draft.id]);
    expect((await draft.read()).state).toBe('closed');
    expect((await draft.act('fail', bureau.officer, { reason: 'x', ground: 'unlawful_acts' })).body.code).toBe(
      'wrong_state',
    );
  });

  it('leaves one audit and one outbox row for every step', async () => {
    const draft = await begin();
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    const [rows] = await app.dataSource.query<{ audit: string[]; outbox: string[] }[]>(
      `SELECT ARRAY(SELECT action FROM audit_entry WHERE aggregate_id = $1::text AND aggregate_type <> 'opening_instant' ORDER BY seq) AS audit,
              ARRAY(SELECT action FROM outbox WHERE aggregate_id = $1::text AND aggregate_type <> 'opening_instant' ORDER BY id) AS outbox`,
      [draft.id],
    );
    const written = ['drafted', 'terms_set', 'terms_set', 'plan_set', 'opinion_recorded'];
    expect(rows?.audit).toEqual([...written, 'submit', 'approve', 'issue']);
    expect(rows?.outbox).toEqual(rows?.audit);
  });
});
