import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser, PASSWORD, signIn, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { sendDue } from '../support/deliveries.js';

interface CodeMail {
  address: string;
  state: string;
}
interface User {
  id: string;
  version: number;
  login: string;
  passwordSet: boolean;
  setupCode?: string;
  setupCodeExpiresAt: string | null;
  codeMail: CodeMail | null;
}
interface Filed {
  id: string;
  login: string;
  claimCode: string;
  mailMasked: string | null;
  user?: string;
}

const CODE = /(\w{5}-){3}\w{5}/;

let app: TestApp;
let server: MailServer;
let agency: string;
let manager: TestAccount;
let admin: TestAccount;
beforeAll(async () => {
  server = await startMailServer();
  app = await startTestApp({ env: { MAIL_URL: server.url, MAIL_FROM: '接续 <desk@throughline.example>' } });
  agency = await makeBody(app, { kind: 'agency' });
  manager = await makeUser(app, 'agency_manager', agency);
  admin = await makeAccount(app, { role: 'admin', organisation: null });
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

const said = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as { code?: string }).code];
const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.dataSource.query(text, values);
const box = () => `w${randomUUID().slice(0, 8)}@agency.example`;
const newLogin = () => `w${randomUUID().slice(0, 8)}`;
const invite = (by: TestAccount, mailTo: object, seats = [{ organisation: agency, role: 'agency_worker' }]) =>
  app.http.post('/api/v1/users').set(by.auth).send({ login: newLogin(), name: '李梅', seats, mailTo });
const own = (by: TestAccount, address: string) =>
  app.http.put('/api/v1/me/mail-address').set(by.auth).send({ address });
const invited = async (mailTo: object): Promise<User> => (await invite(manager, mailTo).expect(201)).body as User;
const read = async (id: string): Promise<User> =>
  (await app.http.get(`/api/v1/users/${id}`).set(manager.auth).expect(200)).body as User;
const act = async (id: string, action: string, body: object = {}, by = manager) =>
  app.http
    .post(`/api/v1/users/${id}/actions/${action}`)
    .set(by.auth)
    .set('If-Match', `"${(await read(id)).version}"`)
    .send(body);
const deliver = () => sendDue(app);
/** As if the pause between two attempts, or two orders, were over. */
const wait = async (): Promise<void> => {
  await sql(`UPDATE delivery SET next_attempt_at = clock_timestamp() WHERE state = 'pending'`);
  await sql(`UPDATE delivery_target SET rest_until = NULL`);
  await sql(`UPDATE code_mail SET asked_at = asked_at - interval '2 minutes'`);
};
const mailTo = (address: string) => server.mails.filter(({ to }) => to[0]?.address === address);
const codeIn = (address: string): string => CODE.exec(mailTo(address).at(-1)?.text ?? '')?.[0] ?? '';
const setUp = (code: string | undefined) => app.http.post('/api/v1/auth/setup').send({ code, password: PASSWORD });
const storedAnywhere = async (): Promise<string> => {
  const tables = [
    'setup_code',
    'code_mail',
    'registration',
    'registration_mail',
    'app_user',
    'outbox',
    'delivery',
    'delivery_target',
    'idempotent_request',
  ];
  const texts = tables.map((table) => `SELECT coalesce(string_agg(t::text, ' '), '') AS t FROM ${table} t`);
  const rows = await sql(
    [...texts, `SELECT coalesce(string_agg(convert_from(canonical, 'UTF8'), ' '), '') FROM audit_entry`].join(
      ' UNION ALL ',
    ),
  );
  return rows.map(({ t }) => t).join(' ');
};

