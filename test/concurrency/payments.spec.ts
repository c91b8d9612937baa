import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Accepting } from '../support/acceptances.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, STANDARDS, type Parties } from '../support/contracts.js';
import {
  ACCOUNT,
  invoiceNumber,
  makePayers,
  Paying,
  putOf,
  stateAccount,
  type PaymentBody,
  type Payers,
} from '../support/paying.js';
import { Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';

let app: TestApp;
let parties: Parties;
let payers: Payers;
beforeAll(async () => {
  app = await startTestApp();
  parties = await makeParties(app);
  payers = await makePayers(app, parties);
  await stateAccount(app, parties);
});
afterAll(() => app.close());

const ROUNDS = scaleRounds(10);
/** Of what the two approvers do: one instalment goes round. */
const APPROVED = scaleRounds(50);
const rounds = Array.from({ length: ROUNDS }, (_, i) => i);
const signed = async (content: object = {}) => new Paying(app, await Contracting.signed(app, parties, content));
const approve = (money: Paying, by: Payers['approver'], version: number) => money.act(1, 'approve', {}, by, version);

describe('at the same moment', () => {
  it(`an instalment is paid twice, ${ROUNDS} rounds: once`, async () => {
    for (const round of rounds) {
      const money = await signed();
      const { version } = await money.approved(1);
      const pay = () => money.act(1, 'pay', { account: ACCOUNT }, parties.bureau.officer, version);
      const both = await Promise.all([pay(), pay()]);
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 412]]);
      const { facts } = await money.contract.read();
      expect(facts.filter((f) => f.kind === 'payment')).toHaveLength(1);
    }
  });

  it(`two people approve, ${APPROVED} rounds: each is counted, and one alone is not two`, async () => {
    const set = (levels: string[]) =>
      putOf(app, parties.bureau.id, 'approval-levels', { levels }, parties.bureau.approver);
    expect((await set(['1.00'])).status).toBe(200);
    const race = new Race('two approvers of one payment');
    const money = await signed();
    await money.invoiced(1);
    const people = [parties.bureau.approver, payers.approver] as const;
    for (const round of race.rounds(50, 2)) {
      const { version } = await money.must(1, 'request');
      const order = round % 2 === 0 ? [0, 1] : [1, 0];
      const both = await Promise.all(order.map((who) => approve(money, people[who as 0 | 1], version)));
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 412]]);
      const one = await money.payment(1);
      const [first, late] = both[0]?.status === 200 ? order : order.toReversed();
      expect([round, one.state, one.approvals.length]).toEqual([round, 'due', 1]);
      race.saw(`approver ${first === 0 ? 'one' : 'two'} first, the other after another look`);
      // Who came first is not both of them.
      expect((await approve(money, people[first as 0 | 1], version + 1)).body.code).toBe('approved_by_you');
      const done = (await approve(money, people[late as 0 | 1], version + 1)).body as PaymentBody;
      expect([round, done.state, done.approvals.length]).toEqual([round, 'approved', 2]);
      await money.must(1, 'withdraw', { reason: '下一轮' });
    }
    const told = race.told();
    expect(Object.keys(told)).toHaveLength(2);
    expect(Object.values(told).reduce((sum, n) => sum + n, 0)).toBe(race.held);
    expect((await set([])).status).toBe(200);
  });

  it('a payment and a halt for a challenge: nothing is paid once it is halted', async () => {
    for (const round of rounds) {
      const money = await signed();
      const { version } = await money.approved(1);
      const contract = await money.contract.read();
      const until = await money.contract.dayAhead(30);
      const halt = { reason: '质疑', ground: 'challenge', reference: '质疑函1号', until };
      const [paid, halted] = await Promise.all([
        money.act(1, 'pay', { account: ACCOUNT }, parties.bureau.officer, version),
        money.contract.post('actions/halt', halt, parties.bureau.officer, contract.version),
      ]);
      const now = await money.contract.read();
      const payment = await money.payment(1);
      // One after the other: who comes second sees what the first has done.
      if (paid.status === 200) expect([round, halted.status, now.state]).toEqual([round, 412, 'signed']);
      else expect([round, paid.body.code, halted.status]).toEqual([round, 'contract_halted', 200]);
      expect(payment.state).toBe(paid.status === 200 ? 'paid' : 'approved');
    }
  });

  it('two instalments are asked for of which only one fits: the other is refused', async () => {
    const acceptance = await Accepting.begin(app, parties);
    const money = new Paying(app, acceptance.contract);
    await money.invoiced(1);
    await money.invoiced(2);
    await acceptance.prepared('met', 'not_met');
    const part = { result: 'passed', acceptedPart: '已完成部分', acceptedAmount: '130000.00', reason: '其余未达标' };
    expect((await acceptance.conclude(part)).status).toBe(200);
    for (const round of rounds) {
      const both = await Promise.all([money.act(1, 'request'), money.act(2, 'request')]);
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 422]]);
      const asked = both[0]?.status === 200 ? 1 : 2;
      await money.must(asked, 'withdraw', { reason: '重新申请' });
    }
  });

  it('two invoices are accepted of which only one fits: the other is refused', async () => {
    const contract = await Contracting.recorded(app, parties);
    const payment = { kind: 'payment', data: { on: '2025-12-12', amount: '90000.00' }, source: { kind: 'statement' } };
    await app.http
      .post(`/api/v1/contracts/${contract.id}/facts`)
      .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [payment] })
      .expect(200);
    const halves = [1, 2].map((no) => ({ no, trigger: 'signing', share: 5000 }));
    await contract.must('take-over', { content: { standards: STANDARDS, payments: halves } });
    await contract.signBoth('confirm-content');
    const money = new Paying(app, contract);
    for (const round of rounds) {
      const ids: string[] = [];
      for (const no of [1, 2]) ids.push(((await money.invoice(no)).body as { id: string }).id);
      const both = await Promise.all(ids.map((id) => money.onInvoice(id, 'accept')));
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 422]]);
      const reason = { reason: '重新开具' };
      for (const [i, id] of ids.entries())
        if (both[i]?.status === 200) await money.onInvoice(id, 'void', reason);
        else await money.onInvoice(id, 'withdraw', reason, parties.manager);
    }
  });

  it('one number on invoices of two contracts: it is of one', async () => {
    const [one, other] = [await signed(), await signed()];
    for (const round of rounds) {
      const number = invoiceNumber();
      const sent = await Promise.all([one.invoice(1, { number }), other.invoice(1, { number })]);
      expect([round, sent.map((a) => a.status).sort()]).toEqual([round, [201, 422]]);
      const of = sent[0]?.status === 201 ? one : other;
      const made = sent.find((a) => a.status === 201)?.body as { id: string };
      expect((await of.onInvoice(made.id, 'return', { reason: '重开' })).status).toBe(200);
    }
  });
});
