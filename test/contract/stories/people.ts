import { Inboxes } from '../../../src/desk/notifications/inboxes.service.js';
import { checkCharacter } from '../../../src/kernel/identity/credit-code.js';
import { pdf } from '../../support/files.js';
import { actor, bearer, PASSWORDS, type Root, type Story } from './story.js';

/** Of a body in an invented region; the last character is computed. */
const CODE = '52990203MJ0000001';
const OTHER_CODE = '52990203MJ0000002';

/** A claim code works half a year by the clock on the wall. */
const CLAIM_END = { claimExpiresAt: '2026-04-07T01:30:00.000Z' };

interface Tokens {
  accessToken: string;
  refreshToken: string;
}
type Coded = Root & { setupCode: string };

/** An administrator makes an officer of the chain's bureau, who sets a password and signs in. */
export const people: Story = async ({ contract, chain, as }) => {
  const made = await contract.ask<Coded>('createUser', {
    as: as.admin,
    body: {
      login: 'k.officer',
      name: '虚构K区经办人',
      seats: [{ organisation: chain.buyer, role: 'bureau_officer' }],
    },
  });
  const { id, setupCode } = made.body;
  await contract.ask('setUp', { body: { code: setupCode, password: PASSWORDS.first } });
  const first = await contract.ask<Tokens>('signIn', { body: { login: 'k.officer', password: PASSWORDS.first } });
  const renewed = await contract.ask<Tokens>('refresh', { body: { refreshToken: first.body.refreshToken } });
  as.officer = bearer(renewed.body.accessToken);
  await contract.ask('me', { as: as.officer });
  await contract.ask('changePassword', {
    as: as.officer,
    body: { currentPassword: PASSWORDS.first, newPassword: PASSWORDS.second },
  });
  await contract.ask<Tokens>('signIn', { body: { login: 'k.officer', password: PASSWORDS.second } });
  const other = await contract.ask<Tokens>('signIn', { body: { login: 'k.officer', password: PASSWORDS.second } });
  // The one before it was left open elsewhere.
  const shown = await contract.ask<{ items: { expiresAt: string }[] }>('listOwnSessions', {
    as: bearer(other.body.accessToken),
  });
  // A session lives thirty days by the clock on the wall.
  for (const { expiresAt } of shown.body.items) contract.stable.hide(expiresAt, '2025-11-08T01:30:00.000Z');
  contract.examples.delete('listOwnSessions');
  const own = await contract.ask<{ items: Root[] }>('listOwnSessions', { as: bearer(other.body.accessToken) });
  await contract.ask('endOwnSession', {
    as: bearer(other.body.accessToken),
    path: { id: own.body.items.at(-2)?.id ?? '' },
  });
  await contract.ask('signOut', { as: bearer(other.body.accessToken) });

  await contract.ask('listUsers', { as: as.admin, query: { organisation: chain.buyer, limit: '1' } });
  const read = await contract.ask<Root>('getUser', { as: as.admin, path: { id } });
  const changed = await contract.ask<Root>('changeUser', {
    as: as.admin,
    path: { id },
    headers: { 'If-Match': read.etag },
    body: { name: '虚构K区民政局经办人' },
  });
  // The code of this account is another administrator's to hold: of one body each holds one.
  const agent = await contract.ask<Root>('createUser', {
    as: as.secondAdmin,
    body: { login: 'k.agent', name: '虚构采购代理人', seats: [] },
  });
  const seated = await contract.ask<Root>('setSeats', {
    as: as.admin,
    path: { id: agent.body.id },
    headers: { 'If-Match': agent.etag },
    body: { seats: [{ organisation: chain.buyer, role: 'procurement_agent' }] },
  });
  const path = { id: agent.body.id };
  const disabled = await contract.ask<Root>('disableUser', {
    as: as.admin,
    path,
    headers: { 'If-Match': seated.etag },
    body: { reason: '委托期满' },
  });
  const enabled = await contract.ask<Root>('enableUser', {
    as: as.admin,
    path,
    headers: { 'If-Match': `"${disabled.body.version}"` },
    body: { reason: '续签委托' },
  });
  const reset = await contract.ask<Root & { requests: string[] }>('resetUser', {
    as: as.admin,
    path,
    headers: { 'If-Match': `"${enabled.body.version}"` },
    body: { reason: '忘记密码' },
  });
  await contract.ask('endUserSessions', {
    as: as.admin,
    path,
    headers: { 'If-Match': `"${reset.body.version}"` },
    body: { reason: '遗失电脑' },
  });
  if (changed.body.id !== id) throw new Error('another user was changed');

  // What one administrator asks is told to who sits there; a second one agrees, and the officer objects.
  const request = { id: reset.body.requests[0] ?? '' };
  await contract.ask('listAccountRequests', { as: as.officer, query: { state: 'asked', limit: '1' } });
  const waiting = await contract.ask<Root>('getAccountRequest', { as: as.officer, path: request });
  const agreed = await contract.ask<Root>('agreeToAccountRequest', {
    as: as.secondAdmin,
    path: request,
    headers: { 'If-Match': waiting.etag },
    body: { reason: '已核实本人' },
  });
  await contract.ask('refuseAccountRequest', {
    as: as.officer,
    path: request,
    headers: { 'If-Match': `"${agreed.body.version}"` },
    body: { reason: '本人并未申请' },
  });
};

