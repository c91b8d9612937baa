import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CRITERIA, Drafting, makeBureau, setBusinessTime, type Bureau } from '../support/drafts.js';

interface Refusal {
  status: number;
  body: { code: string; rule?: string; errors?: { pointer: string }[] };
}
const said = ({ status, body }: Refusal) => [status, body.code, body.rule ?? null, body.errors?.map((e) => e.pointer)];
const lots = (ceiling: string) => [{ no: 1, name: '第一包', ceiling, pricing: 'competitive' }];

interface Programme {
  version: number;
  budgetLines: { id: string; reserved: { amount: string } }[];
  exceeded: { exceededBy: string; purchases: object[] }[];
}

describe('limits of a purchase that is conducted here', () => {
  let app: TestApp;
  let bureau: Bureau;
  let neighbour: Bureau;
  let admin: TestAccount;
  const today = (at: string) => setBusinessTime(app, at);
  const threshold = (region: string, days: { effectiveFrom: string; effectiveTo?: string }) =>
    app.http
      .post('/api/v1/thresholds')
      .set(admin.auth)
      .send({
        region,
        level: 'below_provincial',
        object: 'services',
        amount: '2000000.00',
        ...days,
        source: '示例目录',
        confidence: 'B',
      })
      .expect(201);
  beforeAll(async () => {
    app = await startTestApp();
    await today('2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    neighbour = await makeBureau(app, '990204');
    admin = await makeUser(app, 'admin');
    await threshold('990203', { effectiveFrom: '2020-01-01' });
    await threshold('990204', { effectiveFrom: '2020-01-01', effectiveTo: '2025-11-03' });
  });
  afterAll(() => app.close());

  async function begun(more: object = {}, by = bureau): Promise<Drafting> {
    await today('2025-11-03T09:00:00+08:00');
    return Drafting.begin(app, by, more);
  }
  async function issued(more: object = {}, by = bureau): Promise<Drafting> {
    const draft = await begun(more, by);
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    return draft;
  }
  const correct = (draft: Drafting, correction: object) =>
    draft.act('correct', undefined, { reason: '更正错误', correction });
  const programmeOf = async (amount: string): Promise<string> => {
    const { body } = await app.http
      .post('/api/v1/programmes')
      .set(bureau.officer.auth)
      .send({
        name: '2026',
        year: 2025,
        buyer: bureau.id,
        state: 'approved',
        source: { kind: 'statement' },
        budgetLines: [{ name: '养老', category: 'ELDERLY_HOME_CARE', amount }],
      })
      .expect(201);
    return (body as { id: string }).id;
  };

  describe('terms that a contract takes over', () => {
    const CONDITIONS = { contentFixed: true, continuous: true, fundingStable: true, priceStable: true };
    const rules: [string, object, object, string | null, string][] = [
      [
        'payments of the whole amount',
        { payments: [{ no: 1, trigger: 'acceptance', share: 9999 }] },
        { payments: [{ no: 1, trigger: 'acceptance', share: 10_000 }] },
        null,
        '/payments',
      ],
      [
        'a performance bond of ten percent at most',
        { performanceBond: 1001 },
        { performanceBond: 1000 },
        'PERF-BOND-10PCT',
        '/performanceBond',
      ],
    ];
    it.each(rules)('are %s, in a draft and in its correction', async (_, wrong, right, rule, pointer) => {
      const draft = await begun();
      await draft.must('patch', 'terms', wrong);
      expect(said(await draft.act('submit'))).toEqual([422, 'terms_uncontractable', rule, [pointer]]);
      await draft.must('patch', 'terms', right);
      await draft.plan();
      await draft.must('post', 'actions/issue', { reason: '急需' });
      const correction = await correct(draft, { terms: wrong });
      expect(said(correction)).toEqual([422, 'terms_uncontractable', rule, [`/correction/terms${pointer}`]]);
      expect((await correct(draft, { terms: { ...right, tieRule: '抽签' } })).status).toBe(200);
    });

    it('are three years at most, on the conditions of the rule', async () => {
      const draft = await begun({ window: { start: '2026-01-01', end: '2029-01-01' } });
      const submit = async () => said(await draft.act('submit'));
      const refused = [422, 'terms_uncontractable', 'GPS-TERM-3Y'];
      expect(await submit()).toEqual([...refused, ['/window/end']]);
      await draft.must('patch', '', { window: { end: '2028-12-31' } });
      // A year is the rule; longer is the exception that states its conditions.
      expect(await submit()).toEqual([422, 'terms_uncontractable', 'GPS-TERM-1Y', ['/term']]);
      await draft.must('patch', 'terms', { term: { ...CONDITIONS, years: 3, budgetAssured: false } });
      expect(await submit()).toEqual([...refused, ['/term/budgetAssured']]);
      await draft.must('patch', 'terms', { term: { ...CONDITIONS, years: 3, budgetAssured: true } });
      expect((await draft.act('submit')).status).toBe(200);
    });
  });

  describe('money', () => {
    it('is a budget that its lots fit into', async () => {
      const draft = await begun({ budget: '199999.99' });
      expect(said(await draft.act('submit'))).toEqual([422, 'budget_below_ceilings', 'BUDGET-DISCLOSED', ['/budget']]);
      await draft.must('patch', '', { budget: '200000.00' });
      expect((await draft.act('submit')).body.state).toBe('in_review');
    });

    it('and that they still fit into once they are corrected', async () => {
      const draft = await issued({ budget: '210000.00' });
      const over = await correct(draft, { lots: lots('210000.01') });
      expect(said(over)).toEqual([422, 'budget_below_ceilings', 'BUDGET-DISCLOSED', ['/budget']]);
      expect((await correct(draft, { lots: lots('210000.00') })).status).toBe(200);
    });

    it('is what the programme has, also where two are corrected at once', async () => {
      const programme = await programmeOf('500000.00');
      const drafts = [await issued({ programme }), await issued({ programme })] as const;
      const alone = await correct(drafts[0], { lots: lots('300000.01') });
      expect(alone.body).toMatchObject({ code: 'budget_exceeded', facts: { programme } });
      const both = await Promise.all(drafts.map((d) => correct(d, { lots: lots('300000.00') })));
      expect(both.map((a) => a.status).sort()).toEqual([200, 422]);
      expect(both.find((a) => a.status === 422)?.body.code).toBe('budget_exceeded');
    });

    it('is told, when a line is cut, of the lots on their way that it does not hold any more', async () => {
      const programme = await programmeOf('500000.00');
      const draft = await issued({ programme });
      const path = `/api/v1/programmes/${programme}`;
      const read = async () => (await app.http.get(path).set(bureau.officer.auth).expect(200)).body as Programme;
      const { version, exceeded, budgetLines } = await read();
      expect([exceeded, budgetLines[0]?.reserved.amount]).toEqual([[], '200000.00']);
      const cut = await app.http
        .patch(`${path}/budget-lines/${budgetLines[0]?.id}`)
        .set(bureau.officer.auth)
        .set('If-Match', `"${version}"`)
        .send({ amount: '150000.00' });
      expect([cut.status, (cut.body as { exceededBy: string }).exceededBy]).toEqual([200, '50000.00']);
      const purchases = [{ kind: 'tender', id: draft.id, tender: draft.id, lot: 1, amount: '200000.00' }];
      expect((await read()).exceeded).toMatchObject([{ exceededBy: '50000.00', purchases }]);
    });

    it('that was short before stands in the way of no other correction', async () => {
      const programme = await programmeOf('200000.00');
      const draft = await issued({ programme });
      await app.dataSource.query(`UPDATE budget_line SET amount = 15000000 WHERE programme_id = $1`, [programme]);
      expect((await correct(draft, { lots: lots('200000.01') })).body.code).toBe('budget_exceeded');
      expect((await correct(draft, { lots: lots('190000.00') })).status).toBe(200);
    });

    it('is raised to the threshold only by a method that was approved', async () => {
      const draft = await issued();
      const above = await correct(draft, { lots: lots('2000000.00') });
      expect(said(above).slice(0, 3)).toEqual([422, 'method_approval_missing', 'METHOD-APPROVAL']);
      expect((await correct(draft, { lots: lots('1999999.99') })).status).toBe(200);
    });

    it('is raised only where it is known whether the method needs an approval', async () => {
      const draft = await issued({ region: '990204' }, neighbour);
      await today('2025-11-04T09:00:00+08:00');
      const unknown = await correct(draft, { lots: lots('210000.00') });
      expect([unknown.status, unknown.body.code]).toEqual([422, 'insufficient_data']);
      expect((await correct(draft, { lots: lots('199000.00') })).status).toBe(200);
      await threshold('990204', { effectiveFrom: '2025-11-04' });
      expect((await correct(draft, { lots: lots('210000.00') })).status).toBe(200);
    });
  });

  describe('time', () => {
    const changes: [string, object][] = [
      ['lots', { lots: lots('199000.00') }],
      ['criteria', { criteria: [CRITERIA[0], CRITERIA[1], { ...CRITERIA[2], levels: '每名 5 分' }] }],
      ['the requirement', { terms: { requirement: '每周三次上门服务' } }],
      ['standards', { terms: { standards: [{ no: 1, text: '上门服务', target: 9600, unit: '人次' }] } }],
      ['payments', { terms: { payments: [{ no: 1, trigger: 'acceptance', share: 10_000 }] } }],
      ['the bid bond', { terms: { bidBond: '2000.00' } }],
      ['the performance bond', { terms: { performanceBond: 500 } }],
    ];
    it('is given for what a bid is prepared by, whoever says that it affects none', async () => {
      const draft = await issued();
      await today('2025-11-10T10:00:00+08:00');
      for (const [what, change] of changes) {
        const { body } = await correct(draft, { ...change, affectsPreparation: false });
        expect([what, body.code, body.rule]).toEqual([what, 'clarification_too_late', 'CONSULT-CLARIFY-5D']);
      }
      expect((await correct(draft, { terms: { tieRule: '抽签' }, affectsPreparation: false })).status).toBe(200);
      const moved = {
        ...Object.assign({}, ...changes.map(([, c]) => c)),
        plan: { deadlineAt: '2025-11-18T09:30:00+08:00' },
      };
      expect((await correct(draft, moved)).status).toBe(200);
    });

    it('to fetch the documents never ends earlier than was announced', async () => {
      const draft = await issued();
      const earlier = await correct(draft, { plan: { documentsTo: '2025-11-09' } });
      expect(said(earlier)).toEqual([422, 'documents_too_short', null, ['/correction/plan/documentsTo']]);
      expect((await correct(draft, { plan: { documentsTo: '2025-11-11' } })).status).toBe(200);
    });
  });

  it('its author approves it after no revision', async () => {
    // Of a programme under which nothing else is bought: what is added up with it is asked for elsewhere (N09).
    const own = await makeBureau(app);
    const draft = await begun({}, own);
    const author = await makeUser(app, 'bureau_approver', own.id);
    await app.dataSource.query(`UPDATE tender SET written_by = array_append(written_by, $2::uuid) WHERE id = $1`, [
      draft.id,
      author.id,
    ]);
    await draft.plan();
    await draft.must('post', 'actions/revise', { reason: '改' });
    await draft.must('post', 'actions/submit', {});
    expect(said(await draft.act('approve', author)).slice(0, 2)).toEqual([422, 'author_approves']);
    expect((await draft.act('approve', own.approver)).status).toBe(200);
  });

  it('the public was asked when people took part, on a day that has come', async () => {
    await today('2025-11-03T09:00:00+08:00');
    const own = await makeBureau(app);
    const draft = await Drafting.unheard(app, own);
    await draft.must('post', 'actions/submit', {});
    const opinion = { kind: 'public', heldOn: '2025-11-03', summary: '居民座谈' };
    const ahead = await draft.send('post', 'opinions', { ...opinion, heldOn: '2025-11-04', participants: 41 });
    expect(said(ahead)).toEqual([422, 'dated_in_future', null, ['/heldOn']]);
    for (const participants of [0, null, undefined])
      expect(said(await draft.send('post', 'opinions', { ...opinion, participants }))).toEqual([
        422,
        'opinion_incomplete',
        null,
        ['/participants'],
      ]);
    expect((await draft.read()).here.opinions).toEqual([]);
    expect((await draft.act('approve', own.approver)).body.code).toBe('opinion_missing');
    await draft.must('post', 'opinions', { ...opinion, participants: 1 });
    expect((await draft.act('approve', own.approver)).status).toBe(200);
  });

  it('a fixed price earns no points, by the rule of fixed prices', async () => {
    const draft = await begun({ lots: [{ no: 1, name: '第一包', ceiling: '200000.00', pricing: 'fixed' }] });
    expect(said(await draft.act('submit'))).toEqual([
      422,
      'price_weight_unlawful',
      'CRITERIA-FIXED-PRICE',
      ['/criteria'],
    ]);
  });

  it('the lowest price decides an open tender alone, where prices compete', async () => {
    const plan = { documentsTo: '2025-11-10', noticeTo: '2025-11-10', deadlineAt: '2025-12-01T09:30:00+08:00' };
    const drafted = async (method: string, pricing: string) => {
      const draft = await begun({ method, lots: [{ no: 1, name: '第一包', ceiling: '200000.00', pricing }] });
      await draft.must('patch', 'terms', { scoring: 'lowest_price' });
      await draft.must('patch', 'plan', plan);
      return draft;
    };
    const consultation = await drafted('COMPETITIVE_CONSULTATION', 'competitive');
    expect(said(await consultation.act('submit'))).toEqual([
      422,
      'price_weight_unlawful',
      'PRICE-WEIGHT-CONSULT',
      ['/scoring'],
    ]);
    const fixed = await (await drafted('OPEN_TENDER', 'fixed')).act('submit');
    expect(said(fixed)).toEqual([422, 'price_weight_unlawful', 'PRICE-WEIGHT-TENDER', ['/scoring']]);
    const lawful = await drafted('OPEN_TENDER', 'competitive');
    await lawful.plan();
    expect((await lawful.act('issue', undefined, { reason: '急需' })).status).toBe(200);
  });
});
