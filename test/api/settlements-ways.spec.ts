import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import type { TestApp } from '../support/app.js';
import { Contracting, STANDARDS, type Answer, type Parties } from '../support/contracts.js';
import { Implementing } from '../support/implementing.js';
import { ownSteps } from '../support/own-tasks.js';
import { makePayers, Paying, stateAccount } from '../support/paying.js';
import { startContracting } from '../support/started.js';

const WINDOW = { start: '2025-12-15', end: '2026-12-14' };
const ACCEPTED = { result: 'passed' };
const refusal = (answer: unknown) => {
  const { status, body } = answer as Answer;
  return [status, body.code ?? null, body.facts ?? null];
};

describe('a contract whose service was accepted can be settled', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    await makePayers(app, parties);
    expect((await stateAccount(app, parties)).status).toBe(200);
  });
  afterAll(() => app.close());

  const active = async (content: object): Promise<Contracting> => {
    const contract = await Contracting.signed(app, parties, content, { window: WINDOW });
    await contract.must('start');
    return contract;
  };
  const concluded = async (contract: Contracting, conclusion: object, ...ticks: string[]): Promise<void> => {
    const round = await Accepting.of(app, contract);
    await round.prepared(...ticks);
    const answer = await round.conclude(conclusion);
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    await round.must('publish');
  };
  const accepted = async (contract: Contracting): Promise<void> => {
    await contract.must('deliver', {}, parties.manager);
    await concluded(contract, ACCEPTED);
  };

  it('where a milestone was waived on which an instalment waits: what was accepted is owed', async () => {
    const contract = await active({
      milestones: [{ no: 1, name: '培训', dueOn: '2026-03-31' }],
      payments: [
        { no: 1, trigger: 'milestone', of: 1, share: 3000 },
        { no: 2, trigger: 'acceptance', share: 7000 },
      ],
    });
    const work = new Implementing(app, parties, contract);
    const [milestone] = await work.list('milestones');
    const waived = { reason: '改由街道另办' };
    await work.must('milestones', milestone?.id ?? '', 'waive', waived, parties.bureau.approver);
    const money = new Paying(app, contract);
    await money.invoiced(1);
    expect((await money.act(1, 'request')).body.code).toBe('trigger_unmet');
    await accepted(contract);
    await money.must(1, 'request');
    await money.paid(2);
    await money.must(1, 'approve', {}, parties.bureau.approver);
    await money.must(1, 'pay', { account: '6222020000000000018' });
    expect((await contract.must('settle')).state).toBe('settled');
  });

  it('where nobody reported in time, by a report of its window or without', async () => {
    const contract = await active({
      payments: [
        { no: 1, trigger: 'report', of: 1, share: 3000 },
        { no: 2, trigger: 'acceptance', share: 7000 },
      ],
    });
    await accepted(contract);
    const drafted = await new Implementing(app, parties, contract).make('reports', {}, parties.manager);
    expect(drafted.status).toBe(201);
    const money = new Paying(app, contract);
    await money.paid(1);
    await money.paid(2);
    expect((await contract.must('settle')).state).toBe('settled');
  });

  it('ended, and accepted in part after its instalments had been given up: they come back for what is owed', async () => {
    const contract = await Contracting.active(app, parties);
    const money = new Paying(app, contract);
    await money.paid(1);
    const served = { servedOn: '2025-12-20', form: 'visit', minutes: 60, workers: { assistant: 1 }, participants: 1 };
    expect(
      (await new Implementing(app, parties, contract).make('service-records', served, parties.manager)).status,
    ).toBe(201);
    await contract.terminated('人员不足');
    await money.must(2, 'cancel', { reason: '合同终止' }, parties.bureau.approver);
    const part = { ...ACCEPTED, acceptedPart: '已完成部分', acceptedAmount: '90000.00', reason: '其余未达标' };
    await concluded(contract, part, 'met', 'not_met');
    const instalment = await money.payment(2);
    expect([instalment.state, instalment.met.missing]).toEqual(['scheduled', null]);
    expect(refusal(await contract.act('settle'))[2]).toEqual({ open: [2], paid: '54000.00', accepted: '90000.00' });
    await money.invoiced(2, { amount: '36000.00' });
    await money.must(2, 'request');
    await money.must(2, 'approve', {}, parties.bureau.approver);
    await money.must(2, 'pay', { account: '6222020000000000018' });
    expect((await contract.must('settle')).state).toBe('settled');
  });

  it('taken over: its content says how it is paid, unless everything was', async () => {
    const contract = await Contracting.recorded(app, parties, { window: WINDOW });
    await contract.must('take-over', { content: { standards: STANDARDS } });
    const confirm = async () =>
      contract.act('confirm-content', { hash: (await contract.read()).here.contentHash }, parties.manager);
    expect(refusal(await confirm())).toEqual([422, 'payments_missing', { amount: '180000.00', paid: '0.00' }]);
    const payments = [{ no: 1, trigger: 'acceptance', share: 10_000 }];
    await contract.must('redraft', { reason: '补充付款约定', content: { payments } });
    expect((await confirm()).status).toBe(200);
    const { here } = await contract.read();
    await contract.must('confirm-content', { hash: here.contentHash }, parties.bureau.approver);
    await contract.must('start');
    await accepted(contract);
    await new Paying(app, contract).paid(1);
    expect((await contract.must('settle')).state).toBe('settled');
  });

  it('amended after an invoice was accepted: the instalment is asked for whole, or not at all', async () => {
    const shares = (first: number) => [
      { no: 1, trigger: 'signing', share: first },
      { no: 2, trigger: 'acceptance', share: 10_000 - first },
    ];
    const contract = await active({ payments: shares(3000) });
    const money = new Paying(app, contract);
    const old = await money.invoiced(1);
    await contract.amended({ content: { payments: shares(4000) } });
    const request = () => money.act(1, 'request');
    expect(refusal(await request())).toEqual([422, 'invoice_missing', { amount: '72000.00', invoiced: '54000.00' }]);
    expect((await money.onInvoice(old, 'void', { reason: '金额已变更' })).status).toBe(200);
    await money.paid(1);
    await accepted(contract);
    await money.paid(2);
    expect((await contract.must('settle')).state).toBe('settled');
  });

  it('asked to be settled and put away also where an instalment is gone since an amendment', async () => {
    const third = { no: 3, trigger: 'acceptance', share: 3000 };
    const shares = (second: number) => [
      { no: 1, trigger: 'signing', share: 3000 },
      { no: 2, trigger: 'acceptance', share: second },
    ];
    const contract = await active({ payments: [...shares(4000), third] });
    const money = new Paying(app, contract);
    await contract.amended({ content: { payments: shares(7000) } });
    await money.paid(1);
    await accepted(contract);
    const steps = (kind: string) => ownSteps(app, parties.bureau.officer, kind, contract.id);
    expect(await steps('contract_settlement')).toEqual([]);
    await money.paid(2);
    expect((await money.payments()).map(({ no }) => no)).toEqual([1, 2]);
    expect(await steps('contract_settlement')).toEqual([`contracts/${contract.id}/actions/settle`]);
    await contract.must('settle');
    // Its category needs no plan.
    await app.dataSource.query(`UPDATE contract SET category = 'ORG_STAFF_TRAINING' WHERE id = $1`, [contract.id]);
    expect(await steps('contract_archive')).toEqual([`contracts/${contract.id}/actions/archive`]);
    expect((await contract.must('archive')).state).toBe('archived');
  });
});
