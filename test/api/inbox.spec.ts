import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Inboxes } from '../../src/desk/notifications/inboxes.service.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, PLAN, startBusinessAt, type Bureau } from '../support/drafts.js';

interface Told {
  id: string;
  kind: string;
  title: string;
  task: string;
  readAt: string | null;
  endedAt: string | null;
}
const NOT_FOUND = [404, 'not_found'];
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];

describe('an inbox', () => {
  let app: TestApp;
  let bureau: Bureau;
  let approver: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    approver = bureau.approver;
  });
  afterAll(() => app.close());

  const open = (by: TestAccount, muted: string[] = []) => app.http.put('/api/v1/me/inbox').set(by.auth).send({ muted });
  const told = async (by: TestAccount, query = ''): Promise<Told[]> => {
    const url = `/api/v1/me/notifications${query}`;
    const { body } = await app.http
      .get(url)
      .set({ ...by.auth, 'Accept-Language': 'zh' })
      .expect(200);
    return (body as { items: Told[] }).items;
  };
  /** Every inbox as if its time had come. */
  const look = async (): Promise<void> => {
    await app.dataSource.query(`UPDATE inbox SET next_look_at = clock_timestamp()`);
    await app.running.app.get(Inboxes).look();
  };
  const about = async (by: TestAccount, draft: Drafting) =>
    (await told(by)).filter(({ task }) => task === draft.id).map(({ kind, endedAt }) => [kind, endedAt !== null]);

  it('tells once of a task, in words without names, says that it ended, and tells again when it waits again', async () => {
    await open(approver).expect(200);
    const draft = await Drafting.begin(app, bureau);
    await draft.must('post', 'actions/submit', {});
    await Promise.all([look(), look(), look()]);
    await look();
    expect(await told(approver)).toMatchObject([
      {
        kind: 'tender_approval',
        title: '待审批的采购项目',
        task: draft.id,
        lot: null,
        dueOn: PLAN.issueOn,
        readAt: null,
        endedAt: null,
      },
    ]);
    await draft.must('post', 'actions/return', { reason: '补充材料' }, approver);
    await look();
    expect(await about(approver, draft)).toEqual([['tender_approval', true]]);
    await draft.must('post', 'actions/submit', {});
    await look();
    expect(await about(approver, draft)).toEqual([
      ['tender_approval', false],
      ['tender_approval', true],
    ]);
    const [row] = await app.dataSource.query<{ text: string; title: string }[]>(
      `SELECT (SELECT string_agg(n::text, ' ') FROM notification n) AS text, title FROM tender WHERE id = $1`,
      [draft.id],
    );
    expect(row?.text).not.toContain(row?.title);
  });

  it('is looked at again after minutes, not with every run', async () => {
    await look();
    const draft = await Drafting.begin(app, bureau);
    await draft.must('post', 'actions/submit', {});
    await app.running.app.get(Inboxes).look();
    expect(await about(approver, draft)).toEqual([]);
    await look();
    expect(await about(approver, draft)).toEqual([['tender_approval', false]]);
  });

  it('leaves out kinds that are muted, until they are not', async () => {
    const { officer } = bureau;
    await open(officer, ['tender_returned']).expect(200);
    const draft = await Drafting.begin(app, bureau);
    await draft.must('post', 'actions/submit', {});
    await draft.must('post', 'actions/return', { reason: '补充材料' }, approver);
    await look();
    expect(await about(officer, draft)).toEqual([]);
    const { body } = await open(officer).expect(200);
    expect(body).toMatchObject({ muted: [] });
    await look();
    expect(await about(officer, draft)).toEqual([['tender_returned', false]]);
    const unknown = await open(officer, ['lunch']);
    expect(codeOf(unknown)).toEqual([400, 'validation_failed']);
    expect(codeOf(await open(officer, ['question', 'question']))).toEqual([400, 'validation_failed']);
  });

  it('tells anew of a task that has come to its next step, with the address of that step', async () => {
    const officer = await makeUser(app, 'bureau_approver', bureau.id);
    await open(officer).expect(200);
    const draft = await Drafting.begin(app, bureau);
    await draft.must('post', 'actions/submit', {});
    await look();
    const find = async () =>
      (await told(officer)).find(({ task }) => task === draft.id) as Told & { action: { href: string } };
    const first = await find();
    // As if it had been told of at an earlier step, and read there.
    await app.dataSource.query(
      `UPDATE notification SET href = '/api/v1/tenders/earlier', read_at = clock_timestamp(), mailed_at = clock_timestamp() WHERE id = $1`,
      [first.id],
    );
    expect((await find()).readAt).not.toBeNull();
    await look();
    expect(await find()).toEqual({ ...first, createdAt: expect.any(String) });
    expect(await app.dataSource.query(`SELECT mailed_at FROM notification WHERE id = $1`, [first.id])).toEqual([
      { mailed_at: null },
    ]);
  });

  it('marks what was read, once, and nothing of anybody else', async () => {
    const { officer } = bureau;
    const unread = await told(approver, '?unread=true');
    const ids = unread.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(1);
    const read = (by: TestAccount, body: object) =>
      app.http.post('/api/v1/me/notifications/read').set(by.auth).send(body);
    expect((await read(officer, { ids }).expect(200)).body).toEqual({ read: 0 });
    expect((await read(approver, { ids: ids.slice(0, 1) }).expect(200)).body).toEqual({ read: 1 });
    const both = await Promise.all([read(approver, { ids }), read(approver, { ids })]);
    expect(both.map(({ body }) => (body as { read: number }).read).sort()).toEqual([0, ids.length - 1]);
    expect(await told(approver, '?unread=true')).toEqual([]);
    expect((await told(approver)).every(({ readAt }) => readAt !== null)).toBe(true);
    for (const body of [{}, { ids: [] }, { ids: ['x'] }])
      expect(codeOf(await read(approver, body))).toEqual([400, 'validation_failed']);
  });

  it('pages newest first, and finds a kind', async () => {
    const all = (await told(approver)).map(({ id }) => id);
    const pages: string[] = [];
    let url: string | null = '/api/v1/me/notifications?limit=1';
    while (url !== null) {
      const { body } = (await app.http.get(url).set(approver.auth).expect(200)) as {
        body: { items: Told[]; next: string | null };
      };
      pages.push(...body.items.map(({ id }) => id));
      url = body.next;
    }
    expect(pages).toEqual(all);
    expect((await told(approver, '?kind=tender_approval')).map(({ id }) => id)).toEqual(all);
    expect(await told(approver, '?kind=question')).toEqual([]);
  });

  it('says of a holder who may not act any more that nothing waits', async () => {
    const other = await makeUser(app, 'bureau_approver', bureau.id);
    await open(other).expect(200);
    await look();
    const waits = () =>
      app.dataSource.query<object[]>(`SELECT FROM notification WHERE user_id = $1 AND ended_at IS NULL`, [other.id]);
    expect((await waits()).length).toBeGreaterThan(0);
    await app.dataSource.query(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [other.id]);
    await look();
    expect(await waits()).toEqual([]);
  });

  it('tells of the newest of a thousand and one, and ends none of the others', async () => {
    const admin = await makeUser(app, 'admin');
    await open(admin).expect(200);
    await app.dataSource.query(
      `INSERT INTO registration (agency_name, credit_code, contact_name, phone_masked, login, created_at)
       SELECT '机构' || n, 'test-code-' || n, '联系人', '***0000', 'many-' || n, timestamptz '2025-01-01' + n * interval '1 minute'
       FROM generate_series(1, 1001) n`,
    );
    const waiting = () =>
      app.dataSource.query<{ open: number; newest: boolean }[]>(
        `SELECT count(*)::int AS open, bool_or(r.login = 'many-1001') AS newest
         FROM notification n JOIN registration r ON r.id = n.task_id WHERE n.user_id = $1 AND n.ended_at IS NULL`,
        [admin.id],
      );
    await look();
    expect(await waiting()).toEqual([{ open: 1001, newest: true }]);
    await app.dataSource.query(`DELETE FROM registration WHERE login = 'many-1'`);
    await look();
    expect(await waiting()).toEqual([{ open: 1000, newest: true }]);
    await app.dataSource.query(`DELETE FROM registration WHERE login LIKE 'many-%'`);
  });

  it('is closed with all that it held, and is not there before it is opened', async () => {
    const inbox = (verb: 'get' | 'delete') => app.http[verb]('/api/v1/me/inbox').set(approver.auth);
    expect((await inbox('get').expect(200)).body).toMatchObject({ muted: [] });
    await inbox('delete').expect(204);
    expect([codeOf(await inbox('get')), codeOf(await inbox('delete'))]).toEqual([NOT_FOUND, NOT_FOUND]);
    await look();
    expect(await told(approver)).toEqual([]);
    const audit = await app.dataSource.query<{ action: string }[]>(
      `SELECT action FROM audit_entry WHERE aggregate_id = $1 AND action LIKE 'inbox%' ORDER BY id`,
      [approver.id],
    );
    expect(audit.map(({ action }) => action)).toEqual(['inbox_opened', 'inbox_closed']);
  });

  it('is a person’s: a key has none', async () => {
    const key = await app.http
      .post('/api/v1/api-keys')
      .set(bureau.officer.auth)
      .send({ name: '对接', organisation: bureau.id, scopes: ['changes.read'] })
      .expect(201);
    const auth = { Authorization: `Bearer ${(key.body as { key: string }).key}` };
    const asked = await Promise.all([
      app.http.get('/api/v1/me/inbox').set(auth),
      app.http.get('/api/v1/me/notifications').set(auth),
      app.http.put('/api/v1/me/inbox').set(auth).send({ muted: [] }),
    ]);
    expect(asked.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});