/** What a body is known by, while people sit in it, is to be corrected. */
export const corrections: Story = async ({ contract, as, chain }) => {
  await contract.ask('askForCorrection', {
    as: as.admin,
    body: { organisation: chain.buyer, kind: 'street_office', ground: '虚构：机构改革，登记类型变更' },
  });
};

/** An agency asks for an account, an administrator confirms it. */
export const registrations: Story = async ({ contract, as }) => {
  const asked = await contract.ask<Root & { claimCode: string }>('register', {
    written: CLAIM_END,
    body: {
      agencyName: '虚构晨曦社会工作服务中心',
      creditCode: `${CODE}${checkCharacter(CODE)}`,
      region: '990203',
      contactName: '虚构联系人',
      phone: '010-00000000',
      login: 'chenxi',
    },
  });
  const path = { id: asked.body.id };
  await contract.ask('listRegistrations', { as: as.admin, query: { state: 'received', limit: '1' } });
  const read = await contract.ask('getRegistration', { as: as.admin, path });
  await contract.ask('confirmRegistration', {
    as: as.admin,
    path,
    headers: { 'If-Match': read.etag },
    body: {},
  });
  const { claimCode } = asked.body;
  await contract.ask('readOwnRegistration', { body: { claimCode }, written: CLAIM_END });
  await contract.ask('showOwnSetupCode', { body: { claimCode } });
  const muyun = {
    agencyName: '虚构暮云社会工作服务中心',
    creditCode: `${OTHER_CODE}${checkCharacter(OTHER_CODE)}`,
    region: '990203',
    contactName: '虚构联系人',
    phone: '010-00000001',
    login: 'muyun',
  };
  const other = await contract.ask<Root & { claimCode: string }>('register', { written: CLAIM_END, body: muyun });
  const decide = actor(contract, { id: other.body.id }, 1);
  await decide('askApplicant', as.admin, { reason: '请补充登记证书', documents: ['社会服务机构登记证书副本'] });
  const own = { claimCode: other.body.claimCode };
  const added = await contract.ask<{ documents: Root[] }>('addOwnRegistrationDocument', {
    written: CLAIM_END,
    file: { name: '登记证书.pdf', bytes: pdf('【虚构】登记证书'), fields: own },
  });
  const document = added.body.documents[0]?.id ?? '';
  await contract.ask('downloadOwnRegistrationDocument', { body: { ...own, document } });
  await contract.ask('downloadRegistrationDocument', { as: as.admin, path: { id: other.body.id, document } });
  await contract.ask('removeOwnRegistrationDocument', { written: CLAIM_END, body: { ...own, document } });
  await contract.ask('correctOwnRegistration', {
    written: CLAIM_END,
    body: { claimCode: other.body.claimCode, registration: { ...muyun, note: '登记证书另附' } },
  });
  await actor(contract, { id: other.body.id }, 5)('rejectRegistration', as.admin, { reason: '登记证书与名称不符' });
  const given = await contract.ask<{ claimCode: string }>('register', {
    written: CLAIM_END,
    body: { ...muyun, login: 'muyun.2' },
  });
  await contract.ask('withdrawOwnRegistration', { written: CLAIM_END, body: { claimCode: given.body.claimCode } });
};

