import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';

import { Drafting, makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { rowCounts } from '../support/purchases.js';
import { draftTwoLots } from '../support/two-lots.js';

const deduction = (rate: number, more: object = {}) => ({ kind: 'deduction', rate, ...more });
const DIRECTED = { ground: 'directed_to_non_enterprises', note: '《政府购买服务管理办法》第六条' };

interface Said {
  code?: string;
  rule?: string;
  errors?: { pointer: string; code: string }[];
}
/** The answer to a refused request: status, code, rule, and where. */
const said = ({ status, body }: { status: number; body: unknown }) => {
  const { code, rule, errors = [] } = body as Said;
  return [status, code, rule, errors.map(({ pointer }) => pointer)];
};

describe('what the documents of a lot do for small enterprises', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  const policies = async (draft: Drafting) => {
    const { lots } = (await draft.read()) as unknown as { lots: { terms: { sme?: object }; own: string[] }[] };
    return lots.map(({ terms, own }) => [terms.sme ?? null, own.includes('terms.sme')]);
  };
  const notice = async (draft: Drafting, kind = 'tender') => {
    const path = `/api/v1/tenders/${draft.id}/notices/${kind}/text`;
    return (await app.http.get(path).set(bureau.officer.auth).expect(200)).text.split('\n');
  };
  /** A draft of one lot with this policy, approved. */
  const planned = async (sme: object | null, more: object = {}) => {
    const draft = await Drafting.begin(app, bureau, more);
    await draft.must('patch', 'terms', { sme });
    await draft.plan();
    return draft;
  };
  const issue = (draft: Drafting) => draft.act('issue', bureau.officer, { reason: '急需' });

  it('is said by the tender for its lots, and by a lot for itself', async () => {
    const { draft } = await draftTwoLots(app, bureau);
    await draft.must('patch', 'terms', { sme: deduction(1000) });
    await draft.must('patch', 'lots/2/terms', { sme: { kind: 'none', ...DIRECTED } });
    expect(await policies(draft)).toEqual([
      [deduction(1000), false],
      [{ kind: 'none', ...DIRECTED }, true],
    ]);
    await draft.must('patch', 'lots/2/terms', { sme: null });
    await draft.must('patch', 'terms', { sme: null });
    expect(await policies(draft)).toEqual([
      [null, false],
      [null, false],
    ]);
  });

  it('is copied with a purchase', async () => {
    const draft = await planned(deduction(2000, DIRECTED));
    const copy = await app.http
      .post(`/api/v1/tenders/${draft.id}/copies`)
      .set(bureau.officer.auth)
      .send({ title: '下一年度' });
    expect([copy.status, (copy.body as { here: { terms: object } }).here.terms]).toEqual([
      201,
      expect.objectContaining({ sme: deduction(2000, DIRECTED) }),
    ]);
  });

  it('refuses a rate that no rule allows at once, and stores nothing of it', async () => {
    const { draft, lots } = await draftTwoLots(app, bureau);
    const before = [await rowCounts(app), await draft.read()];
    const refused = (pointer: string) => [422, 'deduction_unlawful', 'SME-DEDUCT-10-20', [pointer]];
    const sme = deduction(3000);
    expect(said(await draft.send('patch', 'terms', { sme }))).toEqual(refused('/sme/rate'));
    expect(said(await draft.send('patch', 'terms', { sme: deduction(599) }))).toEqual(refused('/sme/rate'));
    expect(said(await draft.send('patch', 'lots/2/terms', { sme }))).toEqual(refused('/sme/rate'));
    const given = lots.map((lot, i) => (i === 0 ? lot : { ...lot, terms: { sme } }));
    expect(said(await draft.send('put', 'lots', { lots: given }))).toEqual(refused('/lots/1/terms/sme/rate'));
    expect([await rowCounts(app), await draft.read()]).toEqual(before);
  });

  it.each([
    ['a reservation that does not say for whom', { kind: 'reserved' }, '/sme/for'],
    ['a reservation with a rate', { kind: 'reserved', for: 'sme', rate: 1000 }, '/sme/rate'],
    ['a reservation with a ground', { kind: 'reserved', for: 'sme', ground: 'framework' }, '/sme/ground'],
    ['a deduction without a rate', { kind: 'deduction' }, '/sme/rate'],
    ['a rate that is no whole number', { kind: 'deduction', rate: 0.2 }, '/sme/rate'],
    ['a ground that is none of the five', { kind: 'none', ground: 'too_small' }, '/sme/ground'],
    ['a policy that there is not', { kind: 'preferred' }, '/sme/kind'],
  ])('refuses %s', async (_, sme, pointer) => {
    const draft = await Drafting.begin(app, bureau, {}, true);
    const answer = await draft.send('patch', 'terms', { sme });
    expect([answer.status, (answer.body as Said).errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('holds the rate to the rule of the day of the notice, not of the draft', async () => {
    const early = await Drafting.begin(app, bureau);
    await early.must('patch', 'terms', { sme: deduction(800) });
    expect(said(await early.act('submit'))).toEqual([422, 'deduction_unlawful', 'SME-DEDUCT-10-20', ['/sme/rate']]);
    const lawful = await planned(deduction(1000));
    expect((await issue(lawful)).status).toBe(200);
    expect(said(await planned(deduction(2000)).then(issue))[0]).toBe(200);
  });

  it('knows no deduction of a fixed price', async () => {
    const lots = [{ no: 1, ceiling: '200000.00', pricing: 'fixed' }];
    const criteria = [{ no: 1, name: '方案', kind: 'professional', points: '100', levels: '优 100，良 80' }];
    const draft = await Drafting.begin(app, bureau, { lots }, false, { criteria });
    await draft.must('patch', 'terms', { sme: deduction(1000) });
    expect(said(await draft.act('submit'))).toEqual([422, 'deduction_unlawful', 'CRITERIA-FIXED-PRICE', ['/sme']]);
    await draft.must('patch', 'terms', { sme: { kind: 'none', ...DIRECTED } });
    await draft.plan();
    expect((await issue(draft)).status).toBe(200);
  });

  it('stands in the notice and in the words of its correction', async () => {
    const draft = await planned(deduction(1000));
    await issue(draft);
    const words = (rate: string) =>
      `不专门面向中小企业采购；对小型、微型企业的报价给予 ${rate} 的扣除，用扣除后的价格参加评审`;
    expect(await notice(draft)).toContain(`落实促进中小企业发展政策：${words('10%')}`);
    const correct = (correction: object) => draft.act('correct', bureau.officer, { reason: '更正', correction });
    expect(said(await correct({ terms: { sme: deduction(800) } }))).toEqual([
      ...[422, 'deduction_unlawful', 'SME-DEDUCT-10-20'],
      ['/correction/terms/sme/rate'],
    ]);
    expect((await correct({ terms: { sme: deduction(2000) } })).status).toBe(200);
    expect((await notice(draft, 'correction')).join('\n')).toContain(
      `落实促进中小企业发展政策：原为“${words('10%')}”，现更正为“${words('20%')}”`,
    );
    expect(said(await correct({ terms: { sme: { kind: 'reserved', for: 'sme' } } }))).toEqual([
      ...[422, 'correction_changes_qualification', undefined],
      ['/correction/terms/sme'],
    ]);
  });
});
