import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, creditCode, makeParties, said, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Paying } from '../support/paying.js';

const NOW = '2025-12-22T09:00:00+08:00';

describe('an enterprise that declared its size when it signed', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    const made = await makeParties(app, NOW);
    const agency = await makeBody(app, { kind: 'enterprise', creditCode: creditCode('91') });
    parties = { ...made, agency, manager: await makeUser(app, 'agency_manager', agency) };
  });
  afterAll(() => app.close());
  const signed = (content: object) => Contracting.signed(app, parties, { supplierSize: 'small', ...content });

  it('is paid within sixty days at most: in what is signed and in what is amended', async () => {
    const draft = await Contracting.drafted(app, parties, { supplierSize: 'small', paymentDays: 61 });
    const sign = async () => draft.sign(parties.manager);
    expect(said(await sign())).toEqual([422, 'payment_term_too_long', 'PAY-SME-60D-CAP', ['/paymentDays']]);
    // One that declared to be large is paid as it was agreed.
    await draft.must('redraft', { reason: '更正', content: { paymentDays: 60 } });
    expect((await sign()).status).toBe(200);
    const large = await Contracting.drafted(app, parties, { supplierSize: 'large', paymentDays: 90 });
    expect((await large.sign(parties.manager)).status).toBe(200);
    const text = await app.http.get(`/api/v1/contracts/${draft.id}/text`).set(parties.manager.auth);
    expect(text.body.text).toContain('乙方在订立合同时告知其属于小型企业。\n付款期限为 60 日。');
  });

  it('nor by an amendment, by the rule in force on the day on which it is signed', async () => {
    const contract = await signed({ paymentDays: 30 });
    const longer = (days: number) => contract.propose({ content: { paymentDays: days } });
    expect((await longer(90)).body.code).toBe('payment_term_too_long');
    expect((await longer(45)).status).toBe(200);
    // Before either order: proposed, and signed by one side.
    await setBusinessTime(app, '2020-08-30T09:00:00+08:00');
    const amendment = (await longer(90)).body.here.amendments.at(-1);
    const sign = (by = parties.bureau.approver) =>
      contract.act('amend', { amendment: amendment.id, hash: amendment.hash }, by);
    expect((await sign(parties.manager)).status).toBe(200);
    const term = (rule: string) => [422, 'payment_term_too_long', rule, ['/paymentDays']];
    await setBusinessTime(app, '2025-06-01T09:00:00+08:00');
    expect(said(await sign())).toEqual(term('PAY-SME-60D-CAP'));
    // Order 728 has the same limit, from its first day to its last.
    for (const day of ['2025-05-31', '2020-09-01']) {
      await setBusinessTime(app, `${day}T09:00:00+08:00`);
      expect(said(await sign())).toEqual(term('PAY-SME-60D-CAP-2020'));
    }
    await setBusinessTime(app, '2020-08-31T09:00:00+08:00');
    expect((await sign()).status).toBe(200);
    await setBusinessTime(app, NOW);
  });

  it('does not wait for the payer’s own reasons', async () => {
    const money = new Paying(app, await signed({}));
    await money.invoiced(1);
    await money.must(1, 'request');
    const refuse = (more: object) => money.act(1, 'refuse', { reason: '负责人变更', ...more }, parties.bureau.approver);
    for (const more of [
      {},
      { ground: 'change_of_head' },
      { ground: 'internal_procedure' },
      { ground: 'audit_not_agreed' },
    ])
      expect(said(await refuse(more))).toEqual([422, 'reason_not_lawful', 'PAY-REASON-BAN', ['/ground']]);
    await setBusinessTime(app, '2025-05-31T09:00:00+08:00');
    expect(said(await refuse({}))).toEqual([422, 'reason_not_lawful', 'PAY-REASON-BAN-2020', ['/ground']]);
    await setBusinessTime(app, NOW);
    expect((await refuse({ ground: 'invoice_wrong' })).body.state).toBe('scheduled');
  });

  it('nor by another step: withdrawn, or with its invoice returned or voided', async () => {
    const money = new Paying(app, await signed({}));
    const why = { reason: '等新负责人签字' };
    const held = [422, 'reason_not_lawful', 'PAY-REASON-BAN', ['/ground']];
    const first = ((await money.invoice(1)).body as { id: string }).id;
    const onFirst = (ground?: string) => money.onInvoice(first, 'return', { ...why, ground });
    expect(said(await onFirst())).toEqual(held);
    expect(said(await onFirst('internal_procedure'))).toEqual(held);
    expect((await onFirst('invoice_wrong')).body.state).toBe('returned');
    const id = await money.invoiced(1);
    await money.must(1, 'request');
    const withdraw = (ground?: string) => money.act(1, 'withdraw', { ...why, ground });
    expect(said(await withdraw('change_of_head'))).toEqual(held);
    expect((await withdraw('amount_wrong')).body.state).toBe('scheduled');
    const dispose = (ground?: string) => money.onInvoice(id, 'void', { ...why, ground });
    expect(said(await dispose())).toEqual(held);
    expect((await dispose('invoice_wrong')).body.state).toBe('voided');
  });

  it('leaves a content without these words as it was: its hash is another only where something is said', async () => {
    const contract = await Contracting.drafted(app, parties);
    const plain = (await contract.read()).here.contentHash;
    const said = { supplierSize: 'micro', paymentDays: 20, acceptanceDays: 10, lateInterest: '按每日万分之三支付' };
    const more = await contract.must('redraft', { reason: '补充', content: said });
    expect(more.here.content).toMatchObject(said);
    expect(more.here.contentHash).not.toBe(plain);
    const nothing = { supplierSize: null, paymentDays: null, acceptanceDays: null, lateInterest: null };
    expect((await contract.must('redraft', { reason: '删除', content: nothing })).here.contentHash).toBe(plain);
  });
});