/** A program of the bureau gets a key that may record and nothing else. */
export const keys: Story = async ({ contract, chain, as }) => {
  const made = await contract.ask<Root>('createApiKey', {
    as: as.officer,
    body: {
      name: '业务系统',
      organisation: chain.buyer,
      scopes: ['tender.read', 'tender.record', 'contract.record', 'changes.read'],
      // Twenty days ahead by the clock on the wall, by which keys end: written as twenty days ahead of the run.
      expiresAt: new Date(Date.now() + 20 * 86_400_000).toISOString(),
    },
  });
  const path = { id: made.body.id };
  await contract.ask('listApiKeys', { as: as.officer, query: { state: 'active', limit: '1' } });
  const read = await contract.ask('getApiKey', { as: as.officer, path });
  const rotated = await contract.ask<Root>('rotateApiKey', {
    as: as.officer,
    path,
    headers: { 'If-Match': read.etag },
    body: {},
  });
  const endpoint = await contract.ask<Root>('createWebhookEndpoint', {
    as: as.officer,
    body: { name: '业务系统', url: 'https://example.com/hooks', apiKey: made.body.id, kinds: ['tender'] },
  });
  const where = { id: endpoint.body.id };
  await contract.ask('listWebhookEndpoints', { as: as.officer, query: { state: 'active' } });
  await contract.ask('getWebhookEndpoint', { as: as.officer, path: where });
  const act = actor(contract, where, 1);
  await act('rotateWebhookSecret', as.officer, {});
  await act('testWebhookEndpoint', as.officer, {});
  await act('replayWebhookEvents', as.officer, { after: 0 });
  await act('retryWebhookDeliveries', as.officer, {});
  await act('disableWebhookEndpoint', as.officer, { reason: '系统停机' });
  await act('enableWebhookEndpoint', as.officer, {});
  // Its holder as well: by another key, or to another place.
  await act('takeOverWebhookEndpoint', as.officer, { apiKey: made.body.id, url: 'https://example.com/hooks' });
  const here = await contract.ask<Root>('getWebhookEndpoint', { as: as.officer, path: where });
  const moved = await contract.ask<Root>('changeWebhookEndpoint', {
    as: as.officer,
    path: where,
    headers: { 'If-Match': here.etag },
    body: { url: 'https://example.com/changes', kinds: ['tender', 'contract'] },
  });
  await contract.ask('listWebhookDeliveries', { as: as.officer, path: where, query: { state: 'pending' } });
  await contract.ask('endWebhookEndpoint', {
    as: as.officer,
    path: where,
    headers: { 'If-Match': moved.etag },
    body: { reason: '系统下线' },
  });
  await contract.ask('revokeApiKey', {
    as: as.officer,
    path,
    headers: { 'If-Match': `"${rotated.body.version}"` },
    body: { reason: '系统下线' },
  });
};

/** The officer is told of what begins to wait, reads it, and has enough of it. */
export const inboxes: Story = async ({ contract, as }) => {
  await contract.ask('openInbox', { as: as.officer, body: { muted: ['question'] } });
  await contract.ask('getInbox', { as: as.officer });
  await contract.app.running.app.get(Inboxes).look();
  const told = await contract.ask<{ items: { id: string }[] }>('myNotifications', {
    as: as.officer,
    query: { limit: '1' },
  });
  await contract.ask('readNotifications', { as: as.officer, body: { ids: told.body.items.map(({ id }) => id) } });
  await contract.ask('closeInbox', { as: as.officer });
};

/** The officer is told of what is published for children, and looks for it no more. */
export const savedSearches: Story = async ({ contract, as }) => {
  const saved = await contract.ask<{ id: string }>('saveSearch', {
    as: as.officer,
    body: {
      name: '儿童服务',
      filters: { q: '儿童', category: 'CHILD_PROTECTION', amountFrom: '100000', open: 'true' },
    },
  });
  await contract.ask('listSavedSearches', { as: as.officer });
  await contract.ask('endSavedSearch', { as: as.officer, path: { id: saved.body.id } });
};

/** The officer has a mailbox, shows that it is theirs, and has it no more. */
export const mailboxes: Story = async ({ contract, as, mails }) => {
  await contract.ask('setMailAddress', { as: as.officer, body: { address: 'k.officer@bureau.example' } });
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(mails.at(-1)?.text ?? '')?.[0] ?? '';
  contract.stable.hide(code, 'K7Q2M-V3X9T');
  await contract.ask('confirmMailAddress', { as: as.officer, body: { code } });
  await contract.ask('getMailAddress', { as: as.officer });
  await contract.ask('endMailAddress', { as: as.officer });
};

/** The officer makes an address for a calendar program, which reads it, and ends it. */
export const calendars: Story = async ({ contract, as }) => {
  const made = await contract.ask<{ address: string }>('makeCalendarKey', {
    as: as.officer,
    written: { address: '/api/v1/me/calendar.ics?key=tlc_Xq7b…' },
  });
  await contract.ask('getCalendarKey', { as: as.officer });
  const key = made.body.address.split('key=')[1] ?? '';
  contract.stable.hide(key, 'tlc_Xq7b…');
  await contract.ask('readCalendar', { query: { key, lang: 'zh' } });
  await contract.ask('endCalendarKey', { as: as.officer });
};
