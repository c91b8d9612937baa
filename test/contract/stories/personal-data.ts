import { makeBody, makeUser } from '../../support/accounts.js';
import { creditCode } from '../../support/contracts.js';
import { given, Recorder } from '../../support/purchases.js';
import type { Root, Story } from './story.js';

/** Somebody asks what is kept about a worker, for a copy and for its erasure; what a purchase keeps is blocked. */
export const personalData: Story = async ({ contract }) => {
  await contract.ask('getPersonalDataRegister', {});
  const { app } = contract;
  const name = '虚构暖阳社会工作服务中心';
  const agency = await makeBody(app, { kind: 'agency', name, creditCode: creditCode('52') });
  const manager = await makeUser(app, 'agency_manager', agency);
  const second = await makeUser(app, 'agency_manager', agency);
  const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
  const ask = async (operation: string, wants: string, kind: string, id: string) =>
    (await contract.ask<Root>(operation, { as: manager.auth, body: { wants, kind, id } })).body;
  const act = (operation: string, request: Root, as: { Authorization: string }, body: object, written?: object) =>
    contract.ask<Root>(operation, {
      as,
      path: { id: request.id },
      headers: { 'If-Match': `"${request.version}"`, 'Idempotency-Key': `data-${operation}` },
      body: body as Record<string, unknown>,
      ...(written && { written: written as Record<string, unknown> }),
    });
  const workers = `/api/v1/organisations/${agency}/workers`;
  const made = await app.http
    .post(workers)
    .set(manager.auth)
    .send({ name: '虚构护理员乙', kind: 'assistant', since: '2025-09-01' });
  const worker = made.body as Root;
  const copied = await ask('askForPersonalData', 'copy', 'worker', worker.id);
  await act('givePersonalDataCopy', copied, manager.auth, { reason: '本人到场查阅' });
  await app.http
    .post(`${workers}/${worker.id}/actions/leave`)
    .set({ ...manager.auth, 'If-Match': '"1"' })
    .send({});
  const officer = await Recorder.of(app);
  const purchase = await officer.tender({ lots: [{ no: 1 }] });
  const window = { start: '2018-01-01', end: '2018-05-31' };
  await officer.facts(purchase.id, [given('contract', { supplier: { name }, amount: '100.00', window }, { lot: 1 })]);
  const asked = await ask('askForPersonalData', 'erasure', 'worker', worker.id);
  await contract.ask('listPersonalDataRequests', { as: second.auth, query: { state: 'erasure_asked', limit: '1' } });
  await contract.ask('getPersonalDataRequest', { as: second.auth, path: { id: asked.id } });
  const blocked = await act('blockPersonalData', asked, second.auth, { reason: '采购文件保存期未满' });
  await act('disclosePersonalData', blocked.body, supervisor.auth, { reason: '核查2018年度服务人员' });
  await app.dataSource.query(`UPDATE organisation SET contact_name = '虚构联系人' WHERE id = $1`, [agency]);
  const contact = await ask('askForPersonalData', 'erasure', 'contact', agency);
  await act('erasePersonalData', contact, second.auth, { ground: 'consent_withdrawn' });
  await app.dataSource.query(`UPDATE organisation SET contact_name = '虚构联系人' WHERE id = $1`, [agency]);
  const again = await ask('askForPersonalData', 'copy', 'contact', agency);
  await act('refusePersonalDataRequest', again, second.auth, { reason: '申请人并非联系人本人' });
};
