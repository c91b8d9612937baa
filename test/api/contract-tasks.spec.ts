import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Paying, stateAccount, type InvoiceBody } from '../support/paying.js';
import { startContracting } from '../support/started.js';
import { readTitle } from '../support/task-titles.js';
import { readVersion } from '../support/version.js';

type Task = Parameters<typeof readTitle>[0] & {
  id: string;
  subject: { id: string };
  action: { href: string } | null;
};

describe('what agencies ask, and what came back, under a contract', () => {
  let app: TestApp;
  let parties: Parties;
  let strangers: TestAccount[];
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    expect((await stateAccount(app, parties)).status).toBe(200);
    strangers = [
      await makeUser(app, 'bureau_officer'),
      await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' })),
    ];
  });
  afterAll(() => app.close());

  const tasks = async (by: TestAccount, kind: string, contract: string): Promise<Task[]> => {
    const { body } = await app.http
      .get(`/api/v1/me/tasks?kind=${kind}&limit=200`)
      .set({ ...by.auth, 'Accept-Language': 'en' })
      .expect(200);
    return (body as { items: Task[] }).items.filter(({ subject }) => subject.id === contract);
  };
  /** One task of whoever it is for and of nobody else; its own address ends it. */
  const take = async (by: TestAccount, kind: string, title: string, contract: string, version: number, body = {}) => {
    for (const other of strangers) expect(await tasks(other, kind, contract)).toEqual([]);
    const [task, ...more] = await tasks(by, kind, contract);
    expect([task && readTitle(task), more]).toEqual([title, []]);
    const answer = await app.http
      .post(task?.action?.href ?? '')
      .set({ ...by.auth, 'If-Match': `"${version}"`, 'Idempotency-Key': crypto.randomUUID() })
      .send(body);
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
    expect(await tasks(by, kind, contract)).toEqual([]);
  };

  it('a change of the team and a subcontract wait for the buyer', async () => {
    const contract = await Contracting.signed(app, parties, { team: [{ name: '甲', role: '社工', licence: 'A-1' }] });
    const { id } = contract;
    const { officer } = parties.bureau;
    await contract.must('ask-team-change', { team: [{ name: '乙', role: '社工' }], reason: '离职' }, parties.manager);
    expect(await tasks(parties.manager, 'team_change', id)).toEqual([]);
    const version = () => readVersion(app, 'contract', id);
    await take(officer, 'team_change', 'Change of the team to be decided', id, await version());
    const subcontract = { to: '丙', work: '送餐', amount: '30000.00' };
    await contract.must('ask-subcontract', { subcontract, reason: '专业' }, parties.manager);
    await take(officer, 'subcontract', 'Subcontract to be decided', id, await version());
  });

  it('an invoice that came back waits for its agency, a payment that failed for the buyer', async () => {
    const contract = await Contracting.active(app, parties);
    const { officer, approver } = parties.bureau;
    const money = new Paying(app, contract);
    const invoice = (await money.invoice(1)).body as InvoiceBody & { number: string };
    const { id } = contract;
    await money.onInvoice(invoice.id, 'return', { reason: '抬头有误' });
    const [back] = await tasks(parties.manager, 'invoice_returned', id);
    expect(back && readTitle(back)).toMatch(/^Invoice returned, to be sent anew: \d+$/);
    expect(back?.action?.href).toBe(`/api/v1/contracts/${id}/invoices/${invoice.id}/actions/submit`);
    for (const by of [officer, ...strangers]) expect(await tasks(by, 'invoice_returned', id)).toEqual([]);
    await money.onInvoice(invoice.id, 'withdraw', { reason: '作废' }, parties.manager);
    expect(await tasks(parties.manager, 'invoice_returned', id)).toEqual([]);

    const anew = (await money.invoice(1)).body as InvoiceBody;
    expect(await tasks(officer, 'payment_request', id)).toEqual([]);
    await money.onInvoice(anew.id, 'accept');
    const payment = async () => readVersion(app, 'payment', (await money.payment(1)).id);
    await take(officer, 'payment_request', 'Payment to be asked for: Instalment 1', id, await payment());
    await money.must(1, 'approve', {}, approver);
    await money.must(1, 'fail', { reason: '账户冻结' });
    expect(await tasks(approver, 'payment_retry', id)).toEqual([]);
    const why = { reason: '账户已恢复' };
    const title = 'Payment that did not arrive, to be asked for anew: Instalment 1';
    await take(officer, 'payment_retry', title, id, await payment(), why);
  });
});
