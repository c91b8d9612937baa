import { makeBody, makeUser } from '../../support/accounts.js';
import { registered } from '../../support/acceptances.js';
import { renewalMoney } from '../../support/continuity.js';
import { Contracting, creditCode, makeParties } from '../../support/contracts.js';
import { actor, type Root, type Story } from './story.js';

/** A contract comes to its end: what follows, who takes the recipients, and the plan carried out. */
export const continuity: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const { officer, approver, line } = parties.bureau;
  const agreement = await Contracting.signed(app, parties);
  const { id } = await agreement.must('start');
  const recipient = await registered(app, parties, id);
  const agency = await makeBody(app, { name: '虚构榆园社工服务中心', kind: 'agency', creditCode: creditCode() });
  const manager = await makeUser(app, 'agency_manager', agency);
  const receiver = manager.auth;
  const item = {
    serviceLine: line,
    kind: 'hand_over',
    from: '2027-01-01',
    receiver: agency,
    handsOver: '服务档案、入户钥匙登记、应急呼叫设备',
  };
  const propose = async (items: object[]) => {
    const body = { items };
    const { body: made } = await contract.ask<Root>('proposeContinuityPlan', { as: officer.auth, path: { id }, body });
    const path = { id, plan: made.id };
    return { path, on: actor(contract, path, made.version) };
  };
  const first = await propose([{ ...item, handsOver: null }]);
  await first.on('withdrawContinuityPlan', officer.auth, { reason: '接收机构待定' });
  const plan = await propose([{ ...item, handsOver: null }]);
  await plan.on('reviseContinuityPlan', officer.auth, { reason: '列明移交物品', items: [item] });
  await plan.on('agreeContinuityPlan', approver.auth);
  const offer = async () => {
    const body = { serviceLine: line, receiver: agency, names: [{ recipient, consentOn: '2026-03-01' }] };
    const { body: made } = await contract.ask<Root>('offerHandover', { as: officer.auth, path: { id }, body });
    return { path: { id: made.id }, on: actor(contract, { id: made.id }, made.version) };
  };
  const mistaken = await offer();
  await mistaken.on('withdrawHandover', officer.auth, { reason: '移交清单有误' });
  const handed = await offer();
  const handover = handed.path;
  await contract.ask('listHandedRecipients', { as: receiver, path: handover });
  await handed.on('refuseHandover', receiver, { reason: '请补充入户钥匙登记' });
  await handed.on('reofferHandover', officer.auth, { reason: '已补充登记' });
  await handed.on('acknowledgeHandover', receiver);
  await contract.ask('getHandover', { as: receiver, path: handover });
  await contract.ask('listHandovers', { as: receiver });
  // Whoever takes them over serves them already, under a contract of its own.
  await Contracting.signed(
    app,
    { ...parties, agency, manager },
    {},
    { window: { start: '2026-02-01', end: '2027-01-31' } },
  );
  await plan.on('carryOutContinuityPlan', officer.auth);
  await contract.ask('getContinuityPlan', { as: officer.auth, path: plan.path });
  await contract.ask('listContinuityPlans', { as: parties.manager.auth, path: { id } });
};

const TERM = {
  years: 2,
  contentFixed: true,
  continuous: true,
  fundingStable: true,
  priceStable: true,
  budgetAssured: true,
};

/** A contract is renewed within the term that its documents announced, as its agreed plan says. */
export const renewal: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const { officer, approver, line } = parties.bureau;
  const agreement = await Contracting.signed(app, parties, { term: TERM });
  const { id } = await agreement.must('start');
  const { budgetLine } = await renewalMoney(app, parties, 2027, '180000.00');
  const item = { serviceLine: line, kind: 'renew', from: '2027-01-01', until: '2027-12-31', budgetLine };
  const proposed = await contract.ask<Root>('proposeContinuityPlan', {
    as: officer.auth,
    path: { id },
    body: { items: [item] },
  });
  await contract.ask('agreeContinuityPlan', {
    as: approver.auth,
    path: { id, plan: proposed.body.id },
    headers: { 'If-Match': proposed.etag },
    body: {},
  });
  const { version } = await agreement.read();
  const renewed = await contract.ask<{ renewedBy: string | null }>('renewContract', {
    as: officer.auth,
    path: { id },
    headers: { 'If-Match': `"${version}"` },
    body: {},
  });
  await contract.ask('getContract', { as: officer.auth, path: { id: renewed.body.renewedBy ?? '' } });
};
