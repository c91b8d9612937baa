import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inboxes } from '../../src/desk/notifications/inboxes.service.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { makeAccount, makeBody, makeUser, PASSWORD, signIn, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendDue } from '../support/deliveries.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { ownTasks } from '../support/own-tasks.js';

const LISTED = '127.0.0.9';
const MAILBOX = '/api/v1/me/mail-address';

interface Endpoint {
  id: string;
  version: number;
  apiKey: string;
}
interface Told {
  kind: string;
  title: string;
  task: string;
  tender: string | null;
  action: { method: string; href: string } | null;
  endedAt: string | null;
}

let app: TestApp;
let mailServer: MailServer;
let receiver: Server;
/** What the receiver answers. */
let status = 204;
let bureau: string;
let holder: TestAccount;
let integrator: TestAccount;
let officer: TestAccount;
beforeAll(async () => {
  mailServer = await startMailServer();
  receiver = createServer((request, response) => request.resume().on('end', () => response.writeHead(status).end()));
  await new Promise<void>((listening) => receiver.listen(0, LISTED, listening));
  app = await startTestApp({
    env: { WEBHOOK_ALLOWED_NETWORKS: `${LISTED}/32`, MAIL_URL: mailServer.url, MAIL_FROM: 'desk@throughline.example' },
  });
  bureau = await makeBody(app, { name: 'K区民政局' });
  [holder, integrator, officer] = [
    await makeUser(app, 'bureau_officer', bureau),
    await makeUser(app, 'integrator', bureau),
    await makeUser(app, 'bureau_officer', bureau),
  ];
  for (const by of [holder, integrator, officer]) await confirmMailbox(by);
});
afterAll(async () => {
  await app.close();
  await mailServer.close();
  await new Promise((closed) => receiver.close(closed));
});

const addressOf = ({ login }: TestAccount): string => `${login}@bureau.example`;
const post = (by: TestAccount, path: string, body: object = {}) =>
  app.http.post(`/api/v1/${path}`).set(by.auth).send(body);
async function confirmMailbox(by: TestAccount): Promise<void> {
  await app.http
    .put(MAILBOX)
    .set(by.auth)
    .send({ address: addressOf(by) })
    .expect(200);
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(mailServer.mails.at(-1)?.text ?? '')?.[0] ?? '';
  await post(by, 'me/mail-address/confirm', { code }).expect(200);
  await app.http.put('/api/v1/me/inbox').set(by.auth).send({ muted: [], mail: 'at_once', lang: 'en' }).expect(200);
}
async function makeEndpoint(by: TestAccount): Promise<Endpoint> {
  const key = await post(by, 'api-keys', { name: '对接', scopes: ['changes.read'] }).expect(201);
  const url = `http://${LISTED}:${(receiver.address() as AddressInfo).port}/hooks`;
  const given = { name: '统一平台', url, kinds: ['tender'], apiKey: (key.body as Endpoint).id };
  return (await post(by, 'webhook-endpoints', given).expect(201)).body as Endpoint;
}
const act = (by: TestAccount, { id, version }: Endpoint, action: string) =>
  post(by, `webhook-endpoints/${id}/actions/${action}`).set('If-Match', `"${version}"`).expect(200);
/** An event of a body with its place in the feed, sent as often as it is due. */
async function happen(body = bureau): Promise<void> {
  const event = { aggregate: 'tender', id: randomUUID(), action: 'issue', tenants: [body] };
  await app.running.app.get(Transactions).run(SYSTEM, (tx) => tx.record(event));
  await app.dataSource.query(
    `UPDATE outbox o SET position = n.position FROM (
       SELECT id, (SELECT coalesce(max(position), 0) FROM outbox) + row_number() OVER (ORDER BY id) AS position
       FROM outbox WHERE position IS NULL) n WHERE n.id = o.id`,
  );
  for (let attempt = 0; attempt < 11; attempt++) {
    await app.dataSource.query(`UPDATE delivery SET next_attempt_at = clock_timestamp() WHERE state = 'pending'`);
    await app.dataSource.query(`UPDATE delivery_target SET rest_until = NULL`);
    await sendDue(app);
  }
}
async function tell(): Promise<void> {
  await app.dataSource.query(`UPDATE inbox SET next_look_at = clock_timestamp()`);
  await app.running.app.get(Inboxes).look();
  await sendDue(app);
}
/** What the inbox holds of one endpoint or mailbox, newest first. */
const told = async (by: TestAccount, id: string): Promise<Told[]> => {
  const { body } = await app.http
    .get('/api/v1/me/notifications?limit=200')
    .set({ ...by.auth, 'Accept-Language': 'en' })
    .expect(200);
  return (body as { items: Told[] }).items.filter(({ task }) => task === id);
};
const tasks = async (by: TestAccount, { id }: Endpoint) =>
  (await ownTasks(app, by, 'endpoint_failed', id)).map(({ title, action }) => [title, action?.href]);
