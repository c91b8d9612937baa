import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mayBeUnowedSql } from '../../src/care/payments/schedule/paid.queries.js';
import { Accepting } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { writeByHand } from '../support/by-hand.js';
import { CONTENT, Contracting, creditCode, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, makeTied, type Thing } from '../support/implementing.js';
import { actOnRemedy } from '../support/lots.js';
import { ownSteps } from '../support/own-tasks.js';
import { ACCOUNT, Paying, stateAccount } from '../support/paying.js';
import { startContracting } from '../support/started.js';

const TERMS = {
  milestones: [1, 2].map((no) => ({ no, name: `第${no}阶段`, dueOn: `2026-0${no + 1}-15` })),
  payments: [
    { no: 1, trigger: 'milestone', share: 3000 },
    { no: 2, trigger: 'milestone', share: 3000, of: 1 },
    { no: 3, trigger: 'acceptance', share: 4000 },
  ],
};
const WINDOW = { start: '2025-12-15', end: '2026-12-14' };

describe('tasks of a payment follow what its guards permit', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    expect((await stateAccount(app, parties)).status).toBe(200);
  });
  afterAll(() => app.close());

  const sql = writeByHand(() => app);
  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  /** Steps that tasks of the money of a contract ask of somebody, without the address of the contract. */
  const steps = async (
    { contract }: Paying,
    by: TestAccount,
    kinds = ['payment_request', 'payment_approval', 'payment_to_pay', 'payment_retry'],
  ) => {
    const all = await Promise.all(kinds.map((kind) => ownSteps(app, by, kind, contract.id)));
    return all.flat().map((step) => step?.replace(`contracts/${contract.id}/`, '') ?? null);
  };
  const step = async (money: Paying, no: number, action: string) =>
    `payments/${(await money.payment(no)).id}/actions/${action}`;

  /** Instalments of a contract that are read to see whether they are still owed. */
  const unowed = ({ id }: Contracting) =>
    app.dataSource.query<{ no: number }[]>(
      `SELECT p.no FROM payment p WHERE p.contract_id = $1 AND p.state IN ('due', 'approved') AND ${mayBeUnowedSql('p.id')} ORDER BY p.no`,
      [id],
    );

  it('while work is suspended for want of it: paying ends that', async () => {
    await at('2025-12-22');
    const clauses = { paymentDays: 10, lateInterestRate: '0.0005', suspensionAfterDays: 15 };
    const contract = await Contracting.signed(app, parties, clauses, { window: WINDOW });
    await contract.must('start');
    const money = new Paying(app, contract);
    const { officer, approver } = parties.bureau;
    await money.invoiced(1);
    await at('2026-01-20');
    await contract.must('demand-payment', {}, parties.manager);
    await at('2026-02-05');
    await contract.must('suspend-work', { reason: '催告后仍未付款' }, parties.manager);
    expect(await steps(money, officer)).toEqual([await step(money, 1, 'request')]);
    expect([await steps(money, approver), await steps(money, parties.manager)]).toEqual([[], []]);
    await money.must(1, 'request');
    expect([await steps(money, officer), await steps(money, approver)]).toEqual([
      [],
      [await step(money, 1, 'approve')],
    ]);
    await money.must(1, 'approve', {}, approver);
    expect(await steps(money, officer)).toEqual([await step(money, 1, 'pay')]);
    expect((await money.must(1, 'pay', { account: ACCOUNT })).state).toBe('paid');
    expect((await contract.read()).state).toBe('active');
    expect(await steps(money, officer)).toEqual([]);
  });

  it('an invoice of a halted contract is asked of its agency', async () => {
    await at('2025-12-22');
    const contract = await Contracting.signed(app, parties, {}, { window: WINDOW });
    await contract.must('start');
    await contract.halted('洪灾');
    const money = new Paying(app, contract);
    const invoice = () => steps(money, parties.manager, ['invoice_due']);
    expect(await invoice()).toEqual(['invoices']);
    await money.invoiced(1);
    expect(await invoice()).toEqual([]);
    expect(await steps(money, parties.bureau.officer)).toEqual([await step(money, 1, 'request')]);
  });

  it('none at any step while a dispute may change the result', async () => {
    await at('2025-12-22');
    const { officer, approver } = parties.bureau;
    const recent = { decidedOn: '2025-12-18', publishedOn: '2025-12-19' };
    const { award, tender } = await Contracting.awarded(app, parties, { window: WINDOW }, recent);
    const payments = [3000, 3000, 4000].map((share, i) => ({ no: i + 1, trigger: 'signing', share }));
    const drafted = await app.http
      .post('/api/v1/contracts')
      .set(officer.auth)
      .send({ award, ...CONTENT, payments })
      .expect(201);
    const contract = new Contracting(app, parties, (drafted.body as { id: string }).id);
    await contract.signBoth();
    // What was delivered is not halted: the dispute alone holds the money back.
    await contract.must('start');
    await contract.must('deliver', {}, parties.manager);
    const money = new Paying(app, contract);
    await money.invoiced(1);
    await money.invoiced(2);
    await money.must(2, 'request');
    await money.approved(3);
    const all = async () => [await steps(money, officer), await steps(money, approver)];
    const open = [[await step(money, 1, 'request'), await step(money, 3, 'pay')], [await step(money, 2, 'approve')]];
    expect(await all()).toEqual(open);
    // Who sits in the agency has no hand in it.
    const tied = [await makeTied(app, parties), await makeTied(app, parties, 'bureau_approver')];
    for (const by of tied) expect(await steps(money, by)).toEqual([]);
    const rival = await makeUser(
      app,
      'agency_manager',
      await makeBody(app, { kind: 'agency', creditCode: creditCode() }),
    );
    const made = await app.http
      .post('/api/v1/challenges')
      .set(rival.auth)
      .send({ grounds: '评审未按采购文件进行', requests: '重新评审', tender, stage: 'result' })
      .expect(201);
    const { id } = made.body as { id: string };
    expect((await money.act(1, 'request')).body.code).toBe('contract_halted');
    expect(await all()).toEqual([[], []]);
    const upheld = { result: 'upheld', affectsResult: true, reason: '评审错误' };
    expect((await actOnRemedy(app, 'challenges', id, 'answer', upheld, officer)).status).toBe(200);
    expect(await all()).toEqual([[], []]);
    const remedy = { reason: '复核后排名不变' };
    expect((await actOnRemedy(app, 'challenges', id, 'record-remedy', remedy, officer)).status).toBe(200);
    expect(await all()).toEqual(open);
  });

  it('none for a milestone that was accepted in part alone, and of the others as instalments name them', async () => {
    await at('2025-12-22');
    const { officer } = parties.bureau;
    const work = await Implementing.begin(app, parties, TERMS, { window: WINDOW });
    const money = new Paying(app, work.contract);
    await at('2026-01-12');
    await work.record('2026-01-05');
    const [first, second] = await work.list<Thing>('milestones');
    const records = { from: '2026-01-05', to: '2026-01-05' };
    const judge = async (each: Thing | undefined, action: string, body: object) => {
      await work.must<Thing>('milestones', each?.id ?? '', 'submit', { records }, parties.manager);
      await work.must<Thing>('milestones', each?.id ?? '', action, body, officer);
    };
    await judge(first, 'accept-in-part', { reason: '完成八成' });
    expect(await steps(money, parties.manager, ['invoice_due'])).toEqual([]);
    // The second names the first milestone, of which the rest is owed with what is accepted in the end.
    await money.invoiced(2);
    expect((await money.act(2, 'request')).body.code).toBe('trigger_unmet');
    expect(await steps(money, officer)).toEqual([]);
    await judge(second, 'accept', {});
    expect(await steps(money, parties.manager, ['invoice_due'])).toEqual(['invoices']);
    await money.invoiced(1);
    expect(await steps(money, officer)).toEqual([await step(money, 1, 'request')]);
    expect((await money.must(1, 'request')).state).toBe('due');
  });

  it('to take back what was asked for and is not owed any more, and to have another invoice for it', async () => {
    await at('2025-12-22');
    const { officer, approver } = parties.bureau;
    const payments = [1000, 1000, 1000, 7000].map((share, i) => ({ no: i + 1, trigger: 'signing', share }));
    const contract = await Contracting.signed(app, parties, { payments }, { window: WINDOW });
    const money = new Paying(app, contract);
    await contract.must('start');
    for (const no of [1, 4]) await money.invoiced(no);
    await money.must(4, 'request');
    await money.approved(2);
    await money.approved(3);
    await money.must(3, 'fail', { reason: '账户冻结' });
    await contract.must('deliver', {}, parties.manager);
    // What is owed as it was asked for is not read to be thrown away.
    expect(await unowed(contract)).toEqual([]);
    const round = await Accepting.of(app, contract);
    await round.prepared('met', 'not_met');
    const part = { result: 'passed', acceptedPart: '已完成部分', acceptedAmount: '60000.00', reason: '其余未达标' };
    expect((await round.conclude(part)).status).toBe(200);

    expect((await money.act(2, 'pay', { account: ACCOUNT })).body.code).toBe('payment_beyond_contract');
    expect(await unowed(contract)).toEqual([{ no: 2 }, { no: 4 }]);
    const invoices = new Map((await money.payments()).map(({ no, invoice }) => [no, invoice?.id ?? '']));
    expect(new Set(await steps(money, officer))).toEqual(
      new Set([
        `invoices/${invoices.get(1)}/actions/void`,
        await step(money, 2, 'withdraw'),
        await step(money, 3, 'withdraw'),
        await step(money, 4, 'withdraw'),
      ]),
    );
    expect(await steps(money, approver)).toEqual([]);
    const reason = { reason: '验收金额减少' };
    await money.must(4, 'withdraw', reason);
    // Of the fourth less is left than its invoice is for; of the others enough.
    expect(new Set(await steps(money, officer))).toEqual(
      new Set([
        await step(money, 1, 'request'),
        await step(money, 2, 'pay'),
        await step(money, 3, 'retry'),
        `invoices/${invoices.get(4)}/actions/void`,
      ]),
    );
    expect((await money.onInvoice(invoices.get(4) ?? '', 'void', reason)).status).toBe(200);
    // Nor is it invoiced for what the first is invoiced for.
    await money.invoiced(4, { amount: '6000.00' });
    const both = [await step(money, 1, 'request'), await step(money, 4, 'request')];
    expect(await steps(money, officer)).toEqual(expect.arrayContaining(both));
  });

  it('to take back what was asked for on a recorded acceptance alone that does not stand any more', async () => {
    await at('2025-12-22');
    const { officer } = parties.bureau;
    const { contract } = await Implementing.begin(app, parties, TERMS, { window: WINDOW });
    const money = new Paying(app, contract);
    await money.invoiced(1);
    expect((await money.act(1, 'request')).body.code).toBe('trigger_unmet');
    // As of a contract that was accepted before it went on here: no round says which amount.
    await sql(
      `INSERT INTO fact (subject_type, subject_id, kind, data, source, recorded_at) VALUES
         ('contract', $1, 'acceptance', '{"concludedOn": "2025-12-20", "result": "partial"}', '{"kind": "statement"}', now())`,
      [contract.id],
    );
    expect((await money.must(1, 'request')).state).toBe('due');
    expect([await unowed(contract), await steps(money, officer)]).toEqual([[{ no: 1 }], []]);
    await sql(`UPDATE fact SET data = data || '{"result": "failed"}' WHERE subject_id = $1 AND kind = 'acceptance'`, [
      contract.id,
    ]);
    expect(await steps(money, officer)).toEqual([await step(money, 1, 'withdraw')]);
  });
});
