import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Inboxes } from '../../src/desk/notifications/inboxes.service.js';
import { SavedSearches } from '../../src/desk/notifications/searches/saved-searches.service.js';
import { LOCK_TO_SAVE, SAVE } from '../../src/desk/notifications/searches/search-statements.js';
import { PersonErasure } from '../../src/people/personal-data/person-erasure.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { given, Recorder, stated } from '../support/purchases.js';
import { sendDue } from '../support/deliveries.js';

const SEARCHES = '/api/v1/saved-searches';
interface Saved {
  id: string;
  name: string;
  filters: Record<string, string>;
}
interface Told {
  id: string;
  kind: string;
  title: string;
  tender: string | null;
  search: string | null;
  task: string;
  dueOn: string | null;
  action: object | null;
  endedAt: string | null;
}
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];

let app: TestApp;
let server: MailServer;
let keeper: Recorder;
let bureau: Bureau;
let agency: string;
beforeAll(async () => {
  server = await startMailServer();
  app = await startTestApp({ env: { MAIL_URL: server.url, MAIL_FROM: '接续 <desk@throughline.example>' } });
  await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
  keeper = await Recorder.of(app, '990204');
  bureau = await makeBureau(app);
  await makeThreshold(app);
  agency = await makeBody(app, { kind: 'agency', region: '990203' });
});
afterAll(async () => {
  await app.close();
  await server.close();
});

const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.dataSource.query(text, values);
const ask = (by: TestAccount, body: object) => app.http.post(SEARCHES).set(by.auth).send(body);
const save = async (by: TestAccount, filters: object, name = '关注'): Promise<Saved> =>
  (await ask(by, { name, filters }).expect(201)).body as Saved;
const saved = async (by: TestAccount): Promise<Saved[]> =>
  ((await app.http.get(SEARCHES).set(by.auth).expect(200)).body as { items: Saved[] }).items;
const open = (by: TestAccount, settings: object = {}) =>
  app.http
    .put('/api/v1/me/inbox')
    .set(by.auth)
    .send({ muted: [], ...settings })
    .expect(200);
const worker = async (): Promise<TestAccount> => makeUser(app, 'agency_worker', agency);
/** Somebody of the agency who is told. */
const reader = async (settings: object = {}): Promise<TestAccount> => {
  const by = await worker();
  await open(by, settings);
  return by;
};
/** Somebody of the agency whose mailbox is confirmed. */
const mailed = async (): Promise<{ by: TestAccount; address: string }> => {
  const by = await worker();
  const address = `${by.login}@agency.example`;
  await app.http.put('/api/v1/me/mail-address').set(by.auth).send({ address }).expect(200);
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(server.mails.at(-1)?.text ?? '')?.[0] ?? '';
  await app.http.post('/api/v1/me/mail-address/confirm').set(by.auth).send({ code }).expect(200);
  return { by, address };
};
const sweep = () => app.running.app.get(SavedSearches).tell();
const told = async (by: TestAccount): Promise<Told[]> => {
  const { body } = await app.http
    .get('/api/v1/me/notifications?kind=saved_search_found&limit=200')
    .set({ ...by.auth, 'Accept-Language': 'zh' })
    .expect(200);
  return (body as { items: Told[] }).items;
};
const found = async (by: TestAccount) => (await told(by)).map(({ tender }) => tender).toReversed();
const publish = async (known: object = {}, notice: object = {}): Promise<string> => {
  const { id } = await keeper.tender(known);
  await keeper.facts(id, [given('notice', notice)]).expect(200);
  return id as string;
};
const look = async (by: TestAccount) => {
  await sql(
    `UPDATE inbox SET next_look_at = clock_timestamp(), next_mail_at = clock_timestamp() - interval '1 minute' WHERE user_id = $1`,
    [by.id],
  );
  await app.running.app.get(Inboxes).look();
  await sendDue(app);
};
beforeEach(async () => {
  await sweep();
});

