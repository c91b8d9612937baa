import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Inboxes } from '../../src/desk/notifications/inboxes.service.js';
import { EndedSignIns } from '../../src/people/accounts/sessions/sign-in/ended-sign-ins.js';
import { UserPrincipals } from '../../src/people/accounts/user-principals.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, PLAN, startBusinessAt, type Bureau } from '../support/drafts.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { sendDue } from '../support/deliveries.js';

const ADDRESS = '/api/v1/me/mail-address';
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];

describe('mails', () => {
  let app: TestApp;
  let server: MailServer;
  let bureau: Bureau;
  beforeAll(async () => {
    server = await startMailServer();
    app = await startTestApp({
      env: {
        MAIL_URL: server.url,
        MAIL_FROM: '接续 <desk@throughline.example>',
        PUBLIC_ORIGIN: 'https://desk.example',
      },
    });
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
  });
  afterAll(async () => {
    await app.close();
    await server.close();
  });
  beforeEach(async () => {
    server.mails.length = 0;
    server.refusals.clear();
    await sql(`UPDATE notification SET read_at = clock_timestamp()`);
  });

  const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    app.dataSource.query(text, values);
  const ask = (by: TestAccount, address: string, more: object = {}) =>
    app.http
      .put(ADDRESS)
      .set(by.auth)
      .send({ address, ...more });
  const confirm = (by: TestAccount, code: string) => app.http.post(`${ADDRESS}/confirm`).set(by.auth).send({ code });
  const shown = async (by: TestAccount) => (await app.http.get(ADDRESS).set(by.auth).expect(200)).body as object;
  const sentCode = (): string => /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(server.mails.at(-1)?.text ?? '')?.[0] ?? '';
  /** Another approver of the bureau, whose mailbox is confirmed and who is told. */
  const reader = async (settings: object = { mail: 'at_once' }): Promise<TestAccount> => {
    const by = await makeUser(app, 'bureau_approver', bureau.id);
    await ask(by, `${by.login}@bureau.example`).expect(200);
    await confirm(by, sentCode()).expect(200);
    server.mails.length = 0;
    await app.http
      .put('/api/v1/me/inbox')
      .set(by.auth)
      .send({ muted: [], ...settings })
      .expect(200);
    await tell();
    // What waited before goes into no later mail.
    await sql(`UPDATE notification SET read_at = clock_timestamp() WHERE user_id = $1`, [by.id]);
    server.mails.length = 0;
    return by;
  };
  const tell = async (): Promise<void> => {
    await sql(`UPDATE inbox SET next_look_at = clock_timestamp()`);
    await app.running.app.get(Inboxes).look();
    await deliver();
  };
  const deliver = () => sendDue(app);
  /** As if the pause between two attempts were over. */
  const deliverAgain = async (): Promise<void> => {
    await sql(`UPDATE delivery SET next_attempt_at = clock_timestamp() WHERE state = 'pending'`);
    await sql(`UPDATE delivery_target SET rest_until = NULL`);
    await deliver();
  };
  const submitted = async (): Promise<Drafting> => {
    const draft = await Drafting.begin(app, bureau);
    await draft.must('post', 'actions/submit', {});
    return draft;
  };
  const mailsTo = (by: TestAccount) => server.mails.filter(({ to }) => to[0]?.address === `${by.login}@bureau.example`);
  const delivery = async (by: TestAccount) =>
    (
      await sql(`SELECT state, status, error, attempts FROM delivery WHERE target_id = $1 ORDER BY created_at DESC`, [
        by.id,
      ])
    )[0];

  it('go to a mailbox whose holder showed the code that was sent there, and nowhere before', async () => {
    const by = bureau.approver;
    await app.http.put('/api/v1/me/inbox').set(by.auth).send({ muted: [], mail: 'at_once' }).expect(200);
    expect((await ask(by, 'li.si@bureau.example').expect(200)).body).toEqual({
      ...{ address: 'l…@bureau.example', confirmedAt: null, refusedAt: null },
    });
    expect(server.mails).toMatchObject([
      {
        from: { address: 'desk@throughline.example' },
        to: [{ address: 'li.si@bureau.example' }],
        subject: '接续：确认邮箱',
      },
    ]);
    const code = sentCode();
    await submitted();
    await tell();
    expect(server.mails).toHaveLength(1);
    expect(
      codeOf(
        await confirm(
          by,
          code.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
        ),
      ),
    ).toEqual([422, 'wrong_code']);
    expect(codeOf(await confirm(bureau.officer, code))).toEqual([422, 'wrong_code']);
    const confirmed = await confirm(by, code.toLowerCase().replace('-', ' ')).expect(200);
    expect(confirmed.body).toMatchObject({ address: 'l…@bureau.example', confirmedAt: expect.any(String) });
    expect(codeOf(await confirm(by, code))).toEqual([422, 'wrong_code']);
    const [kept] = await sql(
      `SELECT (SELECT string_agg(encode(sealed, 'escape'), ' ') FROM mail_address) || (SELECT string_agg(e::text, ' ') FROM audit_entry e) AS text`,
    );
    expect(String(kept?.text)).not.toContain('bureau.example');
    expect(String(kept?.text)).not.toContain(code);
    await tell();
    expect(server.mails).toHaveLength(2);
  });

  it('are asked for once a minute, for what is a mailbox', async () => {
    const by = await makeUser(app, 'bureau_officer', bureau.id);
    await ask(by, 'a@bureau.example', { lang: 'en' }).expect(200);
    expect(server.mails.at(-1)?.subject).toBe('Throughline: confirm your mailbox');
    const again = await ask(by, 'b@bureau.example');
    expect(codeOf(again)).toEqual([429, 'throttled']);
    expect(again.headers['retry-after']).toBe('60');
    for (const address of ['x', 'a@b', 'a@bureau.example\r\nBcc: c@d.example', 'a@b.example, c@d.example'])
      expect(codeOf(await ask(by, address))).toEqual([400, 'validation_failed']);
    await sql(`UPDATE mail_address SET asked_at = asked_at - interval '25 hours' WHERE user_id = $1`, [by.id]);
    expect(codeOf(await confirm(by, sentCode()))).toEqual([422, 'wrong_code']);
  });

  it('say kinds, lots and days in the holder’s language, no name of a purchase, once', async () => {
    const [zh, en] = [await reader(), await reader({ mail: 'at_once', lang: 'en' })];
    const draft = await submitted();
    await Promise.all([tell(), tell()]);
    await tell();
    expect([mailsTo(zh).length, mailsTo(en).length]).toEqual([1, 1]);
    expect(mailsTo(zh)[0]?.text).toContain(`- 待审批的采购项目，到期日 ${PLAN.issueOn}`);
    expect(mailsTo(en)[0]).toMatchObject({ subject: 'Throughline: new tasks wait for you (1)' });
    expect(mailsTo(en)[0]?.text).toContain(`- Draft to be approved, due on ${PLAN.issueOn}`);
    // What a person may open is a page; the address of the API is called one, and stands in the documentation that the page shows.
    const [page, operation] = [
      /(\S+\/docs\?lang=zh)#\/me\/(\w+)$/m,
      /^ {2}供程序调用的接口： GET \S+(\/api\/v1\/\S+)$/m,
    ].map((line) => line.exec(mailsTo(zh)[0]?.text ?? ''));
    const shown = await app.http.get(new URL(page?.[1] ?? '').pathname).expect(200);
    expect(shown.headers['content-type']).toMatch(/^text\/html/);
    const { paths } = (await app.http.get('/openapi.json').expect(200)).body as {
      paths: Record<string, { get: { operationId: string; tags: string[] } }>;
    };
    expect(paths[operation?.[1] ?? '']?.get).toMatchObject({ operationId: page?.[2], tags: ['me'] });
    const [row] = await sql(`SELECT title FROM tender WHERE id = $1`, [draft.id]);
    for (const { text, subject } of server.mails) expect(`${text} ${subject}`).not.toContain(row?.title);
  });

  it('leave out what was read or ended meanwhile', async () => {
    const by = await reader();
    const draft = await submitted();
    await sql(`UPDATE inbox SET next_look_at = clock_timestamp()`);
    await app.running.app.get(Inboxes).look();
    await sql(`UPDATE notification SET read_at = clock_timestamp() WHERE user_id = $1 AND task_id = $2`, [
      by.id,
      draft.id,
    ]);
    await deliver();
    expect(mailsTo(by)).toEqual([]);
    expect(await delivery(by)).toMatchObject({ state: 'delivered' });
  });

  it('say nothing of what only a newer version tells of, nor is that ended here', async () => {
    const by = await reader();
    await sql(`INSERT INTO notification (user_id, kind, task_id) VALUES ($1, 'newer_news', gen_random_uuid())`, [
      by.id,
    ]);
    await tell();
    expect(mailsTo(by)).toEqual([]);
    await submitted();
    await tell();
    expect(mailsTo(by)).toMatchObject([{ subject: '接续：新增待办（1）' }]);
    expect(
      await sql(`SELECT mailed_at, ended_at FROM notification WHERE user_id = $1 AND kind = 'newer_news'`, [by.id]),
    ).toEqual([{ mailed_at: null, ended_at: null }]);
  });

  it('come together in the morning where that is asked for', async () => {
    const by = await reader({ mail: 'daily' });
    await sql(`UPDATE inbox SET next_mail_at = clock_timestamp() + interval '1 hour' WHERE user_id = $1`, [by.id]);
    await submitted();
    await tell();
    await submitted();
    await tell();
    expect(mailsTo(by)).toEqual([]);
    await sql(`UPDATE inbox SET next_mail_at = clock_timestamp() WHERE user_id = $1`, [by.id]);
    await tell();
    expect(mailsTo(by)).toMatchObject([{ subject: '接续：新增待办（2）' }]);
    const [next] = await sql(
      `SELECT to_char(next_mail_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') AS time, next_mail_at > clock_timestamp() AS later,
         next_mail_at <= clock_timestamp() + interval '1 day' AS soon FROM inbox WHERE user_id = $1`,
      [by.id],
    );
    expect(next).toEqual({ time: '08:00', later: true, soon: true });
  });

  it('name a hundred things, what is due first before the others, and say how many more there are', async () => {
    const by = await reader();
    // The later one was told, the sooner it is due.
    await sql(
      `INSERT INTO notification (user_id, kind, task_id, part, due_on, created_at)
       SELECT $1, 'result_known', gen_random_uuid(), g::text, CASE WHEN g > 2 THEN '2026-12-31'::date - g END, clock_timestamp() + g * interval '1 ms'
       FROM generate_series(1, 103) AS g`,
      [by.id],
    );
    await tell();
    const listDays = (text = '') => [...text.matchAll(/^- 采购结果已公告(?:，到期日 (\S+))?$/gm)].map(([, day]) => day);
    const [first] = mailsTo(by);
    const days = listDays(first?.text);
    expect([days.length, days[0], days.at(-1)]).toEqual([100, '2026-09-19', '2026-12-27']);
    expect(days).toEqual([...days].sort());
    expect(first?.subject).toBe('接续：新增待办（103）');
    expect(first?.text).toContain('\n另有 3 项，将在下一封邮件中列明\n');
    await tell();
    const second = mailsTo(by)[1];
    expect(listDays(second?.text)).toEqual(['2026-12-28', undefined, undefined]);
    expect(second?.text).not.toContain('另有');
  });

  it('of each day begin with the next morning, whatever else of the inbox is changed', async () => {
    const by = await reader({ mail: 'daily' });
    const settle = (settings: object) =>
      app.http
        .put('/api/v1/me/inbox')
        .set(by.auth)
        .send({ muted: [], ...settings })
        .expect(200);
    await submitted();
    await settle({ mail: 'daily', muted: ['question'] });
    await tell();
    await settle({ mail: 'daily', lang: 'en' });
    await tell();
    expect(mailsTo(by)).toEqual([]);
    const [next] = await sql(
      `SELECT to_char(next_mail_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') AS time, next_mail_at > clock_timestamp() AS later,
         next_mail_at <= clock_timestamp() + interval '1 day' AS soon FROM inbox WHERE user_id = $1`,
      [by.id],
    );
    expect(next).toEqual({ time: '08:00', later: true, soon: true });
    await sql(`UPDATE inbox SET next_mail_at = clock_timestamp() - interval '1 minute' WHERE user_id = $1`, [by.id]);
    await settle({ mail: 'daily' });
    await tell();
    expect(mailsTo(by)).toHaveLength(1);
    // Who wants them daily no longer is told at once, and who wants them so again waits for the morning.
    await settle({ mail: 'at_once' });
    await submitted();
    await tell();
    expect(mailsTo(by)).toHaveLength(2);
    await settle({ mail: 'daily' });
    await submitted();
    await tell();
    expect(mailsTo(by)).toHaveLength(2);
  });

  it('of each day wait for the next morning after one on which nothing waited, too', async () => {
    const by = await reader({ mail: 'daily' });
    await sql(`UPDATE inbox SET next_mail_at = clock_timestamp() - interval '1 minute' WHERE user_id = $1`, [by.id]);
    await tell();
    await submitted();
    await tell();
    expect(mailsTo(by)).toEqual([]);
  });

  it('say the day as it stands when they are sent, and once more where it moves after that', async () => {
    const by = await reader({ mail: 'daily' });
    const draft = await submitted();
    const move = async (day: string) => {
      await sql(`UPDATE tender SET plan = jsonb_set(plan::jsonb, '{issueOn}', to_jsonb($2::text)) WHERE id = $1`, [
        draft.id,
        day,
      ]);
      await tell();
    };
    const listed = async () => {
      const { body } = await app.http.get('/api/v1/me/notifications').set(by.auth).expect(200);
      return (body as { items: { task: string; dueOn: string; readAt: string | null; id: string }[] }).items
        .filter(({ task }) => task === draft.id)
        .map(({ id, dueOn, readAt }) => [id, dueOn, readAt !== null]);
    };
    await tell();
    const [[id]] = (await listed()) as [[string]];
    await move('2025-11-21');
    await move('2025-11-24');
    expect([await listed(), mailsTo(by)]).toEqual([[[id, '2025-11-24', false]], []]);
    await sql(`UPDATE inbox SET mail = 'at_once', next_mail_at = clock_timestamp() WHERE user_id = $1`, [by.id]);
    await tell();
    await tell();
    expect(mailsTo(by).map(({ text }) => /到期日 (\S+)/.exec(text ?? '')?.[1])).toEqual(['2025-11-24']);
    const read = () =>
      app.http
        .post('/api/v1/me/notifications/read')
        .set(by.auth)
        .send({ ids: [id] });
    await read().expect(200);
    expect(await listed()).toEqual([[id, '2025-11-24', true]]);
    await move('2025-11-25');
    await tell();
    expect(await listed()).toEqual([[id, '2025-11-25', false]]);
    expect(mailsTo(by).map(({ text }) => /到期日 (\S+)/.exec(text ?? '')?.[1])).toEqual(['2025-11-24', '2025-11-25']);
  });

  it('are tried again with the same id where the server is busy, and nothing is lost', async () => {
    const by = await reader();
    await submitted();
    server.refusals.set(`${by.login}@bureau.example`, { code: 451, text: 'try later' });
    await tell();
    expect(await delivery(by)).toMatchObject({ state: 'pending', status: 451, error: 'refused', attempts: 1 });
    await submitted();
    await tell();
    expect(mailsTo(by)).toEqual([]);
    await deliverAgain();
    expect(mailsTo(by)).toMatchObject([{ subject: '接续：新增待办（2）' }]);
    const [{ id } = {}] = await sql(`SELECT id FROM delivery WHERE target_id = $1 AND attempts = 2`, [by.id]);
    expect(mailsTo(by)[0]?.messageId).toBe(`<${String(id)}@throughline>`);
  });

  it.each([
    ['refusals', { code: 552, text: 'mailbox full' }],
    ['refusals', { code: 550, text: '5.7.1 we do not take your mail' }],
    ['contents', { code: 554, text: 'content refused' }],
  ] as const)('are tried again where the mailbox is there, and stays confirmed: %s %j', async (said, refusal) => {
    const by = await reader();
    await submitted();
    server[said].set(`${by.login}@bureau.example`, refusal);
    await tell();
    expect(await delivery(by)).toMatchObject({ state: 'pending', status: refusal.code, attempts: 1 });
    expect(await shown(by)).toMatchObject({ confirmedAt: expect.any(String), refusedAt: null });
    await deliverAgain();
    expect(mailsTo(by)).toHaveLength(1);
  });

  it('of one account that cannot be read keep no other from its own', async () => {
    const [broken, by] = [await reader(), await reader()];
    const users = app.running.app.get(UserPrincipals);
    const find = users.find.bind(users);
    const spy = jest
      .spyOn(users, 'find')
      .mockImplementation((on, id) => (id === broken.id ? Promise.reject(new Error('cannot be read')) : find(on, id)));
    await submitted();
    await tell();
    spy.mockRestore();
    expect([mailsTo(broken).length, mailsTo(by).length]).toEqual([0, 1]);
  });

  it.each([
    { code: 451, text: 'try later' },
    { code: 550, text: 'no such user' },
  ])('go on to the mailbox of before where the code for another one could not be sent: %j', async (refusal) => {
    const by = await reader();
    const confirmed = await shown(by);
    await sql(`UPDATE mail_address SET asked_at = asked_at - interval '2 minutes' WHERE user_id = $1`, [by.id]);
    server.refusals.set('elsewhere@bureau.example', refusal);
    expect(codeOf(await ask(by, 'elsewhere@bureau.example'))).toEqual([503, 'mail_not_sent']);
    expect(await shown(by)).toEqual(confirmed);
    expect(codeOf(await ask(by, 'elsewhere@bureau.example'))).toEqual([429, 'throttled']);
    await submitted();
    await tell();
    expect(mailsTo(by)).toHaveLength(1);
  });

  it('stop at a mailbox that is refused for good, until it is confirmed anew', async () => {
    const by = await reader();
    await submitted();
    server.refusals.set(`${by.login}@bureau.example`, { code: 550, text: 'no such user' });
    await tell();
    expect(await delivery(by)).toMatchObject({ state: 'dead', status: 550, error: 'refused' });
    expect(await shown(by)).toMatchObject({ confirmedAt: null, refusedAt: expect.any(String) });
    await tell();
    await deliverAgain();
    expect(mailsTo(by)).toEqual([]);
    await sql(`UPDATE mail_address SET asked_at = asked_at - interval '40 days' WHERE user_id = $1`, [by.id]);
    await app.running.app.get(EndedSignIns).deleteAll();
    expect(await shown(by)).toMatchObject({ confirmedAt: null, refusedAt: expect.any(String) });
    const tasks = await app.http.get('/api/v1/me/tasks?kind=mailbox_refused').set(by.auth).expect(200);
    expect(tasks.body.items).toHaveLength(1);
    await sql(`UPDATE mail_address SET asked_at = asked_at - interval '2 minutes' WHERE user_id = $1`, [by.id]);
    await ask(by, `${by.login}@bureau.example`).expect(200);
    await confirm(by, sentCode()).expect(200);
    await tell();
    expect(mailsTo(by).at(-1)).toMatchObject({ subject: '接续：新增待办（1）' });
  });

  it('go to nobody whose row was moved by hand, nor after the mailbox was taken away, nor to an account that ended', async () => {
    const [moved, taken, ended] = [await reader(), await reader(), await reader()];
    await sql(
      `UPDATE mail_address SET sealed = (SELECT sealed FROM mail_address WHERE user_id = $2) WHERE user_id = $1`,
      [moved.id, taken.id],
    );
    await app.http.delete(ADDRESS).set(taken.auth).expect(204);
    expect(codeOf(await app.http.delete(ADDRESS).set(taken.auth))).toEqual([404, 'not_found']);
    await sql(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [ended.id]);
    await submitted();
    await tell();
    expect([moved, taken, ended].flatMap(mailsTo)).toEqual([]);
  });
});

describe('without a mail server', () => {
  it.each([
    ['none is set', {}, [409, 'mail_not_set_up']],
    ['none answers', { MAIL_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'desk@throughline.example' }, [503, 'mail_not_sent']],
  ])('a mailbox cannot be given: %s', async (_, env, refused) => {
    const app = await startTestApp({ env });
    const by = await makeUser(app, 'bureau_officer');
    const answer = await app.http.put(ADDRESS).set(by.auth).send({ address: 'a@bureau.example' });
    expect(codeOf(answer)).toEqual(refused);
    await app.close();
  });
});
