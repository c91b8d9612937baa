import { makeUser } from '../../support/accounts.js';
import { registered, upload, type AcceptanceBody } from '../../support/acceptances.js';
import { Contracting, makeParties } from '../../support/contracts.js';
import { BUSINESS_START } from '../stable.js';
import type { Story } from './story.js';

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
  let etag = made.etag;
  const step = async (operation: string, more: object, by = as): Promise<void> => {
    const answer = await contract.ask(operation, { as: by, path, headers: { 'If-Match': etag }, ...more });
    ({ etag } = answer);
  };
  const act = (action: string, body: object = {}, by = as) =>
    step('actOnAcceptance', { path: { ...path, action }, body }, by);
  await step('tickStandards', {
    body: {
      items: [
        { no: 1, result: 'met', measured: '9720', documents: [shown] },
        { no: 2, result: 'met', measured: '93.5', documents: [shown], note: '随机电话回访 200 人' },
      ],
    },
  });
  await step('nameAcceptanceMembers', { body: { members: [{ user: expert.id, capacity: 'buyer' }] } });
  await act('itemise');
  await step('recordRecipientOpinions', {
    body: {
      form: 'meeting',
      heldOn: BUSINESS_START.slice(0, 10),
      documents: [sheet],
      voices: [{ recipient, verdict: 'satisfied' }],
    },
  });
  await act('take-opinions');
  await act('sign', {}, expert.auth);
  await act('conclude', { result: 'passed' }, approver.auth);
  await act('publish', { url: 'https://www.example.org/yanshou/2026-1' });
  await contract.ask('getAcceptance', { path });
  await contract.ask('listAcceptances', { as, path: { id } });
};
