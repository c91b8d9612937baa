import { Contracting, makeParties, type Parties } from '../../support/contracts.js';
import type { Bureau } from '../../support/drafts.js';
import { actor, type Root, type Story, type World } from './story.js';

const ACCOUNT = '6222020000000000018';
type Auth = { Authorization: string };

/** The advance of a contract: invoiced by the agency, requested, approved and paid by the buyer, with what may go wrong. */
export const payments: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const { bureau, agency, manager } = parties;
  const agreement = await Contracting.signed(app, parties);
  const { id } = agreement;
  const path = { id };
  const versionOf = async (organisation: string): Promise<Record<string, string>> => {
    const read = await app.http.get(`/api/v1/organisations/${organisation}`).set(manager.auth);
    return { 'If-Match': read.headers.etag ?? '' };
  };
  await contract.ask('statePayeeAccount', {
    as: manager.auth,
    path: { id: agency },
    headers: await versionOf(agency),
    body: { account: ACCOUNT, holder: '示例社工服务中心', bank: '示例银行示例支行' },
  });
  await contract.ask('getPayeeAccount', { as: bureau.officer.auth, path: { id: agency } });
  await contract.ask('setApprovalLevels', {
    as: bureau.approver.auth,
    path: { id: bureau.id },
    headers: await versionOf(bureau.id),
    body: { levels: [] },
  });
  await contract.ask('getApprovalLevels', { as: bureau.approver.auth, path: { id: bureau.id } });
  const listed = await contract.ask<{ items: (Root & { amount: string })[] }>('listPayments', {
    as: manager.auth,
    path,
  });
  const [first] = listed.body.items;
  const payment = first?.id ?? '';
  const number = '25442000000000000001';
  const submitted = (no: string) =>
    contract.ask<Root>('submitInvoice', {
      as: manager.auth,
      path,
      body: { payment, number: no, amount: first?.amount ?? '', issuedOn: '2026-01-05' },
    });
  const judge = (operation: string, { body }: { body: Root }, by: Auth, given: Record<string, string> = {}) =>
    contract.ask<Root>(operation, {
      as: by,
      path: { ...path, invoice: body.id },
      headers: { 'If-Match': `"${body.version}"` },
      body: given,
    });
  const [officer, approver] = [bureau.officer.auth, bureau.approver.auth];
  const mistaken = await submitted(number);
  const returned = await judge('returnInvoice', mistaken, officer, {
    reason: '购买方名称有误',
    ground: 'invoice_wrong',
  });
  await judge('withdrawInvoice', returned, manager.auth, { reason: '已重新开具' });
  const second = await judge('returnInvoice', await submitted(number), officer, { reason: '请补充附件' });
  const again = await judge('resubmitInvoice', second, manager.auth, { number: '25442000000000000002' });
  const accepted = await judge('acceptInvoice', again, officer);
  await judge('voidInvoice', accepted, officer, { reason: '发票已红冲', ground: 'invoice_wrong' });
  await judge('acceptInvoice', await submitted('25442000000000000003'), officer);
  await contract.ask('listInvoices', { as: officer, path });
  await contract.ask('getInvoice', { as: officer, path: { ...path, invoice: accepted.body.id } });
  const pay = async (operation: string, by: Auth, version: number, given: Record<string, string> = {}) => {
    const { body } = await contract.ask<Root>(operation, {
      as: by,
      path: { ...path, payment },
      headers: {
        'If-Match': `"${version}"`,
        ...(operation === 'payInstalment' && { 'Idempotency-Key': `pay-${version}` }),
      },
      body: given,
    });
    return body.version;
  };
  const went = { account: ACCOUNT, reference: '支付令 2026-0001' };
  let version = await pay('requestPayment', officer, first?.version ?? 1);
  version = await pay('withdrawPaymentRequest', officer, version, { reason: '金额待核对', ground: 'amount_wrong' });
  version = await pay('requestPayment', officer, version);
  version = await pay('refusePayment', approver, version, { reason: '请附验收材料', ground: 'condition_not_met' });
  version = await pay('requestPayment', officer, version);
  version = await pay('approvePayment', approver, version);
  version = await pay('failPayment', officer, version, { reason: '收款账户冻结' });
  version = await pay('retryPayment', officer, version, { reason: '账户已恢复' });
  version = await pay('approvePayment', approver, version);
  version = await pay('payInstalment', officer, version, went);
  version = await pay('reversePayment', officer, version, { reason: '银行退回' });
  version = await pay('reopenPayment', officer, version, { reason: '账户信息已更正' });
  await pay('withdrawPaymentRequest', officer, version, { reason: '合同即将终止' });
  await agreement.must('start');
  await agreement.terminated('双方协商一致');
  const [, last] = listed.body.items;
  await contract.ask('cancelPayment', {
    as: approver,
    path: { ...path, payment: last?.id ?? '' },
    headers: { 'If-Match': `"${last?.version ?? 1}"` },
    body: { reason: '合同已终止' },
  });
  await extended(contract, bureau);
  await settled(contract, parties);
};