const mailsTo = (by: TestAccount) => mailServer.mails.filter(({ to }) => to[0]?.address === addressOf(by));
const failedMails = (by: TestAccount) => mailsTo(by).filter(({ text }) => text?.includes('Webhook endpoint'));

const GIVEN_UP = 'Webhook endpoint to be mended: deliveries were given up (统一平台)';
const ENDED = 'Webhook endpoint to be mended: its key or account ended (统一平台)';
const REVIVED =
  'Webhook endpoint to be mended: its account acts again, and nothing is sent before it is asked for (统一平台)';
const stepOf = ({ id }: Endpoint, action: string): string => `/api/v1/webhook-endpoints/${id}/actions/${action}`;

describe('an endpoint to which deliveries were given up', () => {
  it.each([
    ['after ten attempts', 503],
    ['because it is gone', 410],
  ])('%s is told its holder and integrators once, and waits until they are sent again', async (_, answer) => {
    const endpoint = await makeEndpoint(holder);
    await happen();
    await tell();
    expect([await tasks(holder, endpoint), await told(holder, endpoint.id)]).toEqual([[], []]);
    status = answer;
    mailServer.mails.length = 0;
    await happen();
    await tell();
    await happen();
    await tell();
    const step = stepOf(endpoint, 'retry');
    for (const by of [holder, integrator]) {
      expect(await tasks(by, endpoint)).toEqual([[GIVEN_UP, step]]);
      expect(await told(by, endpoint.id)).toMatchObject([
        {
          ...{ kind: 'endpoint_failed', title: 'Webhook endpoint to be mended', tender: null, endedAt: null },
          action: { method: 'POST', href: step },
        },
      ]);
      expect(failedMails(by)).toHaveLength(1);
      expect(failedMails(by)[0]?.text).not.toContain('统一平台');
    }
    expect([await tasks(officer, endpoint), await told(officer, endpoint.id), failedMails(officer)]).toEqual([
      ...[[], [], []],
    ]);
    // That it works again brings nobody what was given up.
    status = 204;
    await happen();
    expect(await tasks(holder, endpoint)).toEqual([[GIVEN_UP, step]]);
    await act(integrator, endpoint, 'retry');
    await sendDue(app);
    await tell();
    expect([await tasks(holder, endpoint), await tasks(integrator, endpoint)]).toEqual([[], []]);
    expect(await told(holder, endpoint.id)).toMatchObject([{ endedAt: expect.any(String) }]);
    status = answer;
    await happen();
    await tell();
    expect(await told(holder, endpoint.id)).toMatchObject([{ endedAt: null }, { endedAt: expect.any(String) }]);
    status = 204;
    await act(holder, { ...endpoint, version: endpoint.version + 1 }, 'end');
  });

  it('waits for nobody where its key may not see what was given up', async () => {
    const endpoint = await makeEndpoint(holder);
    await happen();
    await app.dataSource.query(
      `UPDATE delivery SET state = 'dead', error = 'not_to_be_seen', finished_at = clock_timestamp() WHERE target_id = $1`,
      [endpoint.id],
    );
    expect(await tasks(holder, endpoint)).toEqual([]);
  });

  it('waits for the manager of a body and the holder of its key, and for nobody of another body', async () => {
    const agency = await makeBody(app, { kind: 'agency' });
    const [maker, manager, stranger] = [
      await makeUser(app, 'agency_manager', agency),
      await makeUser(app, 'agency_manager', agency),
      await makeUser(app, 'integrator', await makeBody(app)),
    ];
    const endpoint = await makeEndpoint(maker);
    status = 410;
    await happen(agency);
    status = 204;
    const waits = [[GIVEN_UP, stepOf(endpoint, 'retry')]];
    expect([await tasks(maker, endpoint), await tasks(manager, endpoint)]).toEqual([waits, waits]);
    expect([await tasks(stranger, endpoint), await tasks(integrator, endpoint)]).toEqual([[], []]);
  });

  it('waits for everybody who may act on it once the holder of its key has left, until it is ended', async () => {
    const other = await makeBody(app);
    const [leaver, stays] = [
      await makeUser(app, 'bureau_officer', other),
      await makeUser(app, 'bureau_approver', other),
    ];
    const endpoint = await makeEndpoint(leaver);
    await app.dataSource.query(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [leaver.id]);
    expect(await tasks(stays, endpoint)).toEqual([]);
    await happen(other);
    expect(await tasks(stays, endpoint)).toEqual([[ENDED, stepOf(endpoint, 'end')]]);
    await act(stays, endpoint, 'end');
    expect(await tasks(stays, endpoint)).toEqual([]);
  });

  it('waits for everybody who may act on it once the holder of its key keeps a seat that may not', async () => {
    const other = await makeBody(app);
    const [moved, stays, admin] = [
      await makeUser(app, 'bureau_officer', other),
      await makeUser(app, 'bureau_approver', other),
      await makeAccount(app, { role: 'admin', organisation: null }),
    ];
    const endpoint = await makeEndpoint(moved);
    status = 410;
    await happen(other);
    expect([(await tasks(moved, endpoint)).length, await tasks(stays, endpoint)]).toEqual([1, []]);
    const seats = [{ organisation: other, role: 'panel_member' }];
    const put = app.http.put(`/api/v1/users/${moved.id}/seats`).set(admin.auth).set('If-Match', '"1"');
    const changed = await put.send({ seats });
    expect([changed.status, changed.text]).toEqual([200, changed.text]);
    await happen(other);
    status = 204;
    expect([(await tasks(moved, endpoint)).length, (await tasks(stays, endpoint)).length]).toEqual([0, 1]);
    await act(stays, endpoint, 'end');
    expect(await tasks(stays, endpoint)).toEqual([]);
  });

  it('whose key was revoked waits to be ended by those who look after it', async () => {
    const endpoint = await makeEndpoint(holder);
    await post(holder, `api-keys/${endpoint.apiKey}/actions/revoke`).set('If-Match', '"1"').expect(200);
    await happen();
    const waits = [[ENDED, stepOf(endpoint, 'end')]];
    expect([await tasks(holder, endpoint), await tasks(integrator, endpoint)]).toEqual([waits, waits]);
    expect(await tasks(officer, endpoint)).toEqual([]);
    await act(integrator, endpoint, 'end');
    expect(await tasks(holder, endpoint)).toEqual([]);
  });
});

