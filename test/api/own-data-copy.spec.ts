import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Inboxes } from '../../src/desk/notifications/inboxes.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { enrol } from '../support/authenticator.js';
import { Drafting, makeBureau, startBusinessAt } from '../support/drafts.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';

const INSTANT = /^\d{4}-\d\d-\d\dT/;

let app: TestApp;
let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
  app = await startTestApp({
    env: {
      MAIL_URL: server.url,
      MAIL_FROM: '接续 <desk@throughline.example>',
      WEBHOOK_ALLOWED_NETWORKS: '127.0.0.9/32',
    },
  });
  await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
});
afterAll(async () => {
  await app.close();
  await server.close();
});

it('a copy of one’s own data says where mails go, which programs are told, what opens calendar and account, and what was told', async () => {
  const bureau = await makeBureau(app);
  const { approver: person } = bureau;
  const post = async (path: string, body: object = {}) =>
    (await app.http.post(`/api/v1/${path}`).set(person.auth).send(body)).body as { id: string; version: number };
  const copy = async () => {
    const request = await post('personal-data/requests', { wants: 'copy', kind: 'account', id: person.id });
    const { body } = await app.http
      .post(`/api/v1/personal-data/requests/${request.id}/actions/give-copy`)
      .set({ ...person.auth, 'If-Match': `"${request.version}"`, 'Idempotency-Key': randomUUID() })
      .send({})
      .expect(200);
    return (body as { copy: { values: object } }).copy.values;
  };
  expect(await copy()).toMatchObject({
    mailAddress: null,
    webhookEndpoints: [],
    calendarKeySince: null,
    secondFactorSince: null,
    notifications: [],
  });

  await app.http.put('/api/v1/me/mail-address').set(person.auth).send({ address: 'fictitious@bureau.example' });
  expect(await copy()).toMatchObject({ mailAddress: { address: 'f…@bureau.example', confirmedAt: null } });
  const [code] = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(server.mails.at(-1)?.text ?? '') ?? [];
  await post('me/mail-address/confirm', { code });
  await post('me/calendar-key');
  const key = await post('api-keys', { name: '对接', scopes: ['changes.read'] });
  const url = 'http://127.0.0.9:9/secret-path';
  await post('webhook-endpoints', { name: '虚构对接程序', url, apiKey: key.id });
  await enrol(app, person);
  await app.http.put('/api/v1/me/inbox').set(person.auth).send({ muted: [] }).expect(200);
  const draft = await Drafting.begin(app, bureau);
  await draft.must('post', 'actions/submit', {});
  await app.dataSource.query(`UPDATE inbox SET next_look_at = clock_timestamp()`);
  await app.running.app.get(Inboxes).look();

  const values = await copy();
  expect(values).toMatchObject({
    mailAddress: { address: 'f…@bureau.example', confirmedAt: expect.stringMatching(INSTANT) },
    webhookEndpoints: [
      { name: '虚构对接程序', organisation: bureau.id, state: 'active', since: expect.stringMatching(INSTANT) },
    ],
    calendarKeySince: expect.stringMatching(INSTANT),
    secondFactorSince: expect.stringMatching(INSTANT),
    notifications: [
      { kind: 'tender_approval', task: draft.id, createdAt: expect.stringMatching(INSTANT), readAt: null },
    ],
  });
  // Neither the whole mailbox nor any secret stands in it.
  expect(JSON.stringify(values)).not.toMatch(/fictitious|secret-path/);
});
