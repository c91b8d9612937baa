import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting, registered, upload } from '../support/acceptances.js';
import { makeAccount, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { makeTied } from '../support/implementing.js';
import { ownSteps, ownTasks } from '../support/own-tasks.js';
import { ACCOUNT, makePayers, Paying, stateAccount, type InvoiceBody, type Payers } from '../support/paying.js';
import { startContracting } from '../support/started.js';
import { userDesk } from '../support/users.js';

describe('what waits in the acceptance and the payment of a contract', () => {
  let app: TestApp;
  let parties: Parties;
  let payers: Payers;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    payers = await makePayers(app, parties);
    expect((await stateAccount(app, parties)).status).toBe(200);
  });
  afterAll(() => app.close());

  const KINDS = ['invoice', 'payment_approval', 'payment_to_pay', 'acceptance_signature', 'acceptance_conclusion'];
  const tasks = async (contract: string, by: TestAccount) => {
    const { body } = await app.http.get('/api/v1/me/tasks?limit=200').set(by.auth).expect(200);
    return (body as { items: { kind: string; id: string; title: string; subject: { id: string } }[] }).items
      .filter(({ kind, subject }) => KINDS.includes(kind) && subject.id === contract)
      .map(({ kind, id }) => [kind, id]);
  };

  it('is a task of whoever does the next step, and of nobody who may not', async () => {
    const { officer, approver } = parties.bureau;
    const round = await Accepting.begin(app, parties);
    const { contract } = round;
    const money = new Paying(app, contract);
    const { id } = await money.payment(1);
    const of = (by: TestAccount) => tasks(contract.id, by);
    expect(await of(officer)).toEqual([]);

    const invoice = (await money.invoice(1)).body as InvoiceBody;
    expect(await of(officer)).toEqual([['invoice', invoice.id]]);
    const tied = [await makeTied(app, parties), await makeTied(app, parties, 'bureau_approver')];
    const ofTied = () => Promise.all(tied.map(of));
    expect([await of(approver), await of(parties.manager), ...(await ofTied())]).toEqual([[], [], [], []]);
    await money.onInvoice(invoice.id, 'accept');
    expect(await of(officer)).toEqual([]);
    await money.must(1, 'request', {}, payers.both);
    // Who asked for it approves it to nobody.
    expect([await of(approver), await of(payers.both)]).toEqual([[['payment_approval', id]], []]);
    await money.must(1, 'approve', {}, approver);
    expect([await of(approver), await of(officer)]).toEqual([[], [['payment_to_pay', id]]]);
    await money.must(1, 'pay', { account: ACCOUNT });
    expect(await of(officer)).toEqual([]);

    const recipient = await registered(app, parties, contract.id);
    await round.tick('met', 'met');
    await round.name({ user: officer.id, capacity: 'buyer' });
    await round.must('itemise');
    await round.hear(recipient);
    expect([await of(officer), await of(approver)]).toEqual([[], []]);
    await round.must('take-opinions');
    expect([await of(officer), await of(approver)]).toEqual([[['acceptance_signature', round.id]], []]);
    await round.must('sign');
    expect([await of(officer), await of(approver)]).toEqual([[], [['acceptance_conclusion', round.id]]]);
    expect(await ofTied()).toEqual([[], []]);
    expect((await round.conclude({ result: 'passed' })).status).toBe(200);
    expect([await of(officer), await of(approver)]).toEqual([[], []]);
  });

  it('an agency that is to be paid is asked for its account until it has stated one', async () => {
    const other = await makeParties(app, null);
    const contract = await Contracting.drafted(app, other);
    const waits = (by = other.manager) => ownTasks(app, by, 'payee_account', contract.id);
    expect(await waits()).toEqual([]);
    await contract.signBoth();
    const href = `/api/v1/organisations/${other.agency}/payee-account`;
    expect(await waits()).toMatchObject([{ id: contract.id, lot: 1, dueOn: null, action: { method: 'PUT', href } }]);
    expect((await waits())[0]?.title).toBe('Account for payments to be stated: 社区居家养老服务项目, lot 1');
    expect([await waits(other.bureau.officer), await waits(parties.manager)]).toEqual([[], []]);
    expect((await stateAccount(app, other)).status).toBe(200);
    expect(await waits()).toEqual([]);
  });

  it('an account is asked of its agency once, by a person, and for no contract of which nothing was done', async () => {
    const other = await makeParties(app, null);
    const first = await Contracting.signed(app, other);
    const second = await Contracting.signed(app, other);
    const waits = async (by = other.manager) => (await ownTasks(app, by, 'payee_account')).map(({ id }) => id);
    expect(await waits()).toEqual([first.id]);
    const made = await app.http
      .post('/api/v1/api-keys')
      .set(other.manager.auth)
      .send({ name: '对接', scopes: ['invoice.submit'] })
      .expect(201);
    const auth = { Authorization: `Bearer ${(made.body as { key: string }).key}` };
    expect(await waits({ ...other.manager, auth })).toEqual([]);
    await app.dataSource.query(`UPDATE contract SET state = 'rescinded', terminated_on = '2025-12-20' WHERE id = $1`, [
      first.id,
    ]);
    expect(await waits()).toEqual([second.id]);
  });

  it('an instalment that nobody has invoiced is the agency’s once what it waits for has happened', async () => {
    const { contract } = await Accepting.begin(app, parties);
    const money = new Paying(app, contract);
    const { id } = await money.payment(1);
    const waits = (by = parties.manager) => ownTasks(app, by, 'invoice_due', contract.id);
    // The second waits for the acceptance.
    expect(await waits()).toMatchObject([
      { id, lot: 1, dueOn: null, action: { href: `/api/v1/contracts/${contract.id}/invoices` } },
    ]);
    expect((await waits())[0]?.title).toBe(
      `Invoice to be submitted: Instalment 1 (${(await waits())[0]?.subject.label}, lot 1)`,
    );
    for (const by of [parties.bureau.officer, parties.bureau.approver, payers.both])
      expect(await waits(by)).toEqual([]);
    const invoice = (await money.invoice(1)).body as InvoiceBody;
    expect(await waits()).toEqual([]);
    await money.onInvoice(invoice.id, 'return', { reason: '抬头有误' });
    expect(await waits()).toEqual([]);
    await money.onInvoice(invoice.id, 'withdraw', { reason: '另开' }, parties.manager);
    expect(await waits()).toHaveLength(1);
  });

  it('an instalment of which nothing is payable waits for no invoice', async () => {
    const round = await Accepting.begin(app, parties);
    const money = new Paying(app, round.contract);
    await money.paid(1);
    await round.prepared('met', 'not_met');
    // What was accepted is what the first instalment was paid for.
    const part = { result: 'passed', acceptedPart: '上门服务', acceptedAmount: '54000.00', reason: '满意度未达标' };
    expect((await round.conclude(part)).status).toBe(200);
    expect(await money.payment(2)).toMatchObject({ payable: '0.00', state: 'scheduled' });
    expect(await ownTasks(app, parties.manager, 'invoice_due', round.contract.id)).toEqual([]);
    // Somebody who has not asked for it gives it up before the contract is settled.
    await round.must('publish');
    const { officer, approver } = parties.bureau;
    const { id } = await money.payment(2);
    const href = `/api/v1/contracts/${round.contract.id}/payments/${id}/actions/cancel`;
    const settling = (by: TestAccount) => ownTasks(app, by, 'contract_settlement', round.contract.id);
    expect(await settling(approver)).toMatchObject([{ action: { method: 'POST', href } }]);
    expect((await settling(approver))[0]?.title).toContain('Instalment 2 is not owed any more, and is to be given up');
    expect([await settling(officer), await settling(await makeTied(app, parties, 'bureau_approver'))]).toEqual([
      [],
      [],
    ]);
    await money.must(2, 'cancel', { reason: '验收未认可该部分' }, approver);
    expect(await settling(approver)).toEqual([]);
    expect(await settling(officer)).toMatchObject([{ title: expect.stringMatching(/^Contract to be settled/) }]);
    expect((await round.contract.must('settle')).state).toBe('settled');
  });

  it('an invoice for what is payable no more is voided, returned or withdrawn', async () => {
    const { officer, approver } = parties.bureau;
    const payments = [
      { no: 1, trigger: 'signing', share: 3000 },
      { no: 2, trigger: 'report', share: 3000 },
      { no: 3, trigger: 'report', share: 4000 },
    ];
    const contract = await Contracting.signed(app, parties, { payments });
    const money = new Paying(app, contract);
    const accepted = await money.invoiced(2);
    const sent = ((await money.invoice(3)).body as InvoiceBody).id;
    const steps = async (by = officer, kind = 'invoice') =>
      (await ownSteps(app, by, kind, contract.id)).map((step) => step?.split('/').slice(-3).join('/'));
    expect(await steps()).toEqual([`${sent}/actions/accept`]);
    await contract.amended({ content: { payments: [{ no: 1, trigger: 'signing', share: 10_000 }] } });
    expect(await steps()).toEqual([`${sent}/actions/return`, `${accepted}/actions/void`]);
    expect([await steps(approver), await steps(parties.manager)]).toEqual([[], []]);
    const [, titled] = await ownTasks(app, officer, 'invoice', contract.id);
    expect(titled?.title).toContain(', with which nothing is owed any more: to be voided');
    expect((await money.onInvoice(sent, 'accept')).body.code).toBe('invoice_differs');
    await money.onInvoice(sent, 'return', { reason: '该期已取消' });
    await money.onInvoice(accepted, 'void', { reason: '该期已取消' });
    expect(await steps()).toEqual([]);
    const own = () => steps(parties.manager, 'invoice_returned');
    expect(await own()).toEqual([`${sent}/actions/withdraw`]);
    await money.onInvoice(sent, 'withdraw', { reason: '该期已取消' }, parties.manager);
    expect(await own()).toEqual([]);
  });

  it('money that did not arrive, or came back, is asked for anew at the step that its state has', async () => {
    const { contract } = await Accepting.begin(app, parties);
    const money = new Paying(app, contract);
    const { id } = await money.payment(1);
    const { officer, approver } = parties.bureau;
    const steps = (by = officer) => ownSteps(app, by, 'payment_retry', contract.id);
    const at = (step: string) => [`contracts/${contract.id}/payments/${id}/actions/${step}`];
    // Who sits in the agency as well has no hand in what it is paid.
    const tied = await makeTied(app, parties);
    await money.approved(1);
    await money.must(1, 'fail', { reason: '账号有误' });
    expect([await steps(), await steps(approver), await steps(parties.manager)]).toEqual([at('retry'), [], []]);
    const refused = await money.act(1, 'retry', { reason: '账号已更正' }, tied);
    expect([refused.body.code, await steps(tied)]).toEqual(['acts_with_interest', []]);
    await money.must(1, 'retry', { reason: '账号已更正' }, payers.both);
    expect(await steps()).toEqual([]);
    await money.must(1, 'approve', {}, approver);
    await money.must(1, 'pay', { account: ACCOUNT });
    await money.must(1, 'reverse', { reason: '银行退回' });
    expect([await steps(), await steps(approver), await steps(parties.manager)]).toEqual([at('reopen'), [], []]);
    expect(await steps(tied)).toEqual([]);
    await money.must(1, 'reopen', { reason: '重新支付' }, payers.both);
    expect(await steps()).toEqual([]);
  });

  describe('a round of acceptance after its opinions', () => {
    /** Ticked, heard and with its opinions in, of these members. */
    const heard = async (...members: object[]) => {
      const round = await Accepting.begin(app, parties);
      const recipient = await registered(app, parties, round.contract.id);
      await round.tick('met', 'met');
      if (members.length > 0) await round.name(...members);
      await round.must('itemise');
      await round.hear(recipient);
      await round.must('take-opinions');
      return round;
    };
    const steps = async ({ contract }: Accepting, by: TestAccount) => [
      ...(await ownTasks(app, by, 'acceptance_signature', contract.id)),
      ...(await ownTasks(app, by, 'acceptance_preparation', contract.id)),
      ...(await ownTasks(app, by, 'acceptance_conclusion', contract.id)),
    ];
    const anew = (round: Accepting) => [
      {
        title: expect.stringMatching(/^Acceptance to be prepared: Round 1, of which members are to be named anew/),
        action: { method: 'POST', href: `/api/v1/acceptances/${round.id}/actions/correct-items` },
      },
    ];
    const signed = (round: Accepting, title: RegExp) => [
      {
        title: expect.stringMatching(title),
        action: { method: 'POST', href: `/api/v1/acceptances/${round.id}/actions/sign` },
      },
    ];

    it('without members waits for whoever prepares it', async () => {
      const { officer, approver } = parties.bureau;
      const round = await heard();
      expect(await steps(round, officer)).toMatchObject(anew(round));
      expect([await steps(round, approver), await steps(round, parties.manager)]).toEqual([[], []]);
      await round.must('correct-items', { reason: '未确定验收小组成员' });
      await round.name({ user: officer.id, capacity: 'buyer' });
      await round.must('itemise');
      await round.must('take-opinions');
      expect(await steps(round, officer)).toMatchObject(signed(round, /^Acceptance to be signed: Round 1 \(/));
    });

    it('whose member signs on paper waits for whoever records the paper', async () => {
      const { officer, approver } = parties.bureau;
      const round = await heard({ user: officer.id, capacity: 'buyer' }, { name: '刘教授', capacity: 'expert' });
      const other = await makeUser(app, 'bureau_officer', parties.bureau.id);
      expect(await steps(round, officer)).toMatchObject(signed(round, /^Acceptance to be signed: Round 1 \(/));
      await round.must('sign');
      for (const by of [officer, other])
        expect(await steps(round, by)).toMatchObject(
          signed(round, /^Acceptance to be signed: Round 1, signed on paper/),
        );
      expect(await steps(round, approver)).toEqual([]);
      await round.must('sign', { member: 2, document: await upload(app, other) }, other);
      expect([await steps(round, officer), await steps(round, other)]).toEqual([[], []]);
      expect(await steps(round, approver)).toMatchObject([{ kind: 'acceptance_conclusion' }]);
    });

    it('whose member has left, or may not sign, waits for whoever prepares it', async () => {
      const { officer, approver, id } = parties.bureau;
      const leaver = await makeUser(app, 'bureau_officer', id);
      const members = [
        { user: officer.id, capacity: 'buyer' },
        { user: leaver.id, capacity: 'buyer' },
      ];
      const round = await heard(...members);
      expect(await steps(round, leaver)).toMatchObject(signed(round, /^Acceptance to be signed/));
      const users = userDesk(app, await makeAccount(app, { role: 'admin', organisation: null }), id);
      await users.act(await users.read(leaver.id), 'disable').expect(200);
      expect(await steps(round, officer)).toMatchObject(anew(round));

      const unable = await heard({ user: approver.id, capacity: 'buyer' });
      expect((await unable.act('sign', {}, approver)).status).toBe(403);
      expect([await steps(unable, approver), await steps(unable, parties.manager)]).toEqual([[], []]);
      expect(await steps(unable, officer)).toMatchObject(anew(unable));
    });
  });
});
