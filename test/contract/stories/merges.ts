import { makeBody, makeUser } from '../../support/accounts.js';
import { actor, type Root, type Story } from './story.js';

/** Two records of one body: said by one administrator, confirmed by another, parted again. */
export const merges: Story = async ({ contract, as }) => {
  const { app } = contract;
  const other = (await makeUser(app, 'admin')).auth;
  const record = await makeBody(app, { name: '【虚构】戊社工中心', kind: 'agency' });
  const into = await makeBody(app, { name: '【虚构】戊社会工作服务中心', kind: 'agency' });
  const path = { id: record };
  const propose = () =>
    contract.ask<Root>('proposeOrganisationMerge', {
      ...{ as: as.admin, path },
      body: { into, ground: '虚构：登记证书载明简称与全称为同一机构' },
    });
  const wrong = (await propose()).body;
  await actor(contract, { ...path, merge: wrong.id }, wrong.version)('withdrawOrganisationMerge', as.admin, {
    reason: '虚构：依据有误',
  });
  const made = (await propose()).body;
  const act = actor(contract, { ...path, merge: made.id }, made.version);
  await act('confirmOrganisationMerge', other, { reason: '虚构：与登记机关核对一致' });
  await contract.ask('listOrganisationMerges', { as: as.admin, path });
  await contract.ask('getOrganisationMerge', { as: as.admin, path: { ...path, merge: made.id } });
  await act('undoOrganisationMerge', as.admin, { reason: '虚构：后查明为两家机构' });
};
