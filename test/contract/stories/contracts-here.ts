import { SYSTEM } from '../../../src/kernel/access/principal.js';
import { Transactions } from '../../../src/kernel/database/transactions.js';
import type { Role } from '../../../src/people/accounts/roles.js';
import { createUser } from '../../../src/people/accounts/users/new-user.js';
import { checkCharacter } from '../../../src/kernel/identity/credit-code.js';
import type { Contract } from '../contract.js';
import { bearer, PASSWORDS, type Root, type Story } from './story.js';

type Auth = { Authorization: string };
interface Here extends Root {
  here: { contentHash: string; amendments: { id: string; hash: string }[] };
}

/** Somebody of a party who has signed in; how that is done is told elsewhere. */
async function person(contract: Contract, login: string, role: Role, organisation: string): Promise<Auth> {
  const { http, running } = contract.app;
  const made = running.app
    .get(Transactions)
    .run(SYSTEM, (tx) => createUser(tx, { login, name: login, seats: [{ organisation, role }] }));
  const { setupCode } = (await made).code;
  await http.post('/api/v1/auth/setup').send({ code: setupCode, password: PASSWORDS.first }).expect(200);
  const session = await http.post('/api/v1/auth/sessions').send({ login, password: PASSWORDS.first }).expect(201);
  return bearer((session.body as { accessToken: string }).accessToken);
}

/** The purchase that was recorded goes on here: its contract is drafted, signed by both, filed and amended. */
export const contractsHere: Story = async ({ contract, chain, as }) => {
  const { http, dataSource } = contract.app;
  for (const [body, first] of [
    [chain.buyer, '11990203MJ0000011'],
    [chain.agency, '52990203MJ0000012'],
  ] as const)
    await dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [
      body,
      `${first}${checkCharacter(first) ?? ''}`,
    ]);
  const approver = await person(contract, 'k.approver', 'bureau_approver', chain.buyer);
  const manager = await person(contract, 'k.manager', 'agency_manager', chain.agency);
  const found = await http.get('/api/v1/tenders?externalId=fiction:example-2026').set(as.officer).expect(200);
  const [{ id: tender } = { id: '' }] = (found.body as { items: { id: string }[] }).items;
  const known = await http.get(`/api/v1/tenders/${tender}`).set(as.officer).expect(200);
  const award = (known.body as { lots: { award: { id: string } }[] }).lots[0]?.award.id ?? '';

  const hidden = (body: Here): Here => {
    contract.stable.hide(body.here.contentHash, 'a'.repeat(64));
    for (const amendment of body.here.amendments) contract.stable.hide(amendment.hash, 'b'.repeat(64));
    return body;
  };
  // The content names the contract by its id, so its hash is another in each run.
  const draft = {
    award,
    number: '虚构-K-2026-001-1',
    standards: [{ no: 1, text: '上门服务', target: 9600, unit: '人次' }],
    payments: [
      { no: 1, trigger: 'signing', share: 3000 },
      { no: 2, trigger: 'acceptance', share: 7000 },
    ],
    performanceBond: 500,
    team: [{ name: '虚构社工甲', role: '社会工作者' }],
  };
  const before = { contentHash: 'a'.repeat(64), deadlines: [] };
  const written = { ...before, signedOn: '2025-12-08' };
  const made = await contract.ask<Here>('draftContract', { as: as.officer, body: draft, written: before });
  const path = { id: made.body.id };
  const { contentHash } = hidden(made.body).here;
  await contract.ask('getContractText', { as: manager, path });
  await contract.ask('getContractText', { as: manager, path, accept: 'text/plain' });
  const first = await contract.ask<Here>('signContract', {
    as: manager,
    path,
    headers: { 'If-Match': made.etag, 'Idempotency-Key': 'sign-k-2026-001-agency' },
    body: { hash: contentHash },
    written: before,
  });
  const signed = await contract.ask<Here>('signContract', {
    as: approver,
    path,
    headers: { 'If-Match': first.etag, 'Idempotency-Key': 'sign-k-2026-001-buyer' },
    body: { hash: contentHash },
  });
  const filed = await contract.ask<Here>('fileContract', {
    as: as.officer,
    path,
    headers: { 'If-Match': signed.etag },
    body: { reference: '虚构-备-2026-001' },
    written: { ...written, filedOn: '2025-12-10' },
  });
  // Hidden before it is noted: the hash of an amendment is new in each run.
  const proposed = await contract.ask<Here>('proposeAmendment', {
    as: as.officer,
    path,
    headers: { 'If-Match': filed.etag },
    body: {
      reasonCode: 'supplement',
      reason: '服务对象增加',
      supplement: '20000.00',
      content: { standards: [{ no: 1, text: '上门服务', target: 10_000, unit: '人次' }] },
    },
    written: { ...written, filedOn: '2025-12-10', hash: 'b'.repeat(64) },
  });
  const [amendment] = hidden(proposed.body).here.amendments;
  await contract.ask('signAmendment', {
    as: manager,
    path,
    headers: { 'If-Match': proposed.etag, 'Idempotency-Key': 'amend-k-2026-001-agency' },
    body: { amendment: amendment?.id, hash: amendment?.hash },
    written: { ...written, filedOn: '2025-12-10' },
  });
};
