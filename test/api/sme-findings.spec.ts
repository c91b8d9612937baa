import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { issueTender, type Issued } from '../support/bidding.js';
import { Drafting, type Bureau } from '../support/drafts.js';
import { statePurchaseLimit } from '../support/limits.js';
import { RiskWorld } from '../support/risk-world.js';
import { startBureau } from '../support/started.js';

interface Assessment {
  state: string;
  severity: string;
  explanation: string;
  limitation: string;
  evidence: { record: string; field: string; value: string }[];
}
const LOT = { no: 1, ceiling: '200000.00', pricing: 'competitive' };

/** Caiku [2020] 46 articles 6 and 7. */
describe('M02, on lots that are not reserved for small and medium enterprises', () => {
  let app: TestApp;
  let bureau: Bureau;
  let world: RiskWorld;
  let supervisor: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
  });
  afterAll(() => app.close());

  const issue = (...policies: (object | null)[]): Promise<Issued> =>
    issueTender(app, bureau, {
      lots: policies.map((sme, i) => ({ ...LOT, no: i + 1, ...(sme !== null && { terms: { sme } }) })),
    });
  const judge = async ({ tender: id }: Issued, lang = 'en'): Promise<Assessment | undefined> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?indicator=M02&subject=tender:${id}`)
      .set({ ...supervisor.auth, 'Accept-Language': lang })
      .expect(200);
    return (body as { items: Assessment[] }).items[0];
  };

  it('cannot say until the purchase limit is stated, and does not apply below it', async () => {
    const tender = await issue(null);
    expect(await judge(tender)).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'limit_unknown', fields: ['limit'] },
    });
    await statePurchaseLimit(app, '990203', '200000.01');
    expect(await judge(tender)).toMatchObject({ state: 'not_applicable', reason: { code: 'below_limit' } });
    await statePurchaseLimit(app, '990203', '200000.00', { effectiveFrom: '2025-01-01' });
    expect(await judge(tender)).toMatchObject({ state: 'triggered', severity: 'notice' });
    expect(await world.flags('M02')).toHaveLength(1);
    // What a limit sets off is what a full pass comes to.
    const incremental = await world.stored();
    expect((await world.reassess()).changed).toBe(0);
    expect(await world.stored()).toEqual(incremental);
  });

  it('finds nothing with a stated ground, nor in a reserved lot, and names the lot that says nothing', async () => {
    const explained = await issue(
      { kind: 'none', ground: 'directed_to_non_enterprises' },
      { kind: 'deduction', rate: 1500, ground: 'no_sufficient_competition' },
    );
    expect(await judge(explained)).toMatchObject({ state: 'clear' });
    expect(await judge(await issue({ kind: 'reserved', for: 'sme' }))).toMatchObject({ state: 'clear' });
    const mixed = await issue({ kind: 'reserved', for: 'small_micro' }, { kind: 'deduction', rate: 1500 });
    const found = await judge(mixed, 'zh');
    expect(found).toMatchObject({ state: 'triggered', severity: 'notice' });
    expect(found?.explanation).toContain('第 2 包');
    expect(found?.explanation).toContain('无须改为专门面向中小企业采购');
    expect(found?.evidence.filter(({ field }) => field === 'terms.sme.kind').map(({ value }) => value)).toEqual([
      'deduction',
    ]);
    expect(found?.limitation).toContain('不得据此改为专门面向中小企业采购');
  });

  it('speaks of a draft before its issue, asks for no reason of who approves it, and is silent once a ground is stated', async () => {
    const draft = await Drafting.begin(app, bureau);
    const preview = async () => {
      const { auth } = bureau.officer;
      const { body } = await app.http.post('/api/v1/risk/previews').set(auth).send({ tenderId: draft.id }).expect(200);
      const { assessments } = body as { assessments: { indicator: string; state: string; severity: string }[] };
      return assessments.filter(({ indicator }) => indicator === 'M02');
    };
    expect(await preview()).toMatchObject([{ state: 'triggered', severity: 'notice' }]);
    await draft.must('post', 'actions/submit', {});
    const { here } = await draft.read();
    expect(here.findings.filter(({ indicator }) => indicator === 'M02')).toMatchObject([
      { state: 'triggered', severity: 'notice' },
    ]);
    await draft.must('post', 'actions/return', { reason: '补充理由' }, bureau.approver);
    await draft.must('patch', 'terms', { sme: { kind: 'none', ground: 'directed_to_non_enterprises' } });
    expect(await preview()).toMatchObject([{ state: 'clear' }]);
    await draft.plan();
  });
});
