import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting, registered } from '../support/acceptances.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeParties, type Parties } from '../support/contracts.js';
import { ACCOUNT, makePayers, Paying, stateAccount, type InvoiceBody, type Payers } from '../support/paying.js';

describe('what waits in the acceptance and the payment of a contract', () => {
  let app: TestApp;
  let parties: Parties;
  let payers: Payers;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
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
    expect([await of(approver), await of(parties.manager)]).toEqual([[], []]);
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
    expect((await round.conclude({ result: 'passed' })).status).toBe(200);
    expect([await of(officer), await of(approver)]).toEqual([[], []]);
  });
});