describe('a worker whom the manager of an agency invites by mail', () => {
  it('gets login and code there, and takes the account into use once', async () => {
    const address = box();
    const made = await invited({ address });
    expect(made).not.toHaveProperty('setupCode');
    expect(JSON.stringify(made)).not.toContain(address);
    expect(made).toMatchObject({
      passwordSet: false,
      setupCodeExpiresAt: expect.any(String) as unknown,
      codeMail: { address: 'w…@agency.example', state: 'waiting' },
    });
    await deliver();
    const [mail] = mailTo(address);
    expect(mail?.subject).toBe('接续：启用您的账号');
    expect(mail?.text).toContain(`登录名：${made.login}`);
    expect(await read(made.id)).toMatchObject({ codeMail: { state: 'sent' } });
    expect((await setUp(codeIn(address))).status).toBe(200);
    expect(await read(made.id)).toMatchObject({ passwordSet: true, codeMail: null, setupCodeExpiresAt: null });
    const { auth } = await signIn(app, made.login, PASSWORD);
    expect((await app.http.get('/api/v1/me').set(auth)).body).toMatchObject({
      seats: [{ organisation: agency, role: 'agency_worker' }],
    });
    expect(said(await setUp(codeIn(address)))).toEqual([401, 'invalid_setup_code']);
  });

  it('is written to in English where that is said, and stands in the list of the body', async () => {
    const address = box();
    const { id, login } = await invited({ address, lang: 'en' });
    await deliver();
    expect(mailTo(address)[0]?.subject).toBe('Throughline: take your account into use');
    expect(mailTo(address)[0]?.text).toContain(`Login: ${login}`);
    const { body } = await app.http.get(`/api/v1/users?login=${login}`).set(manager.auth).expect(200);
    expect((body as { items: User[] }).items).toMatchObject([
      { id, codeMail: { address: 'w…@agency.example', state: 'sent' } },
    ]);
  });

  it('has neither mailbox nor code in clear in any table, and the mailbox in none once the mail was taken', async () => {
    const address = box();
    const { id } = await invited({ address });
    expect(await storedAnywhere()).not.toContain(address);
    await deliver();
    const stored = await storedAnywhere();
    for (const secret of [address, codeIn(address), codeIn(address).replaceAll('-', '')])
      expect(stored).not.toContain(secret);
    expect(await sql(`SELECT sealed FROM code_mail WHERE user_id = $1`, [id])).toEqual([{ sealed: null }]);
  });

  it('whose mailbox refuses is seen to have got nothing, and is sent another code elsewhere', async () => {
    const [wrong, right] = [box(), box()];
    server.refusals.set(wrong, { code: 550, text: 'no such user' });
    const { id } = await invited({ address: wrong });
    await deliver();
    expect(await read(id)).toMatchObject({ codeMail: { state: 'failed' }, passwordSet: false });
    await wait();
    await deliver();
    expect(mailTo(wrong)).toEqual([]);
    const again = await act(id, 'reset', { mailTo: { address: right } });
    expect([again.status, again.body]).toMatchObject([200, { codeMail: { state: 'waiting' } }]);
    expect(again.body).not.toHaveProperty('setupCode');
    await deliver();
    expect((await setUp(codeIn(right))).status).toBe(200);
  });

  it('is tried again where the mail server is busy, and told of as mailed only once the mail was taken', async () => {
    const address = box();
    server.refusals.set(address, { code: 450, text: 'later' });
    const { id } = await invited({ address });
    const told = () => sql(`SELECT action FROM outbox WHERE aggregate_id = $1 AND action = 'setup_code_mailed'`, [id]);
    await deliver();
    expect([await read(id), await told()]).toMatchObject([{ codeMail: { state: 'waiting' } }, []]);
    server.refusals.clear();
    await wait();
    await deliver();
    expect([await read(id), await told()]).toMatchObject([{ codeMail: { state: 'sent' } }, [{}]]);
    expect((await setUp(codeIn(address))).status).toBe(200);
  });

  it('whose first mail arrived although the server said otherwise gets another, which no mailbox takes for the same', async () => {
    const address = box();
    server.denied.add(address);
    const { id } = await invited({ address });
    await deliver();
    expect(await read(id)).toMatchObject({ codeMail: { state: 'waiting' } });
    const first = codeIn(address);
    await wait();
    await deliver();
    expect(new Set(mailTo(address).map(({ messageId }) => messageId)).size).toBe(2);
    expect(said(await setUp(first))).toEqual([401, 'invalid_setup_code']);
    expect((await setUp(codeIn(address))).status).toBe(200);
  });

  it.each([
    ['the last attempt failed', `UPDATE delivery SET attempts = 9 WHERE state = 'pending'`],
    [
      'the seven days passed before a mail went',
      `UPDATE setup_code SET expires_at = clock_timestamp() WHERE used_at IS NULL`,
    ],
  ])('is not reached where %s: the mailbox is forgotten, and that is seen', async (_, until) => {
    const address = box();
    server.refusals.set(address, { code: 450, text: 'later' });
    const { id } = await invited({ address });
    await sql(until);
    await deliver();
    expect(mailTo(address)).toEqual([]);
    expect(await sql(`SELECT sealed FROM code_mail WHERE user_id = $1`, [id])).toEqual([{ sealed: null }]);
    // Also when the delivery itself is known no longer.
    await sql(`DELETE FROM delivery WHERE state = 'dead'`);
    expect(await read(id)).toMatchObject({ codeMail: { state: 'failed' } });
  });

  it('is sent again no sooner than a minute later, and the code before is void then', async () => {
    const address = box();
    const { id } = await invited({ address });
    await deliver();
    const first = codeIn(address);
    expect(said(await act(id, 'reset', { mailTo: { address } }))).toEqual([429, 'throttled']);
    await wait();
    await act(id, 'reset', { mailTo: { address } });
    await deliver();
    expect(mailTo(address)).toHaveLength(2);
    expect(said(await setUp(first))).toEqual([401, 'invalid_setup_code']);
    expect((await setUp(codeIn(address))).status).toBe(200);
  });

  it('is kept from a flood: the sixth mail to a mailbox waits, whoever asks, for whatever account and spelling', async () => {
    const address = box();
    const spelled = address.replace('@', '+more@').toUpperCase();
    for (const each of [address, spelled, address, address, address]) await invited({ address: each });
    const refused = await invite(manager, { address: spelled });
    expect(said(refused)).toEqual([429, 'throttled']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(said(await own(manager, address))).toEqual([429, 'throttled']);
    await deliver();
    const spellings = [address, spelled.toLowerCase()];
    expect(server.mails.filter(({ to }) => spellings.includes(String(to[0]?.address).toLowerCase()))).toHaveLength(5);
    // Other mailboxes are free, and this one again once the time is over.
    await invited({ address: box() });
    await sql(
      `UPDATE sign_in_attempt SET blocked_until = blocked_until - interval '1 minute' WHERE blocked_until IS NOT NULL`,
    );
    expect((await own(manager, address)).status).toBe(200);
  });

  it('is invited no more once the account was disabled, or its code shown: no mail goes, and one that went is void', async () => {
    const [sent, waiting, shown] = [box(), box(), box()];
    const first = await invited({ address: sent });
    await deliver();
    const others = [await invited({ address: waiting }), await invited({ address: shown })];
    expect((await act(first.id, 'disable')).status).toBe(200);
    expect((await act(others[0]?.id ?? '', 'disable')).status).toBe(200);
    const code = ((await act(others[1]?.id ?? '', 'reset')).body as User).setupCode;
    await deliver();
    expect([...mailTo(waiting), ...mailTo(shown)]).toEqual([]);
    for (const { id } of [first, ...others]) expect(await read(id)).toMatchObject({ codeMail: null });
    expect(said(await setUp(codeIn(sent)))).toEqual([401, 'invalid_setup_code']);
    expect((await setUp(code)).status).toBe(200);
  });

  it('with a code that expired is answered like one with a wrong code', async () => {
    const address = box();
    const { id } = await invited({ address });
    await deliver();
    await sql(`UPDATE setup_code SET expires_at = clock_timestamp() WHERE user_id = $1`, [id]);
    const [expired, wrong] = [await setUp(codeIn(address)), await setUp('AAAAA-AAAAA-AAAAA-AAAAA')];
    for (const answer of [expired, wrong]) expect(said(answer)).toEqual([401, 'invalid_setup_code']);
    const { title, detail } = expired.body as Record<string, unknown>;
    expect(wrong.body).toMatchObject({ title, ...(detail !== undefined && { detail }) });
  });

  it('counts as in the hand of the manager before the mail went: the mailbox may be their own', async () => {
    const { id } = await invited({ address: box() });
    const held = () => sql(`SELECT given_to FROM setup_code WHERE user_id = $1 AND used_at IS NULL`, [id]);
    expect(await held()).toEqual([{ given_to: manager.id }]);
    await deliver();
    expect(await held()).toEqual([{ given_to: manager.id }]);
  });

  it('is not invited by an administrator, who is shown no whole code of a body with a manager either', async () => {
    const answer = await invite(admin, { address: box() });
    expect([answer.status, (answer.body as { errors: unknown[] }).errors]).toMatchObject([
      400,
      [{ pointer: '/mailTo', code: 'managers_only' }],
    ]);
    const { id } = await invited({ address: box() });
    expect(said(await act(id, 'reset', { mailTo: { address: box() } }, admin))).toEqual([422, 'body_has_manager']);
    const alone = await makeUser(app, 'agency_worker', await makeBody(app, { kind: 'agency' }));
    const reset = await app.http
      .post(`/api/v1/users/${alone.id}/actions/reset`)
      .set(admin.auth)
      .set('If-Match', '"1"')
      .send({ mailTo: { address: box() } });
    expect(said(reset)).toEqual([400, 'validation_failed']);
  });

  it('is invited to no body but the own, and to a mailbox that is one', async () => {
    const elsewhere = [{ organisation: await makeBody(app, { kind: 'agency' }), role: 'agency_worker' }];
    expect((await invite(manager, { address: box() }, elsewhere)).status).toBe(400);
    expect(said(await invite(manager, { address: 'nowhere' }))).toEqual([400, 'validation_failed']);
    await deliver();
    expect(server.mails).toEqual([]);
  });

  it('is sent nothing by a row that was altered, moved or put back', async () => {
    const [altered, moved, back] = [box(), box(), box()];
    const users = [
      await invited({ address: altered }),
      await invited({ address: moved }),
      await invited({ address: back }),
    ];
    const [a, b, c] = users.map(({ id }) => id);
    const [before] = await sql(`SELECT sealed FROM code_mail WHERE user_id = $1`, [c]);
    await sql(`UPDATE code_mail SET asked_by = NULL WHERE user_id = $1`, [a]);
    await sql(`UPDATE code_mail SET sealed = (SELECT sealed FROM code_mail WHERE user_id = $2) WHERE user_id = $1`, [
      b,
      a,
    ]);
    await deliver();
    expect([...mailTo(altered), ...mailTo(moved)]).toEqual([]);
    expect(mailTo(back)).toHaveLength(1);
    await sql(`UPDATE code_mail SET sealed = $2, sent_at = NULL WHERE user_id = $1`, [c, before?.['sealed']]);
    await sql(
      `UPDATE delivery d SET state = 'pending', attempts = 0, finished_at = NULL FROM code_mail m WHERE m.id = d.target_id AND m.user_id = $1`,
      [c],
    );
    await sql(`UPDATE delivery_target t SET ended_at = NULL FROM code_mail m WHERE m.id = t.id AND m.user_id = $1`, [
      c,
    ]);
    await wait();
    await deliver();
    expect(mailTo(back)).toHaveLength(1);
  });

  it('whose mail was never taken is forgotten with the code, when the next one is invited', async () => {
    const { id } = await invited({ address: box() });
    await sql(`UPDATE code_mail SET asked_at = asked_at - interval '8 days' WHERE user_id = $1`, [id]);
    await invited({ address: box() });
    expect(await sql(`SELECT sealed FROM code_mail WHERE user_id = $1`, [id])).toEqual([{ sealed: null }]);
    expect(await read(id)).toMatchObject({ codeMail: { state: 'failed' } });
  });
});

describe('an agency that registers with a mailbox', () => {
  const given = (more: object = {}) => ({
    ...{ agencyName: `中心${randomUUID().slice(0, 8)}`, creditCode: creditCode(), contactName: '测试' },
    ...{ phone: '138 0013 8765', login: newLogin(), ...more },
  });
  const post = (path: string, body: object) => app.http.post(`/api/v1/${path}`).send(body);
  const file = async (body: object): Promise<Filed> => (await post('registrations', body).expect(201)).body as Filed;
  const claim = (claimCode: string) => post('registrations/claims', { claimCode });
  const decide = async (id: string, action: string, body: object = {}) => {
    const path = `/api/v1/registrations/${id}`;
    const { version } = (await app.http.get(path).set(admin.auth).expect(200)).body as { version: number };
    return app.http.post(`${path}/actions/${action}`).set(admin.auth).set('If-Match', `"${version}"`).send(body);
  };

  it('is mailed its code once it was confirmed, and no administrator is shown the code or the mailbox', async () => {
    const address = box();
    const filed = await file(given({ mailTo: { address, lang: 'en' } }));
    expect(filed.mailMasked).toBe('w…@agency.example');
    await deliver();
    expect(mailTo(address).map(({ text }) => CODE.test(text ?? ''))).toEqual([false]);
    const decided = await decide(filed.id, 'confirm');
    await deliver();
    const { user } = decided.body as { user: string };
    const seen = await app.http.get(`/api/v1/users/${user}`).set(admin.auth).expect(200);
    for (const answer of [decided, seen]) {
      expect(JSON.stringify(answer.body)).not.toMatch(CODE);
      expect(JSON.stringify(answer.body)).not.toContain(address);
    }
    const { body } = await claim(filed.claimCode).expect(200);
    expect(body).toMatchObject({ state: 'confirmed', codeMail: { state: 'sent', address: 'w…@agency.example' } });
    expect(await storedAnywhere()).not.toContain(address);
    const held = await sql(`SELECT given_to FROM setup_code WHERE user_id = $1`, [user]);
    expect(held).toEqual([{ given_to: admin.id }]);
    expect((await setUp(codeIn(address))).status).toBe(200);
    const { auth } = await signIn(app, filed.login, PASSWORD);
    expect((await app.http.get('/api/v1/me').set(auth)).body).toMatchObject({ seats: [{ role: 'agency_manager' }] });
  });

  it('whose mailbox refuses reads so by its claim code, which shows another code', async () => {
    const address = box();
    server.refusals.set(address, { code: 550, text: 'no such user' });
    const filed = await file(given({ mailTo: { address } }));
    await decide(filed.id, 'confirm');
    await deliver();
    expect((await claim(filed.claimCode)).body).toMatchObject({ codeMail: { state: 'failed' } });
    const shown = await post('registrations/claims/setup-code', { claimCode: filed.claimCode }).expect(200);
    expect((await claim(filed.claimCode)).body).toMatchObject({ codeMail: null });
    expect((await setUp((shown.body as { setupCode: string }).setupCode)).status).toBe(200);
  });

  it('corrects the mailbox: the code goes to the new one, and the audit names what changed and no value', async () => {
    const [wrong, right] = [box(), box()];
    const first = given({ mailTo: { address: wrong } });
    const filed = await file(first);
    const registration = { ...first, contactName: '更正联系人', mailTo: { address: right } };
    await post('registrations/claims/corrections', { claimCode: filed.claimCode, registration }).expect(200);
    const [entry] = await sql(
      `SELECT convert_from(canonical, 'UTF8') AS t FROM audit_entry WHERE aggregate_id = $1 AND action = 'correct'`,
      [filed.id],
    );
    expect(entry?.['t']).toContain('"changed":["contactName","mailTo"]');
    for (const value of ['更正联系人', right, wrong]) expect(entry?.['t']).not.toContain(value);
    await decide(filed.id, 'confirm');
    await deliver();
    expect(mailTo(wrong)).toEqual([]);
    expect((await setUp(codeIn(right))).status).toBe(200);
  });

  it.each([
    ['the one before', true],
    ['one that was taken out', false],
  ])('is mailed nothing where somebody put a mailbox back by hand: %s', async (_, isReplaced) => {
    const [old, right] = [box(), box()];
    const first = given({ mailTo: { address: old } });
    const filed = await file(first);
    const [before] = await sql(`SELECT mail_sealed FROM registration WHERE id = $1`, [filed.id]);
    const registration = { ...first, mailTo: isReplaced ? { address: right } : undefined };
    await post('registrations/claims/corrections', { claimCode: filed.claimCode, registration }).expect(200);
    await deliver();
    expect(mailTo(old)).toEqual([]);
    server.mails.length = 0;
    await sql(`UPDATE registration SET mail_sealed = $2 WHERE id = $1`, [filed.id, before?.['mail_sealed']]);
    expect((await decide(filed.id, 'confirm')).status).toBe(200);
    await deliver();
    expect(server.mails).toEqual([]);
    expect((await claim(filed.claimCode)).body).toMatchObject({ codeMail: null });
    await post('registrations/claims/setup-code', { claimCode: filed.claimCode }).expect(200);
  });

  it('is forgotten with its mailbox where it is rejected or withdrawn', async () => {
    const [rejected, withdrawn] = [
      await file(given({ mailTo: { address: box() } })),
      await file(given({ mailTo: { address: box() } })),
    ];
    await decide(rejected.id, 'reject', { reason: '证件不全' });
    await post('registrations/claims/withdrawal', { claimCode: withdrawn.claimCode }).expect(200);
    const rows = await sql(`SELECT mail_sealed FROM registration WHERE id = ANY ($1)`, [[rejected.id, withdrawn.id]]);
    expect(rows).toEqual([{ mail_sealed: null }, { mail_sealed: null }]);
  });

  it('under another login than the one wished for reads which by its claim code', async () => {
    const filed = await file(given());
    const login = newLogin();
    await decide(filed.id, 'confirm', { login });
    expect((await claim(filed.claimCode)).body).toMatchObject({ login });
  });
});

describe('a server that sends no mails', () => {
  let mute: TestApp;
  beforeAll(async () => {
    mute = await startTestApp();
  });
  afterAll(() => mute.close());

  it('says so to a manager and to an agency, and shows codes as before', async () => {
    const body = await makeBody(mute, { kind: 'agency' });
    const by = await makeUser(mute, 'agency_manager', body);
    const person = { name: '李梅', seats: [{ organisation: body, role: 'agency_worker' }] };
    const create = (more: object) =>
      mute.http
        .post('/api/v1/users')
        .set(by.auth)
        .send({ ...person, login: newLogin(), ...more });
    const refused = await create({ mailTo: { address: box() } });
    expect(said(refused)).toEqual([409, 'mail_not_set_up']);
    const shown = (await create({}).expect(201)).body as User;
    expect(shown).toMatchObject({ setupCode: expect.stringMatching(CODE) as unknown, codeMail: null });
    const reset = await mute.http
      .post(`/api/v1/users/${shown.id}/actions/reset`)
      .set(by.auth)
      .set('If-Match', `"${shown.version}"`)
      .send({ mailTo: { address: box() } });
    expect(said(reset)).toEqual([409, 'mail_not_set_up']);
    const filing = {
      ...{
        agencyName: '某中心',
        creditCode: creditCode(),
        contactName: '测试',
        phone: '138 0013 8765',
        login: newLogin(),
      },
    };
    const file = (more: object) => mute.http.post('/api/v1/registrations').send({ ...filing, ...more });
    expect(said(await file({ mailTo: { address: box() } }))).toEqual([409, 'mail_not_set_up']);
    const { claimCode } = (await file({}).expect(201)).body as Filed;
    const registration = { ...filing, mailTo: { address: box() } };
    expect(
      said(await mute.http.post('/api/v1/registrations/claims/corrections').send({ claimCode, registration })),
    ).toEqual([409, 'mail_not_set_up']);
    expect((await mute.http.post('/api/v1/registrations/claims').send({ claimCode })).status).toBe(200);
  });
});