describe('an endpoint whose account was disabled and acts again', () => {
  it('waits for what it missed to be sent, and is told again from then on', async () => {
    const other = await makeBody(app);
    const [by, colleague] = [await makeUser(app, 'integrator', other), await makeUser(app, 'integrator', other)];
    const admin = await makeAccount(app, { role: 'admin', organisation: null });
    const endpoint = await makeEndpoint(by);
    const step = async (action: string, version: number) =>
      (
        await post(admin, `users/${by.id}/actions/${action}`, { reason: '误操作' })
          .set('If-Match', `"${version}"`)
          .expect(200)
      ).body as { version: number };
    const { version } = await step('disable', 1);
    await happen(other);
    expect(await tasks(colleague, endpoint)).toEqual([[ENDED, stepOf(endpoint, 'end')]]);
    await step('enable', version);
    await happen(other);
    const again = { ...by, ...(await signIn(app, by.login, PASSWORD)) };
    const waits = [[REVIVED, stepOf(endpoint, 'replay')]];
    expect([await tasks(again, endpoint), await tasks(colleague, endpoint)]).toEqual([waits, waits]);
    await act(again, endpoint, 'replay');
    await happen(other);
    expect([await tasks(again, endpoint), await tasks(colleague, endpoint)]).toEqual([[], []]);
    const { body } = await app.http
      .get(`/api/v1/webhook-endpoints/${endpoint.id}/deliveries`)
      .set(again.auth)
      .expect(200);
    expect((body as { items: { state: string }[] }).items.map(({ state }) => state)).toEqual([
      'delivered',
      'delivered',
      'delivered',
    ]);
  });
});

describe('a mailbox that its server refuses for good', () => {
  it('is told its holder alone, in the inbox, until another one is given', async () => {
    const by = await makeUser(app, 'integrator', bureau);
    await confirmMailbox(by);
    const endpoint = await makeEndpoint(by);
    status = 410;
    await happen();
    status = 204;
    mailServer.mails.length = 0;
    mailServer.refusals.set(addressOf(by), { code: 550, text: 'no such user' });
    await tell();
    await tell();
    const waits = { kind: 'mailbox_refused', task: by.id, tender: null, endedAt: null };
    expect(await told(by, by.id)).toMatchObject([{ ...waits, action: { method: 'PUT', href: MAILBOX } }]);
    expect(await ownTasks(app, by, 'mailbox_refused')).toMatchObject([
      {
        ...{ id: by.id, title: 'Mailbox refused by its mail server, to be given anew', dueOn: null },
        action: { method: 'PUT', href: MAILBOX },
      },
    ]);
    expect(await ownTasks(app, integrator, 'mailbox_refused')).toEqual([]);
    expect(mailsTo(by)).toEqual([]);
    await app.dataSource.query(
      `UPDATE mail_address SET asked_at = asked_at - interval '2 minutes' WHERE user_id = $1`,
      [by.id],
    );
    await confirmMailbox(by);
    await tell();
    expect(await ownTasks(app, by, 'mailbox_refused')).toEqual([]);
    expect(await told(by, by.id)).toMatchObject([{ endedAt: expect.any(String) }]);
    // What was not mailed goes to the mailbox that works.
    expect(failedMails(by)).toHaveLength(1);
    expect(failedMails(by)[0]?.text).not.toContain('Mailbox refused');
    await act(by, endpoint, 'end');
  });
});
