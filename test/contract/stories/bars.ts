import { makeBody, makeUser } from '../../support/accounts.js';
import { actor, type Root, type Story } from './story.js';

/** Decisions that keep bodies from government procurement: recorded by one person, confirmed by another, revoked. */
export const bars: Story = async ({ contract, as }) => {
  const { app } = contract;
  const finance = (await makeUser(app, 'finance_authority')).auth;
  const agency = await makeBody(app, { name: '【虚构】丁社工服务中心', kind: 'agency' });
  const decision = {
    ...{ number: '虚构财监〔2025〕6号', authority: '虚构市财政局', decided: 'finance_authority' },
    until: '2027-10-31',
  };
  const path = { id: agency };
  const record = (from: string) =>
    contract.ask<Root>('recordOrganisationBar', { as: finance, path, body: { ...decision, from } });
  const wrong = (await record('2025-11-01')).body;
  await actor(contract, { ...path, bar: wrong.id }, wrong.version)('withdrawOrganisationBar', finance, {
    reason: '虚构：文号有误',
  });
  const made = (await record('2025-11-02')).body;
  const act = actor(contract, { ...path, bar: made.id }, made.version);
  await act('confirmOrganisationBar', as.admin, { reason: '虚构：与公告一致' });
  await contract.ask('listOrganisationBars', { as: finance, path });
  await contract.ask('getOrganisationBar', { as: finance, path: { ...path, bar: made.id } });
  await act('revokeOrganisationBar', as.admin, {
    ...{ number: '虚构复议决定〔2025〕1号', decidedOn: '2025-11-02' },
    reason: '虚构：行政复议撤销',
  });
};
