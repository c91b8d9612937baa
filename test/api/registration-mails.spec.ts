import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser, PASSWORD, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { filing, Registrations } from '../support/registrations.js';
import { sendDue } from '../support/deliveries.js';

const CODE = /(\w{5}-){3}\w{5}/;

let app: TestApp;
let server: MailServer;
let admin: TestAccount;
let agencies: Registrations;
beforeAll(async () => {
  server = await startMailServer();
  app = await startTestApp({ env: { MAIL_URL: server.url, MAIL_FROM: '接续 <desk@throughline.example>' } });
  admin = await makeAccount(app, { role: 'admin', organisation: null });
  agencies = new Registrations(app, admin);
});
afterAll(async () => {
  await app.close();
  await server.close();
});
beforeEach(async () => {
  server.mails.length = 0;
  server.refusals.clear();
  server.denied.clear();
  // What waits of one test is not sent in the next.
  await app.dataSource.query(`UPDATE delivery SET state = 'dead' WHERE state = 'pending'`);
  await app.dataSource.query(`DELETE FROM sign_in_attempt`);
});

const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.dataSource.query(text, values);
const box = () => `w${randomUUID().slice(0, 8)}@agency.example`;
const deliver = () => sendDue(app);
/** As if the pause between two attempts were over. */
const wait = async (): Promise<void> => {
  await sql(`UPDATE delivery SET next_attempt_at = clock_timestamp() WHERE state = 'pending'`);
  await sql(`UPDATE delivery_target SET rest_until = NULL`);
};
const mailsTo = (address: string) => server.mails.filter(({ to }) => to[0]?.address === address);
const subjects = (address: string) => mailsTo(address).map(({ subject }) => subject);
const textTo = (address: string): string => mailsTo(address).at(-1)?.text ?? '';
const sealed = (id: string) => sql(`SELECT sealed FROM registration_mail WHERE registration_id = $1`, [id]);
const withdraw = (claimCode: string) => agencies.post('/claims/withdrawal', { claimCode });

const RECEIVED = '接续：已收到账号申请';
const ASKED = '接续：账号申请需要补正';
const REJECTED = '接续：账号申请未通过';
const CONFIRMED = '接续：账号申请已通过';
const CODE_MAIL = '接续：启用您的账号';