describe('a saved search', () => {
  it('is kept with its filters, listed to its holder alone, and deleted', async () => {
    const [by, other] = [await worker(), await worker()];
    const filters = { q: '  养老　服务 养老', region: '990200', amountFrom: '1000', open: 'true', category: null };
    const one = await save(by, filters, '南片养老');
    expect(one).toMatchObject({
      name: '南片养老',
      filters: { q: '养老 服务', region: '990200', amountFrom: '1000', open: 'true' },
    });
    expect(Object.keys(one.filters)).not.toContain('category');
    const two = await save(by, {}, '全部');
    expect(await saved(by)).toEqual([two, one]);
    expect(await saved(other)).toEqual([]);
    const end = (who: TestAccount, id: string) => app.http.delete(`${SEARCHES}/${id}`).set(who.auth);
    expect(codeOf(await end(other, one.id))).toEqual([404, 'not_found']);
    await end(by, one.id).expect(204);
    expect(codeOf(await end(by, one.id))).toEqual([404, 'not_found']);
    expect(codeOf(await end(by, 'x'))).toEqual([404, 'not_found']);
    expect(await saved(by)).toEqual([two]);
    const audit = await sql(
      `SELECT e.action, e::text AS row FROM audit_entry e WHERE aggregate_id = $1 AND action LIKE 'search%' ORDER BY id`,
      [by.id],
    );
    expect(audit.map(({ action }) => action)).toEqual(['search_saved', 'search_saved', 'search_ended']);
    expect(JSON.stringify(audit)).not.toContain('养老');
  });

  it('of a buyer finds what the body buys, by whichever record of it', async () => {
    const [by, other] = [await reader(), await reader()];
    const [record, stranger] = [await makeBody(app), await makeBody(app)];
    await save(by, { buyer: record });
    await save(other, { buyer: stranger });
    await sql(`UPDATE organisation SET state = 'merged', merged_into = $2 WHERE id = $1`, [record, keeper.body]);
    const id = await publish();
    await sweep();
    expect(await found(by)).toEqual([id]);
    expect(await found(other)).toEqual([]);
  });

  it('that says what no list takes is refused by name', async () => {
    const by = await worker();
    const refused: [object, string][] = [
      [{ filters: {} }, '/name'],
      [{ name: '  ', filters: {} }, '/name'],
      [{ name: 'x'.repeat(101), filters: {} }, '/name'],
      [{ name: 'x' }, '/filters'],
      [{ name: 'x', filters: [] }, '/filters'],
      [{ name: 'x', filters: { q: ' ' } }, '/filters/q'],
      [{ name: 'x', filters: { q: '长'.repeat(101) } }, '/filters/q'],
      [{ name: 'x', filters: { amountFrom: 5 } }, '/filters/amountFrom'],
      [{ name: 'x', filters: { amountFrom: '2', amountTo: '1' } }, '/filters/amountFrom'],
      [{ name: 'x', filters: { deadlineFrom: '2025-02-01', deadlineTo: '2025-01-01' } }, '/filters/deadlineFrom'],
      [{ name: 'x', filters: { state: 'open' } }, '/filters/state'],
      [{ name: 'x', filters: { sort: '-created' } }, '/filters/sort'],
      [{ name: 'x', filters: { buyer: 'me' } }, '/filters/buyer'],
      [{ name: 'x', filters: { category: 'LUNCH' } }, '/filters/category'],
    ];
    for (const [body, pointer] of refused) {
      const answer = await ask(by, body);
      expect([body, ...codeOf(answer)]).toEqual([body, 400, 'validation_failed']);
      expect((answer.body as { errors: object[] }).errors).toMatchObject([{ pointer }]);
    }
    expect(await saved(by)).toEqual([]);
  });

  it('is one of twenty at most, also where many are saved at the same time', async () => {
    const by = await worker();
    const answers = await Promise.all(Array.from({ length: 25 }, (_, i) => ask(by, { name: `第${i}个`, filters: {} })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(answers.filter(({ status }) => status !== 201).map(codeOf)).toEqual(
      Array(5).fill([409, 'too_many_searches']),
    );
    const [first] = await saved(by);
    await app.http
      .delete(`${SEARCHES}/${first?.id ?? ''}`)
      .set(by.auth)
      .expect(204);
    await save(by, {});
    expect(await saved(by)).toHaveLength(20);
    await sql(`DELETE FROM saved_search WHERE user_id = $1`, [by.id]);
  });

  it('is a person’s: a key has none, and neither has nobody', async () => {
    const key = await app.http
      .post('/api/v1/api-keys')
      .set(bureau.officer.auth)
      .send({ name: '对接', organisation: bureau.id, scopes: ['changes.read'] })
      .expect(201);
    const auth = { Authorization: `Bearer ${(key.body as { key: string }).key}` };
    expect((await app.http.get(SEARCHES).set(auth)).status).toBe(403);
    expect((await app.http.post(SEARCHES).set(auth).send({ name: 'x', filters: {} })).status).toBe(403);
    expect((await app.http.get(SEARCHES)).status).toBe(401);
  });
});

describe('what is published later', () => {
  it('is told where it was written before the search was saved, and committed after; once, and to nobody saved after that', async () => {
    const by = await reader();
    const id = await publish({ title: '洛川路助餐' });
    await sql(`UPDATE public_tender SET state = 'intent_published' WHERE id = $1`, [id]);
    await sweep();
    const publisher = app.dataSource.createQueryRunner();
    await publisher.startTransaction();
    await publisher.query(`UPDATE public_tender SET state = 'open' WHERE id = $1`, [id]);
    await save(by, { q: '助餐' });
    await sweep();
    expect(await found(by)).toEqual([]);
    await publisher.commitTransaction();
    await publisher.release();
    const later = await reader();
    await save(later, { q: '助餐' });
    await sweep();
    await sweep();
    expect([await found(by), await found(later)]).toEqual([[id], []]);
  });

  it('is told to a search that is being saved while somebody looks', async () => {
    const by = await reader();
    const saving = app.dataSource.createQueryRunner();
    await saving.startTransaction();
    await saving.query(LOCK_TO_SAVE);
    await saving.query(SAVE, [by.id, '关注', { q: '助行' }]);
    const id = await publish({ title: '洛川路助行' });
    const looking = sweep();
    await new Promise((done) => setTimeout(done, 200));
    await saving.commitTransaction();
    await saving.release();
    await looking;
    expect(await found(by)).toEqual([id]);
  });

  it('waits for nobody where no search is saved', async () => {
    await sql(`DELETE FROM saved_search`);
    await publish({ title: '洛川路助医' });
    await sweep();
    expect(await sql(`SELECT count(*)::int AS left FROM announced_tender`)).toEqual([{ left: 0 }]);
  });

  it('is told once to whoever looks for it, however many look at the same time, and nothing that was there before', async () => {
    const by = await reader();
    const title = '临汾路助浴';
    await publish({ title });
    const search = await save(by, { q: '助浴' });
    await save(by, { q: '临汾' }, '另一个');
    const id = await publish({ title }, { deadline: '2098-03-01T09:30:00+08:00' });
    await publish({ title: '别的采购' });
    await Promise.all([sweep(), sweep(), sweep()]);
    await sweep();
    await app.running.app.get(Inboxes).look();
    expect(await told(by)).toMatchObject([
      {
        kind: 'saved_search_found',
        title: '有新公开的采购项目符合已保存的检索条件',
        tender: id,
        task: id,
        search: search.id,
        dueOn: '2098-03-01',
        action: null,
        endedAt: null,
      },
    ]);
    expect((await sql(`SELECT string_agg(n::text, ' ') AS text FROM notification n`))[0]?.['text']).not.toContain(
      '助浴',
    );
    await app.http.delete(`${SEARCHES}/${search.id}`).set(by.auth).expect(204);
    expect(await told(by)).toMatchObject([{ tender: id, search: null }]);
    await publish({ title: '助浴' });
    await sweep();
    expect(await found(by)).toEqual([id]);
  });

  it('opens the inbox of who has none, once, and changes no other', async () => {
    const [by, quiet] = [await worker(), await reader({ muted: ['question'], lang: 'en' })];
    const inbox = (who: TestAccount) => app.http.get('/api/v1/me/inbox').set(who.auth);
    expect(codeOf(await inbox(by))).toEqual([404, 'not_found']);
    for (const who of [by, quiet]) await save(who, { q: '新开' });
    await save(by, { q: '再开' });
    expect((await inbox(by).expect(200)).body).toMatchObject({ muted: [], mail: 'never', lang: 'zh' });
    expect((await inbox(quiet).expect(200)).body).toMatchObject({ muted: ['question'], lang: 'en' });
    const id = await publish({ title: '新开采购' });
    await sweep();
    expect([await found(by), await found(quiet)]).toEqual([[id], [id]]);
    const opened = await sql(`SELECT FROM audit_entry WHERE aggregate_id = $1 AND action = 'inbox_opened'`, [by.id]);
    expect(opened).toHaveLength(1);
  });

  it('is not told where its kind is muted, its inbox was closed, or to who may not act any more', async () => {
    const [muted, without, gone, tells] = [
      await reader({ muted: ['saved_search_found'] }),
      await worker(),
      await reader(),
      await reader(),
    ];
    for (const by of [muted, without, gone, tells]) await save(by, { q: '静音' });
    await app.http.delete('/api/v1/me/inbox').set(without.auth).expect(204);
    await sql(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [gone.id]);
    const id = await publish({ title: '静音采购' });
    await sweep();
    await sql(`UPDATE app_user SET state = 'active' WHERE id = $1`, [gone.id]);
    await open(without);
    await open(muted);
    await sweep();
    for (const by of [muted, without, gone]) expect(await found(by)).toEqual([]);
    expect(await found(tells)).toEqual([id]);
  });

  it('is told from the publication on: no draft, no statement, nothing that was taken back', async () => {
    const by = await reader();
    const kept = await makeUser(app, 'bureau_approver', bureau.id);
    await open(kept);
    for (const who of [by, kept]) await save(who, { q: '托养', amountTo: '320000' });
    const draft = await Drafting.begin(app, bureau, { title: '秘密托养', budget: '310000.00' });
    const silent = await keeper.tender({ title: '电话托养', budget: '1.00' });
    await keeper.facts(silent.id, [given('correction', { deadline: '2097-01-01' }, stated)]).expect(200);
    const mistaken = await publish({ title: '误录托养', budget: '1.00' });
    await sql(`UPDATE tender SET published = false WHERE id = $1`, [mistaken]);
    await sweep();
    expect([await found(by), await found(kept)]).toEqual([[], []]);
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    await sweep();
    expect([await found(by), await found(kept)]).toEqual([[draft.id], [draft.id]]);
    await draft.must('post', 'actions/issue', { reason: '情况紧急' });
    await sweep();
    expect(await found(by)).toEqual([draft.id]);
  });

  it('is told when its documents come out, to who looks for what is open', async () => {
    const [opens, amount] = [await reader(), await reader()];
    await save(opens, { q: '日间照料', open: 'true', deadlineTo: '2025-11-14' });
    await save(amount, { q: '日间照料', amountFrom: '350000' });
    const draft = await Drafting.begin(app, bureau, { title: '日间照料', budget: '310000.00' });
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    await sweep();
    expect(await found(opens)).toEqual([]);
    await draft.must('post', 'actions/revise', { reason: '预算调整' });
    await draft.must('patch', '', { budget: '390000.00' });
    await sweep();
    expect(await found(amount)).toEqual([]);
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    await draft.must('post', 'actions/issue', { reason: '情况紧急' });
    await sweep();
    expect([await found(opens), await found(amount)]).toEqual([[draft.id], [draft.id]]);
  });

  it('is found by each filter as the list finds it', async () => {
    const all = await reader();
    const FILTERS: Record<string, string>[] = [
      {},
      { q: '服务 9号' },
      { q: '100%_' },
      { q: '%' },
      { category: 'DISABILITY' },
      { method: 'OPEN_TENDER' },
      { region: '990200' },
      { region: '990204' },
      { region: '990204003000' },
      { buyer: keeper.body },
      { buyer: bureau.id },
      { serviceLine: bureau.line },
      { dataset: 'live' },
      { dataset: 'import:none' },
      { amountFrom: '0.01', amountTo: '20000' },
      { amountFrom: '20000.01' },
      { deadlineFrom: '2098-01-02', deadlineTo: '2098-01-02' },
      { deadlineFrom: '2098-01-03' },
      { open: 'true' },
      { open: 'unknown' },
      { sme: 'reserved' },
    ];
    const readers: [Record<string, string>, TestAccount][] = [];
    for (const filters of FILTERS) {
      const by = await reader();
      await save(by, filters);
      readers.push([filters, by]);
    }
    await save(all, { q: '对照' });
    await publish(
      { title: '对照 服务', category: 'DISABILITY', region: '990204003001', budget: '20000.00' },
      { deadline: '2098-01-02' },
    );
    await publish(
      { title: '对照 100%_', projectNo: '9号 服务', method: 'OPEN_TENDER', budget: '20000.01' },
      { deadline: '2098-01-03T00:00:01+08:00' },
    );
    await publish({ title: '对照 旧', regionText: '服务 9号', region: '990203' }, { deadline: '2017-01-01' });
    await publish({ title: '对照 未知', region: '990204', serviceLines: [] });
    const other = await Recorder.of(app, '990300');
    const { id } = await other.tender({ title: '对照 别处', region: '110000' });
    await other.facts(id, [given('notice')]).expect(200);
    await sweep();
    const mine = await found(all);
    expect(mine).toHaveLength(5);
    const sizes = new Set<number>();
    for (const [filters, by] of readers) {
      const { body } = await app.http
        .get('/api/v1/tenders')
        .query({ ...filters, limit: 200 })
        .expect(200);
      const listed = (body as { items: { id: string }[] }).items
        .map((item) => item.id)
        .filter((one) => mine.includes(one));
      sizes.add(listed.length);
      expect([filters, (await found(by)).sort()]).toEqual([filters, listed.sort()]);
    }
    expect(sizes.size).toBeGreaterThan(3);
  });

  it('is told however many are published at once, a bounded number in each statement', async () => {
    const by = await reader();
    await save(by, { dataset: 'import:burst' });
    await sql(
      `INSERT INTO tender (dataset, ocid, purchase_id, conducted, title, state, published_state, published)
       SELECT 'import:burst', 'burst-' || n, gen_random_uuid(), 'elsewhere', '批量 ' || n, 'open', 'open', true FROM generate_series(1, 250) n`,
    );
    await Promise.all([sweep(), sweep()]);
    expect(
      await sql(
        `SELECT count(*)::int AS told, count(DISTINCT task_id)::int AS tenders FROM notification WHERE user_id = $1`,
        [by.id],
      ),
    ).toEqual([{ told: 250, tenders: 250 }]);
    expect(await sql(`SELECT FROM announced_tender`)).toEqual([]);
  });

  it('comes by mail as well, without a name', async () => {
    const { by, address } = await mailed();
    await open(by, { mail: 'at_once' });
    await save(by, { q: '邮件' }, '我的检索');
    await publish({ title: '邮件采购' }, { deadline: '2098-03-01T09:30:00+08:00' });
    await sweep();
    server.mails.length = 0;
    for (let round = 0; round < 2; round++) await look(by);
    expect(server.mails.map(({ to }) => to[0]?.address)).toEqual([address]);
    const text = server.mails[0]?.text ?? '';
    expect(text).toContain('- 有新公开的采购项目符合已保存的检索条件，到期日 2098-03-01');
    for (const word of ['邮件采购', '我的检索']) expect(text).not.toContain(word);
  });

  it('comes by mail with the deadline as it has become, once, and not where the purchase was cancelled', async () => {
    const { by } = await mailed();
    await open(by, { mail: 'daily' });
    await save(by, { q: '改期' });
    const moved = await publish({ title: '改期一' }, { deadline: '2098-03-10T09:30:00+08:00' });
    const gone = await publish({ title: '改期二' }, { deadline: '2098-03-20T09:30:00+08:00' });
    for (const end of ['2098-03-12', '2098-03-14T00:00:00+08:00'])
      await publish({ title: '改期三' }, { deadline: end });
    await sweep();
    const days = async () => (await told(by)).map(({ dueOn }) => dueOn).sort();
    expect(await days()).toEqual(['2098-03-10', '2098-03-12', '2098-03-14', '2098-03-20']);
    await keeper.facts(moved, [given('correction', { deadline: '2098-03-02T09:30:00+08:00' })]).expect(200);
    await keeper.facts(gone, [given('cancellation', { on: '2025-11-03' })]).expect(200);
    expect((await keeper.get(`/tenders/${gone}`)).body.state).toBe('cancelled');
    expect(await days()).toEqual(['2098-03-02', '2098-03-12', '2098-03-14', '2098-03-20']);
    server.mails.length = 0;
    for (let round = 0; round < 2; round++) await look(by);
    const lines = server.mails.map(({ text }) => (text ?? '').split('\n').filter((line) => line.startsWith('- ')));
    const line = (day: string) => `- 有新公开的采购项目符合已保存的检索条件，到期日 ${day}`;
    expect(lines).toEqual([['2098-03-02', '2098-03-12', '2098-03-14'].map(line)]);
  });

  it('is forgotten after ninety days', async () => {
    const by = await reader();
    await save(by, { q: '旧闻' });
    await publish({ title: '旧闻一' });
    await sweep();
    await sql(`UPDATE notification SET created_at = created_at - interval '91 days' WHERE user_id = $1`, [by.id]);
    const fresh = await publish({ title: '旧闻二' });
    await sweep();
    expect(await found(by)).toEqual([fresh]);
  });
});

describe('with its account', () => {
  it('a search goes, with the inbox and what it held; a copy of the data says them before', async () => {
    const by = await reader();
    await save(by, { q: '可删' }, '私人名称');
    await publish({ title: '可删采购' });
    await sweep();
    await sql(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [by.id]);
    const erasure = app.running.app.get(PersonErasure);
    expect(await erasure.copy('account', by.id, '本人要求')).toMatchObject({
      values: { inbox: { muted: [] }, savedSearches: [{ name: '私人名称', filters: { q: '可删' } }] },
    });
    await erasure.erase('account', by.id, 'term_ended');
    for (const table of ['saved_search', 'notification', 'inbox'])
      expect([table, await sql(`SELECT FROM ${table} WHERE user_id = $1`, [by.id])]).toEqual([table, []]);
    await publish({ title: '可删之后' });
    await sweep();
    expect(await sql(`SELECT FROM notification WHERE user_id = $1`, [by.id])).toEqual([]);
  });
});
