import { Contracting, makeParties } from '../../support/contracts.js';
import type { Bureau } from '../../support/drafts.js';
import type { Root, Story, World } from './story.js';

const ACCOUNT = '6222020000000000018';

/** The advance of a contract: invoiced by the agency, asked for, approved and paid by the buyer. */
export const payments: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const { bureau, agency, manager } = parties;
  const { id } = await Contracting.signed(app, parties);
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
  const invoiced = await contract.ask<Root>('submitInvoice', {
    as: manager.auth,
    path,
    body: { payment, number: '25442000000000000001', amount: first?.amount ?? '', issuedOn: '2026-01-05' },
  });
  await contract.ask('actOnInvoice', {
    as: bureau.officer.auth,
    path: { ...path, invoice: invoiced.body.id, action: 'accept' },
    headers: { 'If-Match': `"${invoiced.body.version}"` },
    body: {},
  });
  await contract.ask('listInvoices', { as: bureau.officer.auth, path });
  const asked = await contract.ask<Root>('actOnPayment', {
    as: bureau.officer.auth,
    path: { ...path, payment, action: 'request' },
    headers: { 'If-Match': `"${first?.version ?? 1}"` },
    body: {},
  });
  const approved = await contract.ask<Root>('actOnPayment', {
    as: bureau.approver.auth,
    path: { ...path, payment, action: 'approve' },
    headers: { 'If-Match': `"${asked.body.version}"` },
    body: {},
  });
  await contract.ask('payInstalment', {
    as: bureau.officer.auth,
    path: { ...path, payment },
    headers: { 'If-Match': `"${approved.body.version}"`, 'Idempotency-Key': 'pay-1' },
    body: { account: ACCOUNT, reference: '支付令 2026-0001' },
  });
  await extended(contract, bureau);
};

/** The project is late: the money may be used for longer. */
async function extended(contract: World['contract'], { programme, officer, finance }: Bureau): Promise<void> {
  const made = await contract.app.http
    .post(`/api/v1/programmes/${programme}/budget-lines`)
    .set(officer.auth)
    .send({ name: '社区养老服务', amount: '200000.00', sourceOfFunds: '省级福彩公益金', useBy: '2026-05-31' });
  const path = { id: programme, line: (made.body as Root).id };
  const asked = await contract.ask<Root>('requestBudgetExtension', {
    as: officer.auth,
    path,
    body: { until: '2026-12-31', reason: '服务期延长至年底' },
  });
  await contract.ask('grantBudgetExtension', {
    as: finance.auth,
    path: { ...path, extension: asked.body.id },
    headers: { 'If-Match': `"${asked.body.version}"` },
    body: {},
  });
  await contract.ask('listBudgetExtensions', { as: officer.auth, path });
}