describe('an agency that registers with a mailbox', () => {
  it('is told there that it was received, what is asked of it, and why it was rejected', async () => {
    const address = box();
    const body = filing({ mailTo: { address } });
    const { id } = await agencies.file(body);
    await deliver();
    expect(subjects(address)).toEqual([RECEIVED]);
    expect(textTo(address)).toContain(`申请编号：${id}`);
    expect(textTo(address)).toContain(`统一社会信用代码：${body.creditCode}`);
    await agencies.decide(id, 'ask', { reason: '请补充登记证书', documents: ['登记证书副本', '法定代表人证明'] });
    await deliver();
    expect(subjects(address)).toEqual([RECEIVED, ASKED]);
    for (const line of ['补正要求：请补充登记证书', '需提交材料：登记证书副本', '需提交材料：法定代表人证明'])
      expect(textTo(address)).toContain(line);
    await agencies.decide(id, 'reject', { reason: '登记证书与名称不符' });
    await deliver();
    expect(subjects(address)).toEqual([RECEIVED, ASKED, REJECTED]);
    expect(textTo(address)).toContain('理由：登记证书与名称不符');
  });

  it('is told with its one-time code that it was confirmed, and what was said with it', async () => {
    const address = box();
    const { id } = await agencies.file(filing({ mailTo: { address, lang: 'en' } }));
    expect((await agencies.decide(id, 'confirm', { reason: 'Papers seen' })).status).toBe(200);
    await deliver();
    expect(subjects(address)).toEqual(['Throughline: take your account into use']);
    expect(textTo(address)).toContain('Your registration was confirmed.\nThe administrator says: Papers seen\n');
    const code = CODE.exec(textTo(address))?.[0];
    expect((await app.http.post('/api/v1/auth/setup').send({ code, password: PASSWORD })).status).toBe(200);
    // Whoever is invited by a manager was not confirmed by anybody.
    const invited = box();
    const agency = await makeBody(app, { kind: 'agency' });
    const manager = await makeUser(app, 'agency_manager', agency);
    await app.http
      .post('/api/v1/users')
      .set(manager.auth)
      .send({
        ...{ login: `w${randomUUID().slice(0, 8)}`, name: '李梅', mailTo: { address: invited, lang: 'en' } },
        seats: [{ organisation: agency, role: 'agency_worker' }],
      })
      .expect(201);
    await deliver();
    expect(textTo(invited)).toContain('One-time code');
    expect(textTo(invited)).not.toContain('confirmed');
  });

  it('is written to in the language it named, in nothing that it wrote itself, and of no other registration', async () => {
    const address = box();
    const body = filing({ mailTo: { address, lang: 'en' }, note: '某备注' });
    const other = filing({ creditCode: body.creditCode, mailTo: { address: box() } });
    const [{ id }, competing] = [await agencies.file(body), await agencies.file(other)];
    await agencies.decide(id, 'ask', { reason: 'The licence is missing', documents: ['Licence'] });
    await deliver();
    expect(subjects(address)).toEqual(['Throughline: your registration is to be completed']);
    expect(textTo(address)).toContain('What is asked: The licence is missing\nDocument asked for: Licence');
    for (const word of [
      body.agencyName,
      body.contactName,
      body.login,
      '8765',
      '某备注',
      other.agencyName,
      competing.id,
    ])
      expect(textTo(address)).not.toContain(word);
    expect(textTo(address)).not.toMatch(/tlr_/);
  });

  it('that names none, or withdraws before the mail went, is written to by nobody', async () => {
    const address = box();
    const { id } = await agencies.file();
    await agencies.decide(id, 'ask', { reason: '请补充登记证书' });
    const { id: other, claimCode } = await agencies.file(filing({ mailTo: { address } }));
    await withdraw(claimCode).expect(200);
    await deliver();
    expect(server.mails).toEqual([]);
    expect(await sealed(other)).toEqual([]);
  });

  it('is told by the last mail alone where the mail server was away, and every decision was taken meanwhile', async () => {
    const address = box();
    const { id } = await agencies.file(filing({ mailTo: { address } }));
    const busy = () => server.refusals.set(address, { code: 450, text: 'later' });
    busy();
    await deliver();
    expect((await agencies.decide(id, 'ask', { reason: '请补充登记证书' })).status).toBe(200);
    busy();
    await wait();
    await deliver();
    expect((await agencies.decide(id, 'reject', { reason: '证件不全' })).status).toBe(200);
    busy();
    await wait();
    await deliver();
    expect(mailsTo(address)).toEqual([]);
    await wait();
    await deliver();
    expect(subjects(address)).toEqual([REJECTED]);
    expect(await sealed(id)).toEqual([{ sealed: null }]);
  });

  it('may get one mail twice where the server said otherwise, under one id that a mailbox shows once', async () => {
    const address = box();
    server.denied.add(address);
    await agencies.file(filing({ mailTo: { address } }));
    await deliver();
    await wait();
    await deliver();
    expect(subjects(address)).toEqual([RECEIVED, RECEIVED]);
    expect(new Set(mailsTo(address).map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('whose mailbox refuses for good is not tried again, and the mailbox is forgotten; the claim code still tells', async () => {
    const address = box();
    server.refusals.set(address, { code: 550, text: 'no such user' });
    const { id, claimCode } = await agencies.file(filing({ mailTo: { address } }));
    await deliver();
    await wait();
    await deliver();
    expect(mailsTo(address)).toEqual([]);
    expect(await sealed(id)).toEqual([{ sealed: null }]);
    expect((await agencies.claim(claimCode)).body).toMatchObject({ id, state: 'received' });
  });

  it('is not told what is so no longer: asked, and completed before the mail went', async () => {
    const address = box();
    const { id, claimCode } = await agencies.file(filing({ mailTo: { address } }));
    await deliver();
    await agencies.decide(id, 'ask', { reason: '请补充登记证书' });
    await agencies.post('/claims/corrections', { claimCode }).expect(200);
    await deliver();
    expect(subjects(address)).toEqual([RECEIVED]);
    await agencies.decide(id, 'ask', { reason: '请补充章程' });
    await deliver();
    expect(subjects(address)).toEqual([RECEIVED, ASKED]);
    expect(textTo(address)).toContain('补正要求：请补充章程');
  });

  it('that corrects its mailbox is told at the new one that it was received, and the old one hears no more', async () => {
    const [old, right] = [box(), box()];
    const first = filing({ mailTo: { address: old } });
    const { id, claimCode } = await agencies.file(first);
    await deliver();
    const registration = { ...first, mailTo: { address: right } };
    await agencies.post('/claims/corrections', { claimCode, registration }).expect(200);
    await agencies.decide(id, 'reject', { reason: '证件不全' });
    await deliver();
    expect([subjects(old), subjects(right)]).toEqual([[RECEIVED], [REJECTED]]);
  });

  it('is mailed nothing at a mailbox that somebody put there by hand, in the registration or in the mail', async () => {
    const [own, other] = [box(), box()];
    const [a, b] = [
      await agencies.file(filing({ mailTo: { address: own } })),
      await agencies.file(filing({ mailTo: { address: other } })),
    ];
    await sql(
      `UPDATE registration_mail SET sealed = (SELECT sealed FROM registration_mail WHERE registration_id = $2) WHERE registration_id = $1`,
      [a.id, b.id],
    );
    await deliver();
    expect([subjects(own), subjects(other)]).toEqual([[], [RECEIVED]]);
    await sql(`UPDATE registration SET mail_sealed = NULL WHERE id = $1`, [b.id]);
    expect((await agencies.decide(b.id, 'ask', { reason: '请补充登记证书' })).status).toBe(200);
    await sql(
      `UPDATE registration SET mail_sealed = (SELECT mail_sealed FROM registration WHERE id = $2) WHERE id = $1`,
      [b.id, a.id],
    );
    expect((await agencies.decide(b.id, 'reject', { reason: '证件不全' })).status).toBe(200);
    await deliver();
    expect(subjects(other)).toEqual([RECEIVED]);
  });

  it('has its mailbox in clear in no table, and in none at all once it was told of the decision', async () => {
    const address = box();
    const { id } = await agencies.file(filing({ mailTo: { address } }));
    await agencies.decide(id, 'reject', { reason: '证件不全' });
    const rows = async () =>
      JSON.stringify([
        await sql(`SELECT r::text FROM registration r WHERE id = $1`, [id]),
        await sql(`SELECT m::text FROM registration_mail m`),
        await sql(`SELECT d::text FROM delivery_target d`),
        await sql(`SELECT o::text FROM outbox o`),
        await sql(`SELECT convert_from(canonical, 'UTF8') FROM audit_entry`),
      ]);
    expect(await rows()).not.toContain(address);
    await deliver();
    expect(await rows()).not.toContain(address);
    expect(await sealed(id)).toEqual([{ sealed: null }]);
    expect(await sql(`SELECT mail_sealed FROM registration WHERE id = $1`, [id])).toEqual([{ mail_sealed: null }]);
  });

  it('is kept from a flood: strangers bring two mails to a mailbox, and leave room for who has an account', async () => {
    const address = box();
    for (let n = 0; n < 5; n++) await agencies.file(filing({ mailTo: { address } }));
    await deliver();
    await wait();
    await deliver();
    expect(subjects(address)).toEqual([RECEIVED, RECEIVED]);
    const agency = await makeBody(app, { kind: 'agency' });
    const manager = await makeUser(app, 'agency_manager', agency);
    await app.http
      .post('/api/v1/users')
      .set(manager.auth)
      .send({
        ...{ login: `w${randomUUID().slice(0, 8)}`, name: '李梅', mailTo: { address } },
        seats: [{ organisation: agency, role: 'agency_worker' }],
      })
      .expect(201);
    await deliver();
    expect(subjects(address)).toEqual([RECEIVED, RECEIVED, CODE_MAIL]);
  });

  it('with a full mailbox is decided on all the same: what was decided is told once there is room', async () => {
    const address = box();
    const mailed = filing({ mailTo: { address } });
    const [asked, confirmed] = [await agencies.file(mailed), await agencies.file(filing({ mailTo: { address } }))];
    await deliver();
    server.mails.length = 0;
    await sql(
      `UPDATE sign_in_attempt SET level = 9, counted_at = clock_timestamp(), blocked_until = clock_timestamp() + interval '1 hour'`,
    );
    expect((await agencies.decide(asked.id, 'ask', { reason: '请补充登记证书' })).status).toBe(200);
    expect((await agencies.decide(confirmed.id, 'confirm')).status).toBe(200);
    await deliver();
    expect(server.mails).toEqual([]);
    await sql(`DELETE FROM sign_in_attempt`);
    await wait();
    await deliver();
    expect(subjects(address).sort()).toEqual([CONFIRMED, ASKED].sort());
    expect(server.mails.some(({ text }) => CODE.test(text ?? ''))).toBe(false);
    const shown = await agencies.post('/claims/setup-code', { claimCode: confirmed.claimCode }).expect(200);
    const { setupCode: code } = shown.body as { setupCode: string };
    expect((await app.http.post('/api/v1/auth/setup').send({ code, password: PASSWORD })).status).toBe(200);
  });

  it('is forgotten with its mails when its data is erased', async () => {
    const address = box();
    const { id } = await agencies.file(filing({ mailTo: { address } }));
    await agencies.decide(id, 'reject', { reason: '证件不全' });
    const asked = await app.http
      .post('/api/v1/personal-data/requests')
      .set(admin.auth)
      .send({ wants: 'erasure', kind: 'registration', id });
    const { id: no, version } = asked.body as { id: string; version: number };
    const other = await makeAccount(app, { role: 'admin', organisation: null });
    await app.http
      .post(`/api/v1/personal-data/requests/${no}/actions/erase`)
      .set({ ...other.auth, 'If-Match': `"${version}"`, 'Idempotency-Key': randomUUID() })
      .send({ ground: 'consent_withdrawn' })
      .expect(200);
    await deliver();
    expect([server.mails, await sealed(id)]).toEqual([[], []]);
  });
});
