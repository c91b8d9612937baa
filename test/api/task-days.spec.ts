import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { giveCreditCodes } from '../support/bidding-parties.js';
import { CONTENT, Contracting, makeParties } from '../support/contracts.js';
import { Drafting, makeBureau, PLAN, setBusinessTime, makeThreshold } from '../support/drafts.js';
import { ownDays, ownSteps, ownTasks } from '../support/own-tasks.js';
import { Paying, stateAccount } from '../support/paying.js';
import { Resulting } from '../support/results.js';

import { RiskWorld } from '../support/risk-world.js';

const REGULATION = '政府采购法实施条例(国务院令第658号)';
const OF_THE_PANEL = `${REGULATION} 第四十三条第一款 (87号令第六十八条; 214号第二十七条)`;

describe('the day by which a task is due says by what', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('from the report of a panel to the contract: the law’s day, once, on the list of who takes the step', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const bureau = await makeBureau(app);
    await makeThreshold(app);
    const world = new RiskWorld(app, 'live');
    const agency = await makeBody(app, { kind: 'agent' });
    const agent = await makeUser(app, 'procurement_agent', agency);
    const result = await Resulting.begin(app, bureau, { agent: agency });
    const own = await Resulting.begin(app, bureau);
    const { officer, approver } = bureau;
    const days = async (by: TestAccount, kind: string, of = result) => {
      await world.reassess();
      return ownDays(app, by, kind, of.id);
    };
    const delivery = ['2025-11-05', OF_THE_PANEL];
    expect([await days(agent, 'report_delivery'), await days(agent, 'deadline')]).toEqual([[delivery], []]);
    // Who cannot deliver it is told that it is due, and of no step.
    expect(await days(approver, 'deadline')).toEqual([delivery]);
    expect(await ownSteps(app, approver, 'deadline', result.id)).toEqual([null]);
    // A buyer that tenders itself has its report as soon as it is made, by no other day; what is due is its confirmation.
    const confirmation = ['2025-11-10', `${REGULATION} 第四十三条第一款`];
    expect([await days(officer, 'report_delivery', own), await days(approver, 'deadline', own)]).toEqual([
      [[null, null]],
      [confirmation],
    ]);
    // A maximum sets a day and refuses nothing.
    await setBusinessTime(app, '2025-11-06T09:00:00+08:00');
    expect((await ownTasks(app, agent, 'report_delivery', result.id)).map(({ overdue }) => overdue)).toEqual([true]);
    await result.must('deliver-report', {}, agent);
    expect(await days(agent, 'report_delivery')).toEqual([]);
    const received = ['2025-11-13', `${REGULATION} 第四十三条第一款`];
    expect([await days(approver, 'result_confirmation'), await days(approver, 'deadline')]).toEqual([[received], []]);
    expect(await days(officer, 'deadline')).toEqual([received]);
    await result.must('confirm', { bid: result.bid(0) });
    expect(await days(officer, 'result_publication')).toEqual([['2025-11-10', `${REGULATION} 第四十三条第二款`]]);
    expect(await days(officer, 'deadline')).toEqual([]);
    const { id } = await result.publish();
    const signing = ['2025-12-08', expect.stringMatching(/^中华人民共和国政府采购法.* 第四十六条/)];
    expect([await days(officer, 'contract_draft'), await days(officer, 'deadline')]).toEqual([[signing], []]);
    expect(await days(approver, 'deadline')).toEqual([signing]);
    const [award] = await app.dataSource.query<{ supplier: string }[]>(
      `SELECT supplier_id AS supplier FROM award WHERE id = $1`,
      [id],
    );
    await giveCreditCodes(app, bureau.id, [award?.supplier ?? '']);
    const made = await app.http
      .post('/api/v1/contracts')
      .set(officer.auth)
      .send({ award: id, ...CONTENT, standards: [] })
      .expect(201);
    const draft = (made.body as { id: string }).id;
    // The law's time to sign runs while a draft lacks something, too.
    expect([await days(officer, 'deadline'), await days(approver, 'deadline')]).toEqual([[], [signing]]);
    expect(await ownDays(app, officer, 'contract_redraft', draft)).toEqual([signing]);
    await app.http
      .post(`/api/v1/contracts/${draft}/actions/redraft`)
      .set({ ...officer.auth, 'If-Match': made.headers['etag'] ?? '' })
      .send({ reason: '补充', content: { standards: CONTENT.standards } })
      .expect(200);
    expect(await ownDays(app, officer, 'contract_redraft', draft)).toEqual([]);
    expect(await ownDays(app, approver, 'contract_signature', draft)).toEqual([signing]);
    expect([await days(officer, 'deadline'), await days(approver, 'deadline')]).toEqual([[signing], []]);
  });

  it('of each step to a payment: the first that a rule sets, and that rule', async () => {
    const parties = await makeParties(app);
    expect((await stateAccount(app, parties)).status).toBe(200);
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const world = new RiskWorld(app, 'live');
    const money = new Paying(app, await Contracting.signed(app, parties));
    await money.invoice(1);
    const [invoice] = await money.invoices();
    const { officer, approver } = parties.bureau;
    await money.onInvoice(invoice?.id ?? '', 'accept');
    const of = async (by: TestAccount, kind: string) => {
      await world.reassess();
      return (await ownDays(app, by, kind, money.contract.id)).filter(([, law]) => law?.includes('243'));
    };
    const day = ['2026-01-06', expect.stringContaining('财办库〔2023〕243号')];
    // Whose task is the next step has the day with it, all others are told it alone.
    const asked = [await of(officer, 'payment_request'), await of(officer, 'deadline'), await of(approver, 'deadline')];
    expect(asked).toEqual([[day], [], [day]]);
    await money.must(1, 'request');
    expect([await of(approver, 'payment_approval'), await of(approver, 'deadline')]).toEqual([[day], []]);
    expect([await of(officer, 'deadline'), await of(officer, 'payment_to_pay')]).toEqual([[day], []]);
    await money.must(1, 'approve', {}, approver);
    expect([await of(officer, 'deadline'), await of(officer, 'payment_to_pay')]).toEqual([[], [day]]);
    expect(await of(approver, 'deadline')).toEqual([day]);
  });

  it('to publish and file a contract: no law’s where its purchase has a method that the law of procurement does not know', async () => {
    const parties = await makeParties(app, '2025-12-22T10:00:00+08:00');
    const dueDays = async (method: string | null) => {
      const { award } = await Contracting.awarded(app, parties, { method });
      const { body } = await app.http
        .post('/api/v1/contracts')
        .set(parties.bureau.officer.auth)
        .send({ award, ...CONTENT })
        .expect(201);
      const contract = new Contracting(app, parties, (body as { id: string }).id);
      await contract.signBoth();
      const kinds = ['contract_publication', 'contract_filing'];
      return Promise.all(kinds.map((kind) => ownDays(app, parties.bureau.officer, kind, contract.id)));
    };
    expect(await dueDays('COMPETITIVE_CONSULTATION')).toEqual([
      [['2025-12-24', expect.stringContaining('第五十条')]],
      [['2025-12-31', expect.stringContaining('第四十七条')]],
    ]);
    for (const method of ['OTHER', null]) expect(await dueDays(method)).toEqual([[[null, null]], [[null, null]]]);
  });

  it('of a plan or a choice of this product is no law’s', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const bureau = await makeBureau(app);
    const draft = await Drafting.begin(app, bureau);
    await draft.must('post', 'actions/submit', {});
    expect(await ownDays(app, bureau.approver, 'tender_approval', draft.id)).toEqual([[PLAN.issueOn, null]]);
    const parties = await makeParties(app);
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const contract = await Contracting.signed(app, parties);
    const approver = await makeUser(app, 'bureau_approver', parties.bureau.id);
    const servedBy = [{ line: parties.bureau.line, name: '街道应急照护队', from: '2025-12-22' }];
    const danger = { ground: 'danger_to_recipients', reason: '护理员伤害老人', servedBy };
    await contract.must('halt', { ...danger, until: '2026-01-20' });
    expect(await ownDays(app, approver, 'halt_confirmation', contract.id)).toEqual([['2025-12-25', null]]);
  });
});
