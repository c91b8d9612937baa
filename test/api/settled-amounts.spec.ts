import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import type { TestApp } from '../support/app.js';
import { Contracting, type Answer, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { renewalMoney } from '../support/continuity.js';
import { makeTied } from '../support/implementing.js';
import { ownSteps, ownTasks } from '../support/own-tasks.js';
import { ACCOUNT, makePayers, Paying, stateAccount } from '../support/paying.js';
import { Settling } from '../support/settling.js';
import { startContracting } from '../support/started.js';

const refusal = (answer: unknown): unknown[] => {
  const { status, body } = answer as Answer;
  return [status, body.code, body.facts];
};
const WHY = { reason: '核对' };
const PART = { result: 'passed', acceptedPart: '已完成部分', reason: '其余未达标' };

describe('what a contract comes to in the end', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    await makePayers(app, parties);
    expect((await stateAccount(app, parties)).status).toBe(200);
  });
  afterAll(() => app.close());

  const served = (contract: Contracting) =>
    app.http
      .post(`/api/v1/contracts/${contract.id}/service-records`)
      .set(parties.manager.auth)
      .send({ servedOn: '2025-12-20', form: 'visit', minutes: 60, workers: { assistant: 1 }, participants: 1 })
      .expect(201);

  it('is paid no further than it was accepted, whichever of its invoices was accepted before', async () => {
    const round = await Accepting.begin(app, parties);
    const money = new Paying(app, round.contract);
    await money.invoiced(1);
    await money.invoiced(2);
    await round.prepared('met', 'not_met');
    const part = { result: 'passed', acceptedPart: '上门服务', acceptedAmount: '130000.00', reason: '满意度未达标' };
    expect((await round.conclude(part)).status).toBe(200);
    expect(await money.must(2, 'request')).toMatchObject({ claimed: '126000.00', amount: '126000.00' });
    const request = () => money.act(1, 'request');
    const refused = await request();
    expect([refused.body.code, refused.body.facts]).toEqual([
      'payment_beyond_contract',
      { asked: '54000.00', left: '4000.00' },
    ]);
    await money.must(2, 'refuse', WHY, parties.bureau.approver);
    expect((await request()).status).toBe(200);
    await money.must(1, 'approve', {}, parties.bureau.approver);
    await money.must(1, 'pay', { account: ACCOUNT });
    await money.must(1, 'reverse', { reason: '银行退回' });
    await money.must(2, 'request');
    expect((await money.act(1, 'reopen', WHY)).body.code).toBe('payment_beyond_contract');
    await money.must(2, 'withdraw', WHY);
    expect((await money.act(1, 'reopen', WHY)).body.state).toBe('due');
  });

  it.each(['delivered', 'terminated'])(
    'is not settled of one that was %s while more was paid than accepted',
    async (how) => {
      await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
      const contract = await Contracting.active(app, parties);
      const money = new Paying(app, contract);
      const { approver } = parties.bureau;
      await money.paid(1);
      await served(contract);
      await (how === 'terminated' ? contract.terminated() : contract.must('deliver', {}, parties.manager));
      const round = await Accepting.of(app, contract);
      await round.prepared('met', 'not_met');
      expect((await round.conclude({ ...PART, acceptedAmount: '40000.00' })).status).toBe(200);
      await round.must('publish');
      await money.must(2, 'cancel', { reason: '验收未认可该部分' }, approver);
      expect(refusal(await contract.act('settle'))).toEqual([
        422,
        'paid_beyond_accepted',
        { excess: '14000.00', paid: '54000.00', accepted: '40000.00' },
      ]);
      const { officer } = parties.bureau;
      const steps = async (by = officer) =>
        (await ownSteps(app, by, 'contract_settlement', contract.id)).map((step) =>
          step?.replace(/^.*contracts\/[^/]+\//, ''),
        );
      expect(await steps()).toEqual([`payments/${(await money.payment(1)).id}/actions/reverse`]);
      // Who sits in the agency as well does not say that its money came back.
      const tied = await makeTied(app, parties);
      const refused = await money.act(1, 'reverse', { reason: '服务机构退回预付款' }, tied);
      expect([refused.body.code, await steps(tied)]).toEqual(['acts_with_interest', []]);
      const [invoice] = await money.invoices();
      await money.must(1, 'reverse', { reason: '服务机构退回预付款' });
      expect(refusal(await contract.act('settle')).slice(0, 2)).toEqual([422, 'payments_open']);
      await money.must(1, 'withdraw', { reason: '按验收认可金额支付', ground: 'amount_wrong' });
      const voided = await money.onInvoice(invoice?.id ?? '', 'void', { reason: '金额有误', ground: 'invoice_wrong' });
      expect(voided.status).toBe(200);
      expect((await money.payment(1)).payable).toBe('40000.00');
      await money.invoiced(1, { amount: '40000.00' });
      await money.must(1, 'request');
      await money.must(1, 'approve', {}, approver);
      await money.must(1, 'pay', { account: ACCOUNT });
      expect(await steps()).toEqual(['actions/settle']);
      const words = { about: 'deduction', reason: '扣款无合同依据' };
      const objections = [
        await contract.must('raise-objection', words, parties.manager),
        await contract.must('raise-objection', words, parties.manager),
      ].map(({ here }) => here.objections.at(-1)?.id ?? '');
      expect((await contract.must('settle')).state).toBe('settled');
      // What comes back once all was settled is owed as before.
      const retries = () => ownSteps(app, officer, 'payment_retry', contract.id);
      expect(await retries()).toEqual([]);
      await money.must(1, 'reverse', { reason: '银行退回' });
      expect(await retries()).toEqual([
        `contracts/${contract.id}/payments/${(await money.payment(1)).id}/actions/reopen`,
      ]);
      // Nor is it owed in silence.
      const demand = () => contract.act('demand-payment', {}, parties.manager);
      expect((await demand()).body.code).toBe('nothing_overdue');
      await setBusinessTime(app, '2026-02-03T09:00:00+08:00');
      expect((await demand()).body.here.demands).toMatchObject([{ amount: '40000.00', items: [{ no: 1 }] }]);
      await money.must(1, 'reopen', { reason: '重新支付' });
      expect(await retries()).toEqual([]);
      // Late is late: who objected is answered, whatever has become of the contract.
      const objected = () => ownSteps(app, officer, 'objection', contract.id);
      const step = `contracts/${contract.id}/actions/answer-objection`;
      expect(await objected()).toEqual([step, step]);
      await contract.must('answer-objection', { objection: objections[0], reason: '按验收结论扣减' });
      expect(await objected()).toEqual([step]);
      // A contract is not put away while what came back is owed; the category of this one needs no plan.
      await app.dataSource.query(`UPDATE contract SET category = 'ORG_STAFF_TRAINING' WHERE id = $1`, [contract.id]);
      const puts = () => ownSteps(app, officer, 'contract_archive', contract.id);
      expect(refusal(await contract.act('archive'))).toEqual([
        422,
        'payments_open',
        { open: [1], paid: '0.00', accepted: '40000.00' },
      ]);
      expect(await puts()).toEqual([]);
      await money.must(1, 'approve', {}, approver);
      await money.must(1, 'pay', { account: ACCOUNT });
      expect(await puts()).toEqual([`contracts/${contract.id}/actions/archive`]);
      expect((await contract.must('archive')).state).toBe('archived');
      const late = await contract.must('raise-objection', words, parties.manager);
      expect(late.here.objections.at(-1)).toMatchObject({ about: 'deduction', answer: null });
    },
  );

  describe('by the unit', () => {
    const toConfirm = ({ id }: Contracting) => ownSteps(app, parties.bureau.officer, 'settlement', id);
    const proposed = async (): Promise<{ work: Settling; id: string; contract: Contracting; record: string }> => {
      await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
      const work = await Settling.begin(app, parties);
      await setBusinessTime(app, '2026-02-03T09:00:00+08:00');
      const record = await work.served('2026-01-06', 120);
      return { work, id: (await work.proposed()).id, contract: work.contract, record };
    };

    it('is confirmed of no contract that was rescinded meanwhile, until what was done is accepted', async () => {
      const { work, id, contract } = await proposed();
      await contract.rescinded({ reason: '判决', ground: 'court_judgment', reference: '（2026）行1号' });
      expect(refusal(await work.act(id, 'confirm'))).toEqual([422, 'contract_not_running', { state: 'rescinded' }]);
      expect(await work.list()).toMatchObject([{ state: 'proposed', payment: null }]);
      expect(await toConfirm(contract)).toEqual([]);
      const round = await Accepting.of(app, contract);
      await round.prepared('met', 'not_met');
      expect((await round.conclude({ ...PART, acceptedAmount: '4200.00' })).status).toBe(200);
      expect(await toConfirm(contract)).toEqual([`contracts/${contract.id}/settlements/${id}/actions/confirm`]);
      expect(await work.must(id, 'confirm')).toMatchObject({ state: 'confirmed', total: '4200.00' });
    });

    it('is settled once all that is recorded was settled and paid, not before', async () => {
      const { work, id, contract } = await proposed();
      await work.must(id, 'confirm');
      const money = new Paying(app, contract);
      await money.paid(1);
      await work.served('2026-02-01', 100);
      await contract.must('deliver', {}, parties.manager);
      const round = await Accepting.of(app, contract);
      await round.prepared();
      expect((await round.conclude({ result: 'passed' })).status).toBe(200);
      await round.must('publish');
      const task = async () => {
        const tasks = await ownTasks(app, parties.bureau.officer, 'contract_settlement', contract.id);
        return tasks.map(({ title, action }) => [title.split(' (')[0], action?.href ?? null]);
      };
      const told = 'Contract to be settled: work was recorded that no settlement counts yet';
      expect(await task()).toEqual([[told, null]]);
      expect(refusal(await contract.act('settle'))).toEqual([
        422,
        'payments_open',
        { open: [], paid: '4200.00', accepted: '4200.00', unsettled: '3500.00' },
      ]);
      await work.must((await work.proposed({ to: '2026-02-02' })).id, 'confirm');
      await money.paid(2);
      const [[, step] = []] = await task();
      expect(step).toBe(`/api/v1/contracts/${contract.id}/actions/settle`);
      // Until then it binds its budget with what it might come to, then with what it came to, also where money came back.
      const { programme } = await renewalMoney(app, parties, 2026, '200000.00');
      const sql = `UPDATE tender SET programme_id = $1 WHERE id = (SELECT tender_id FROM contract WHERE id = $2)`;
      await app.dataSource.query(sql, [programme, contract.id]);
      const bound = async () => {
        const read = app.http.get(`/api/v1/programmes/${programme}`).set(parties.bureau.officer.auth);
        return ((await read.expect(200)).body as { committed: { amount: string } }).committed.amount;
      };
      expect(await bound()).toBe('180000.00');
      expect((await contract.must('settle')).state).toBe('settled');
      expect(await bound()).toBe('7700.00');
      await money.must(2, 'reverse', { reason: '银行退回' });
      expect(await bound()).toBe('7700.00');
    });

    it('is paid of a supplement that was agreed after the last settlement of its term', async () => {
      await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
      const work = await Settling.begin(app, parties, {}, '35000.00');
      const { contract } = work;
      await setBusinessTime(app, '2027-01-04T09:00:00+08:00');
      await work.served('2026-01-10', 600);
      await work.served('2026-01-11', 500);
      const whole = await work.proposed({ to: '2026-12-31' });
      expect(await work.must(whole.id, 'confirm')).toMatchObject({ unitsTotal: '38500.00', total: '35000.00' });
      expect(refusal(await work.propose()).slice(0, 2)).toEqual([422, 'no_period_open']);
      const waits = () => ownTasks(app, parties.manager, 'settlement_due', contract.id);
      expect(await waits()).toEqual([]);
      await contract.amended({ reasonCode: 'supplement', supplement: '3500.00' });
      const href = `/api/v1/contracts/${contract.id}/settlements`;
      expect(await waits()).toMatchObject([{ action: { method: 'POST', href }, since: '2027-01-03T16:00:00.000Z' }]);
      expect((await waits())[0]?.title).toContain('Period to be settled: what was recorded or agreed late (');
      const rest = await work.proposed();
      expect(await waits()).toEqual([]);
      expect(await work.must(rest.id, 'confirm')).toMatchObject({ unitsTotal: '0.00', total: '3500.00' });
      expect(await new Paying(app, contract).payment(2)).toMatchObject({ amount: '3500.00', payable: '3500.00' });
      expect(await waits()).toEqual([]);
    });

    it('is told of what is recorded late, also of one that was delivered before its last day', async () => {
      const { work, id, contract, record } = await proposed();
      await work.must(id, 'confirm');
      await contract.must('deliver', {}, parties.manager);
      await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
      await work.must((await work.proposed({ to: '2026-03-01' })).id, 'confirm');
      const waits = () => ownTasks(app, parties.manager, 'settlement_due', contract.id);
      await setBusinessTime(app, '2026-03-05T09:00:00+08:00');
      expect(await waits()).toEqual([]);
      const late = await work.served('2026-01-20', 10);
      expect(await waits()).toHaveLength(1);
      await work.corrected(late, '2026-01-20', 4);
      expect(await work.must((await work.proposed({ to: '2026-03-04' })).id, 'confirm')).toMatchObject({
        total: '140.00',
      });
      expect(await waits()).toEqual([]);
      // What is taken back is owed to nobody.
      await work.served('2026-01-21', 4);
      expect(await waits()).toEqual([]);
      await setBusinessTime(app, '2026-03-06T09:00:00+08:00');
      expect(await waits()).toHaveLength(1);
      await work.corrected(record, '2026-01-06', 116);
      expect(await waits()).toEqual([]);
    });

    it('is confirmed of no contract that was closed meanwhile; what was proposed is returned', async () => {
      const { work, id, contract } = await proposed();
      await contract.terminated();
      const round = await Accepting.of(app, contract);
      await round.prepared('partly', 'not_met');
      expect((await round.conclude({ result: 'failed', ground: 'breach', reason: '服务不合格' })).status).toBe(200);
      expect((await contract.must('close-unperformed', { reason: '未提供合格服务' })).state).toBe('settled');
      expect(refusal(await work.act(id, 'confirm'))).toEqual([422, 'contract_not_running', { state: 'settled' }]);
      expect(await toConfirm(contract)).toEqual([`contracts/${contract.id}/settlements/${id}/actions/return`]);
      const given = { reason: '合同已了结', ground: 'condition_not_met' };
      expect((await work.must(id, 'return', given)).state).toBe('returned');
      expect(await toConfirm(contract)).toEqual([]);
    });

    it('is accepted for what the records still give that were corrected after their period was confirmed', async () => {
      const { work, id, contract, record } = await proposed();
      await work.must(id, 'confirm', { items: [{ no: 1, accepted: 110, reason: '十人次无签到' }] });
      // Of seventy visits that were none, ten had not been accepted.
      await work.corrected(record, '2026-01-06', 50);
      await contract.must('deliver', {}, parties.manager);
      const round = await Accepting.of(app, contract);
      await round.prepared('met', 'not_met');
      expect(refusal(await round.conclude({ ...PART, acceptedAmount: '1749.99' }))).toEqual([
        422,
        'accepted_below_settled',
        { settled: '1750.00' },
      ]);
      expect((await round.conclude({ ...PART, acceptedAmount: '1750.00' })).status).toBe(200);
      await round.must('publish');
      const money = new Paying(app, contract);
      expect(await money.payment(1)).toMatchObject({ amount: '3850.00', payable: '1750.00' });
      await money.invoiced(1, { amount: '1750.00' });
      await money.must(1, 'request');
      await money.must(1, 'approve', {}, parties.bureau.approver);
      await money.must(1, 'pay', { account: ACCOUNT });
      expect((await contract.must('settle')).state).toBe('settled');
    });

    it('is accepted as a whole for what its settlements leave, the minus that the last of them carries taken off', async () => {
      const finished = async (until: 'confirmed' | 'requested' | 'paid') => {
        const { work, id, contract, record } = await proposed();
        await work.must(id, 'confirm');
        const money = new Paying(app, contract);
        if (until === 'paid') await money.paid(1);
        if (until === 'requested') {
          await money.invoiced(1);
          await money.must(1, 'request');
        }
        await setBusinessTime(app, '2026-03-03T09:00:00+08:00');
        await work.corrected(record, '2026-01-06', 115);
        expect(await work.must((await work.proposed()).id, 'confirm')).toMatchObject({
          total: '0.00',
          carried: '-175.00',
        });
        // The next settlement, of what is recorded by now, would take it off.
        for (const day of ['2026-03-01', '2026-03-02']) if (until === 'paid') await work.served(day, 3);
        expect((await money.payment(1)).payable).toBe('4200.00');
        await contract.must('deliver', {}, parties.manager);
        const round = await Accepting.of(app, contract);
        await round.prepared('met', 'met');
        expect((await round.conclude({ result: 'passed' })).status).toBe(200);
        await round.must('publish');
        return { contract, money, work };
      };
      const pay = async (money: Paying) => {
        expect((await money.payment(1)).payable).toBe('4025.00');
        expect((await money.invoice(1)).status).toBe(422);
        await money.invoiced(1, { amount: '4025.00' });
        await money.must(1, 'request');
        await money.must(1, 'approve', {}, parties.bureau.approver);
        await money.must(1, 'pay', { account: ACCOUNT });
      };
      const again = async (money: Paying) => {
        const [invoice] = await money.invoices();
        await money.must(1, 'withdraw', { reason: '按验收认可金额支付', ground: 'amount_wrong' });
        await money.onInvoice(invoice?.id ?? '', 'void', { reason: '金额有误', ground: 'invoice_wrong' });
        await pay(money);
      };
      const unpaid = await finished('confirmed');
      await pay(unpaid.money);
      expect((await unpaid.contract.must('settle')).state).toBe('settled');

      const asked = await finished('requested');
      const { id } = await asked.money.payment(1);
      const step = `contracts/${asked.contract.id}/payments/${id}/actions/withdraw`;
      expect(await ownSteps(app, parties.bureau.officer, 'payment_request', asked.contract.id)).toEqual([step]);
      const approved = await asked.money.act(1, 'approve', {}, parties.bureau.approver);
      expect(refusal(approved).slice(0, 2)).toEqual([422, 'payment_beyond_contract']);
      await again(asked.money);

      const { contract, money, work } = await finished('paid');
      expect(refusal(await contract.act('settle'))).toEqual([
        422,
        'paid_beyond_accepted',
        { excess: '175.00', paid: '4200.00', accepted: '4025.00' },
      ]);
      await money.must(1, 'reverse', { reason: '服务机构退回款项' });
      await again(money);
      // What was done since is owed beside what was paid back: by an instalment of its own, though the minus is not made up for.
      await setBusinessTime(app, '2026-03-05T09:00:00+08:00');
      const late = await work.must((await work.proposed({ to: '2026-03-01' })).id, 'confirm');
      expect(late).toMatchObject({ unitsTotal: '105.00', total: '0.00', carried: '-70.00' });
      const second = await money.payment(2);
      expect([second.id, second.amount, second.payable]).toEqual([late.payment, '105.00', '105.00']);
      await money.invoiced(2);
      await money.must(2, 'request');
      await money.must(2, 'approve', {}, parties.bureau.approver);
      await money.must(2, 'pay', { account: ACCOUNT });
      const last = await work.must((await work.proposed({ to: '2026-03-04' })).id, 'confirm');
      expect(last).toMatchObject({ unitsTotal: '105.00', total: '35.00', carried: '0.00' });
      expect((await money.payment(3)).amount).toBe('105.00');
      expect(refusal(await contract.act('settle')).slice(0, 2)).toEqual([422, 'payments_open']);
    });
  });
});