/** A contract that is paid by the visit: what a period came to. */
async function settled(contract: World['contract'], parties: Parties): Promise<void> {
  const { app } = contract;
  const price = {
    kind: 'units',
    items: [{ no: 1, unit: '人次', unitPrice: '35.00', quantity: 4000, measure: { of: 'visits' } }],
    deductions: [{ no: 1, text: '未按约定时间上门', amount: '50.00', most: '500.00' }],
  };
  const agreement = await Contracting.signed(
    app,
    parties,
    { price, payments: [], confirmDays: 10 },
    { window: { start: '2025-12-01', end: '2026-11-30' } },
  );
  await agreement.must('start');
  await app.http
    .post(`/api/v1/contracts/${agreement.id}/service-records`)
    .set(parties.manager.auth)
    .send({ servedOn: '2025-12-02', form: 'visit', minutes: 60, workers: { assistant: 1 }, participants: 12 })
    .expect(201);
  const path = { id: agreement.id };
  const [manager, officer] = [parties.manager.auth, parties.bureau.officer.auth];
  const propose = async () => {
    const { body } = await contract.ask<Root>('proposeSettlement', { as: manager, path, body: { to: '2025-12-03' } });
    return { id: body.id, ask: actor(contract, { ...path, settlement: body.id }, body.version) };
  };
  await (await propose()).ask('withdrawSettlement', manager, { reason: '记录尚未补齐' });
  await (await propose()).ask('returnSettlement', officer, { reason: '请补充签到记录', ground: 'amount_wrong' });
  const { id: settlement, ask } = await propose();
  await ask('confirmSettlement', officer, {
    items: [{ no: 1, accepted: 11, reason: '一人次未到场' }],
    deductions: [{ no: 1, times: 1 }],
  });
  await contract.ask('getSettlement', { as: officer, path: { ...path, settlement } });
  await contract.ask('listSettlements', { as: officer, path });
}

/** The project is late: the money may be used for longer. */
async function extended(contract: World['contract'], { programme, officer, finance }: Bureau): Promise<void> {
  const made = await contract.app.http
    .post(`/api/v1/programmes/${programme}/budget-lines`)
    .set(officer.auth)
    .send({ name: '社区养老服务', amount: '200000.00', sourceOfFunds: '省级福彩公益金', useBy: '2026-05-31' });
  const path = { id: programme, line: (made.body as Root).id };
  const ask = async (until: string) => {
    const body = { until, reason: '服务期延长至年底' };
    const asked = await contract.ask<Root>('requestBudgetExtension', { as: officer.auth, path, body });
    return actor(contract, { ...path, extension: asked.body.id }, asked.body.version);
  };
  const mistaken = await ask('2027-12-31');
  await mistaken('withdrawBudgetExtension', officer.auth, { reason: '日期误填' });
  const tooLong = await ask('2027-06-30');
  await tooLong('refuseBudgetExtension', finance.auth, { reason: '资金应在当年使用' });
  const granted = await ask('2026-12-31');
  await granted('grantBudgetExtension', finance.auth);
  await contract.ask('listBudgetExtensions', { as: officer.auth, path });
}
