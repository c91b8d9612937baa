import { makeUser } from '../../support/accounts.js';
import { registered, upload, type AcceptanceBody } from '../../support/acceptances.js';
import { Contracting, makeParties } from '../../support/contracts.js';
import { BUSINESS_START } from '../stable.js';
import { actor, type Story } from './story.js';

/** What was delivered is held against what was agreed, its recipients are heard, and somebody else concludes. */
export const acceptances: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const { id } = await Contracting.signed(app, parties);
  await app.dataSource.query(`UPDATE contract SET state = 'active' WHERE id = $1`, [id]);
  const recipient = await registered(app, parties, id);
  await app.dataSource.query(`UPDATE contract SET state = 'delivered' WHERE id = $1`, [id]);
  const { officer, approver } = parties.bureau;
  const as = officer.auth;
  const expert = await makeUser(app, 'bureau_officer', parties.bureau.id);
  const shown = await upload(app, officer);
  const sheet = await upload(app, officer);

  const made = await contract.ask<AcceptanceBody>('openAcceptance', { as, path: { id }, body: {} });
  const path = { id: made.body.id };
  const step = actor(contract, path, made.body.version);
  await step('tickStandards', as, {
    items: [
      { no: 1, result: 'met', measured: '9720', documents: [shown] },
      { no: 2, result: 'met', measured: '93.5', documents: [shown], note: '随机电话回访 200 人' },
    ],
  });
  await step('nameAcceptanceMembers', as, { members: [{ user: expert.id, capacity: 'buyer' }] });
  await step('itemiseAcceptance', as);
  await step('recordRecipientOpinions', as, {
    form: 'meeting',
    heldOn: BUSINESS_START.slice(0, 10),
    documents: [sheet],
    voices: [{ recipient, verdict: 'satisfied' }],
  });
  await step('takeOpinions', as);
  await step('returnAcceptance', approver.auth, { reason: '第 2 项佐证不足' });
  await step('correctAcceptanceItems', as, { reason: '补充回访记录' });
  await step('inviteOpinions', as, { until: BUSINESS_START.slice(0, 10) });
  // The day passes.
  await app.dataSource.query(`UPDATE acceptance SET opinions_until = opinions_until - 1 WHERE id = $1`, [made.body.id]);
  await step('itemiseAcceptance', as);
  await step('takeOpinions', as);
  await step('signAcceptance', expert.auth);
  await step('concludeAcceptance', approver.auth, { result: 'passed' });
  await step('publishAcceptance', as, { url: 'https://www.example.org/yanshou/2026-1' });
  await contract.ask('getAcceptance', { path });
  await contract.ask('listAcceptances', { as, path: { id } });
};
