import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Accepting } from '../support/acceptances.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, makeParties, said, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { ownTasks } from '../support/own-tasks.js';
import { ACCOUNT, Paying, stateAccount } from '../support/paying.js';

let app: TestApp;
let parties: Parties;
beforeAll(async () => {
  app = await startTestApp();
  parties = await makeParties(app);
  await stateAccount(app, parties);
});
afterAll(() => app.close());

const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
const CLAUSES = { paymentDays: 10, lateInterestRate: '0.0005', suspensionAfterDays: 15 };
/** A contract that runs, with an invoice for its first instalment of 54000.00 yuan. */
const running = async (clauses: object = CLAUSES): Promise<Paying> => {
  await at('2025-12-22');
  const known = { window: { start: '2025-12-15', end: '2026-12-14' } };
  const contract = await Contracting.signed(app, parties, clauses, known);
  await contract.must('start');
  const money = new Paying(app, contract);
  await money.invoiced(1);
  return money;
};
const FLOOD = { ground: 'force_majeure', reference: '应急通知〔2026〕8号', reason: '洪水' };

describe('what an agency does for itself', () => {
  it('is to object, which its buyer answers', async () => {
    const { contract } = await running();
    const raised = await contract.must(
      'raise-objection',
      { about: 'deduction', reason: '扣款无合同依据' },
      parties.manager,
    );
    // Seven working days after Monday 22 December.
    expect(raised.here.objections).toMatchObject([{ about: 'deduction', dueOn: '2025-12-31', answer: null }]);
    const answer = (objection: string) => contract.act('answer-objection', { objection, reason: '扣款已撤销' });
    const { id } = raised.here.objections[0] ?? { id: '' };
    expect((await answer(contract.id)).body.code).toBe('objection_unknown');
    expect((await answer(id)).body.here.objections).toMatchObject([{ answer: '扣款已撤销' }]);
    expect((await answer(id)).body.code).toBe('objection_unknown');
  });

  it('is to demand what is overdue, with the interest of the contract', async () => {
    const { contract } = await running();
    const demand = () => contract.act('demand-payment', { reason: '逾期未付' }, parties.manager);
    expect((await demand()).body.code).toBe('nothing_overdue');
    await at('2026-01-20');
    const { demands } = (await demand()).body.here;
    expect(demands).toMatchObject([{ demandedOn: '2026-01-20', amount: '54000.00', items: [{ no: 1 }] }]);
    const [{ dueOn = '' } = {}] = demands[0].items;
    const days = (Date.parse('2026-01-20') - Date.parse(dueOn)) / 86_400_000;
    // Half a thousandth a day of 54000.00 yuan.
    expect([days > 10, demands[0].interest]).toEqual([true, (27 * days).toFixed(2)]);
    expect(demands[0].items[0].interest).toMatchObject({ by: 'contract', days });
  });

  it('is to demand no more than is owed, where several instalments wait for the same', async () => {
    await at('2025-12-22');
    const halves = [1, 2].map((no) => ({ no, trigger: 'acceptance', share: 5000 }));
    const known = { window: { start: '2025-12-15', end: '2026-12-14' } };
    const contract = await Contracting.signed(app, parties, { ...CLAUSES, payments: halves }, known);
    await contract.must('start');
    await contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, contract);
    await round.prepared('met', 'not_met');
    const part = { result: 'passed', acceptedPart: '上门服务', acceptedAmount: '120000.00', reason: '部分完成' };
    expect((await round.conclude(part)).status).toBe(200);
    const money = new Paying(app, contract);
    await at('2026-01-20');
    const demand = async (): Promise<unknown> => {
      const { demands } = (await contract.must('demand-payment', {}, parties.manager)).here;
      const { amount, interest, items } = demands.at(-1) ?? { items: [] };
      return [amount, interest, items.map((item) => [item.no, item.amount])];
    };
    // Each is of 90000.00 yuan: the second has what the first leaves of it.
    const owed = [
      [1, '90000.00'],
      [2, '30000.00'],
    ];
    // Ten days after 22 December, and the next working day.
    const days = (Date.parse('2026-01-20') - Date.parse('2026-01-04')) / 86_400_000;
    expect(await demand()).toEqual(['120000.00', (60 * days).toFixed(2), owed]);
    expect((await money.payments()).map(({ payable }) => payable)).toEqual(['90000.00', '90000.00']);
    // What is asked for is owed as it was asked.
    await money.invoiced(2);
    // No invoice is for what another one is for already.
    expect((await money.payments()).map(({ payable }) => payable)).toEqual(['30000.00', '90000.00']);
    const beyond = (await money.invoice(1)).body;
    expect([beyond.code, beyond.facts]).toEqual(['invoice_differs', { invoiced: '90000.00', payable: '30000.00' }]);
    expect((await money.invoice(1, { amount: '30000.00' })).status).toBe(201);
    await money.must(2, 'request');
    expect(await demand()).toMatchObject({
      2: [
        [1, '30000.00'],
        [2, '90000.00'],
      ],
    });
  });

  it('is to demand no more than was accepted, also of what was asked for before', async () => {
    await at('2025-12-22');
    const advances = [3000, 7000].map((share, i) => ({ no: i + 1, trigger: 'signing', share }));
    const known = { window: { start: '2025-12-15', end: '2026-12-14' } };
    const contract = await Contracting.signed(app, parties, { ...CLAUSES, payments: advances }, known);
    await contract.must('start');
    const money = new Paying(app, contract);
    for (const no of [1, 2]) {
      await money.invoiced(no);
      await money.must(no, 'request');
    }
    await contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, contract);
    await round.prepared('met', 'not_met');
    const part = { result: 'passed', acceptedPart: '上门服务', acceptedAmount: '60000.00', reason: '部分完成' };
    expect((await round.conclude(part)).status).toBe(200);
    await at('2026-01-20');
    const { demands } = await contract.must('demand-payment', {}, parties.manager).then(({ here }) => here);
    expect(demands).toMatchObject([
      {
        amount: '60000.00',
        items: [
          { no: 1, amount: '54000.00' },
          { no: 2, amount: '6000.00' },
        ],
      },
    ]);
  });

  it('is to demand nothing that was paid before the contract went on here', async () => {
    const takenOver = async (...amounts: string[]): Promise<Contracting> => {
      await at('2025-12-22');
      const contract = await Contracting.recorded(app, parties);
      const source = { kind: 'statement' };
      const facts = amounts.map((amount, i) => ({ kind: 'payment', data: { on: `2025-12-1${i}`, amount }, source }));
      await app.http
        .post(`/api/v1/contracts/${contract.id}/facts`)
        .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
        .send({ facts })
        .expect(200);
      await contract.must('take-over', { content: { ...CONTENT, ...CLAUSES } });
      await contract.signBoth('confirm-content');
      await at('2026-01-20');
      return contract;
    };
    const whole = await takenOver('30000.00', '24000.00');
    expect((await whole.act('demand-payment', {}, parties.manager)).body.code).toBe('nothing_overdue');
    const part = await takenOver('40000.00');
    const { demands } = (await part.must('demand-payment', {}, parties.manager)).here;
    expect(demands).toMatchObject([{ amount: '14000.00', items: [{ no: 1, amount: '14000.00' }] }]);
  });

  it('is to suspend its work only where the contract says so, once a demand has run its time', async () => {
    const { contract } = await running({ ...CLAUSES, suspensionAfterDays: null });
    const suspend = () => contract.act('suspend-work', { reason: '催告后仍未付款' }, parties.manager);
    expect(said(await suspend())).toEqual([422, 'clause_missing', 'CONTRACT-NO-UNILATERAL', []]);
    await contract.amended({ content: { suspensionAfterDays: 15 } });
    expect((await suspend()).body.code).toBe('demand_not_due');
    await at('2026-01-20');
    await contract.must('demand-payment', {}, parties.manager);
    await at('2026-02-04');
    expect((await suspend()).body).toMatchObject({ code: 'demand_not_due', facts: { days: 15 } });
    await at('2026-02-05');
    const waits = (by = parties.manager) => ownTasks(app, by, 'work_suspended', contract.id);
    expect(await waits()).toEqual([]);
    expect((await suspend()).body).toMatchObject({ state: 'halted', here: { haltGround: 'non_payment' } });
    expect(await waits()).toMatchObject([
      { dueOn: null, lot: 1, action: { href: `/api/v1/contracts/${contract.id}/actions/resume-work` } },
    ]);
    for (const by of [parties.bureau.officer, parties.bureau.approver]) expect(await waits(by)).toEqual([]);
    expect((await contract.act('resume')).body.code).toBe('suspended_by_agency');
    expect((await contract.must('resume-work', {}, parties.manager)).state).toBe('active');
    await contract.halted();
    // What the buyer halts is not the agency's to resume.
    expect(await waits()).toEqual([]);
    expect((await contract.act('resume-work', {}, parties.manager)).body.code).toBe('work_not_suspended');
    await contract.must('resume');
    expect((await suspend()).status).toBe(200);
    await contract.must('resume-work', {}, parties.manager);
    // The payment ends it by itself.
    expect((await suspend()).status).toBe(200);
    const money = new Paying(app, contract);
    await money.must(1, 'request');
    await money.must(1, 'approve', {}, parties.bureau.approver);
    await money.must(1, 'pay', { account: '6222020000000000018' });
    const paid = await contract.read();
    expect([paid.state, paid.here.halts.at(-1)?.state]).toEqual(['active', 'ended']);
    expect((await suspend()).body.code).toBe('demand_not_due');
  });

  it('is to withdraw from the contract with its reason, once the buyer was heard', async () => {
    const { contract } = await running();
    const { manager } = parties;
    const announce = (body: object) =>
      contract.act('announce-withdrawal', { reason: '催告后仍未付款', ...body }, manager);
    const withdraw = () => contract.act('withdraw-from-contract', {}, manager);
    const takeBack = () => contract.act('take-back-withdrawal', { reason: '已付款' }, manager);
    const answer = () => contract.act('answer-withdrawal', { statement: '款项正在拨付' });
    expect(said(await announce({ ground: 'breach' }))).toEqual([
      ...[422, 'ground_not_lawful', 'CONTRACT-NO-UNILATERAL'],
      ['/ground'],
    ]);
    const unpaid = { ground: 'payment_default', reference: '催告函1号' };
    expect((await announce(unpaid)).body.code).toBe('demand_not_due');
    for (const asked of [withdraw, takeBack, answer])
      expect((await asked()).body.code).toBe('termination_not_proposed');
    expect((await announce({ ...FLOOD, hearUntil: '2025-12-22' })).body.code).toBe('hearing_too_short');
    await at('2026-01-20');
    await contract.must('demand-payment', {}, manager);
    await at('2026-02-05');
    expect((await announce(unpaid)).body.here.endings).toMatchObject([{ kind: 'withdrawal', hearUntil: '2026-02-12' }]);
    expect((await announce(unpaid)).body.code).toBe('proposed_already');
    expect((await withdraw()).body.code).toBe('hearing_running');
    expect((await answer()).status).toBe(200);
    expect((await answer()).body.code).toBe('heard_already');
    expect((await takeBack()).status).toBe(200);
    expect((await announce(unpaid)).status).toBe(200);
    expect((await answer()).status).toBe(200);
    expect((await withdraw()).body).toMatchObject({
      state: 'terminated',
      here: { endGround: 'payment_default', endReference: '催告函1号' },
    });
  });

  it('is to demand anew what was paid and came back', async () => {
    const money = await running();
    const { contract } = money;
    await at('2026-01-20');
    await contract.must('demand-payment', {}, parties.manager);
    await money.must(1, 'request');
    await money.must(1, 'approve', {}, parties.bureau.approver);
    await money.must(1, 'pay', { account: ACCOUNT });
    await at('2026-02-20');
    await money.must(1, 'reverse', { reason: '银行退回' });
    const suspend = () => contract.act('suspend-work', { reason: '催告后仍未付款' }, parties.manager);
    expect((await suspend()).body.code).toBe('demand_not_due');
    await contract.must('demand-payment', {}, parties.manager);
    await at('2026-03-08');
    expect((await suspend()).body.state).toBe('halted');
  });

  it('is to demand what came back once the days are over that were left when it was paid', async () => {
    const money = await running();
    await at('2025-12-24');
    await money.must(1, 'request');
    await money.must(1, 'approve', {}, parties.bureau.approver);
    await money.must(1, 'pay', { account: ACCOUNT });
    await at('2026-02-20');
    await money.must(1, 'reverse', { reason: '服务机构退回' });
    const demand = () => money.contract.act('demand-payment', {}, parties.manager);
    expect((await demand()).body.code).toBe('nothing_overdue');
    await at('2026-03-10');
    // Ten days after 22 December, and the 58 on which it was paid; that Saturday is worked.
    const [{ items = [] } = {}] = (await demand()).body.here.demands as { items: { dueOn: string }[] }[];
    expect(items.map(({ dueOn }) => dueOn)).toEqual(['2026-02-28']);
  });

  it('is to demand a supplement, or an instalment that an amendment brings, from when it was agreed on', async () => {
    await at('2025-12-22');
    const payments = [{ no: 1, trigger: 'signing', share: 10_000 }];
    const known = { window: { start: '2025-12-15', end: '2026-12-14' } };
    const contract = await Contracting.signed(app, parties, { ...CLAUSES, payments }, known);
    await contract.must('start');
    await at('2026-06-01');
    const halves = [1, 2].map((no) => ({ no, trigger: 'signing', share: 5000 }));
    await contract.amended({ content: { payments: halves } });
    await contract.amended({ reasonCode: 'supplement', supplement: '10000.00' });
    const money = new Paying(app, contract);
    const [signing, agreed] = ['2025-12-22', '2026-06-01'];
    expect((await money.payments()).map(({ no, met }) => [no, met.on])).toEqual([
      [1, signing],
      [2, agreed],
      [3, agreed],
    ]);
    const demanded = async () =>
      (await contract.must('demand-payment', {}, parties.manager)).here.demands.at(-1)?.items;
    expect(await demanded()).toMatchObject([{ no: 1 }]);
    await at('2026-06-15');
    expect(await demanded()).toMatchObject([
      { no: 1, dueOn: '2026-01-04' },
      ...[2, 3].map((no) => ({ no, dueOn: '2026-06-11', interest: { days: 4 } })),
    ]);
  });

  it('is no withdrawal for want of a payment that came while the buyer was heard', async () => {
    const money = await running();
    const { contract } = money;
    const { manager } = parties;
    await at('2026-01-20');
    await contract.must('demand-payment', {}, manager);
    await at('2026-02-05');
    const unpaid = { ground: 'payment_default', reference: '催告函1号', reason: '催告后仍未付款' };
    await contract.must('announce-withdrawal', unpaid, manager);
    await money.must(1, 'request');
    await money.must(1, 'approve', {}, parties.bureau.approver);
    await money.must(1, 'pay', { account: '6222020000000000018' });
    await at('2026-02-13');
    expect((await contract.act('withdraw-from-contract', {}, manager)).body.code).toBe('demand_not_due');
    expect((await contract.read()).state).toBe('active');
    await contract.must('take-back-withdrawal', { reason: '已付款' }, manager);
  });
});
